#include "services/billing/checkout/tenant_gate.h"

#include "common/error/error.h"

namespace keys::billing {

TenantGate::Place::~Place() {
  if (gate_ != nullptr) gate_->Leave(tenant_);
}

TenantGate::Place TenantGate::Enter(const std::string& tenant) {
  absl::MutexLock lock(&mutex_);
  int& inside = inside_[tenant];
  if (inside >= per_tenant_) return Place(nullptr, "");
  ++inside;
  return Place(this, tenant);
}

void TenantGate::Leave(const std::string& tenant) {
  absl::MutexLock lock(&mutex_);
  const auto found = inside_.find(tenant);
  if (--found->second == 0) inside_.erase(found);
}

absl::Status TenantGate::Refuse() {
  return error::WithAction(
      error::Make(error::Reason::RATE_LIMITED, "Too many of your checkouts are under way."),
      "Wait until one of them is answered, then try again.");
}

}  // namespace keys::billing
