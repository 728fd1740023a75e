// Limits how many calls of one tenant wait for Stripe at a time, so that one hasty buyer cannot
// take all threads that wait for Stripe.
//
//   const TenantGate::Place place = gate.Enter(tenant_id);
//   if (!place.taken()) return TenantGate::Refuse();
//
// Thread-safe. A Place is given back when it goes, and does not outlive the gate.
#pragma once

#include <string>
#include <unordered_map>
#include <utility>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/synchronization/mutex.h"

namespace keys::billing {

class TenantGate {
 public:
  explicit TenantGate(int per_tenant) : per_tenant_(per_tenant) {}

  class Place {
   public:
    Place(Place&& other) noexcept
        : gate_(std::exchange(other.gate_, nullptr)), tenant_(std::move(other.tenant_)) {}
    Place& operator=(Place&&) = delete;
    ~Place();

    bool taken() const { return gate_ != nullptr; }

   private:
    friend class TenantGate;
    Place(TenantGate* gate, std::string tenant) : gate_(gate), tenant_(std::move(tenant)) {}
    TenantGate* gate_;
    std::string tenant_;
  };

  // The place is not taken when the tenant has as many places as it may have.
  Place Enter(const std::string& tenant);
  // RATE_LIMITED.
  static absl::Status Refuse();

 private:
  void Leave(const std::string& tenant);

  const int per_tenant_;
  absl::Mutex mutex_;
  std::unordered_map<std::string, int> inside_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace keys::billing
