// One change of the sandbox's state: everything put, deleted and emitted becomes true together at
// Commit, or never. Holds the store's mutex for its whole life, so it must be short-lived.
#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <mutex>
#include <string>
#include <vector>

#include "tests/fakes/stripe_sandbox/json.h"
#include "tests/fakes/stripe_sandbox/world.h"

namespace stripe_sandbox {

class Transaction {
 public:
  // The two names end up in the events' `request`; both are "" for what no API request caused.
  explicit Transaction(World& world, std::string request_id = "", std::string idempotency_key = "");
  Transaction(const Transaction&) = delete;
  Transaction& operator=(const Transaction&) = delete;

  World& world() { return world_; }
  const Store& store() const { return world_.store; }
  const Subset& subset() const { return *world_.subset; }
  int64_t now() const { return now_; }  // seconds; the same for the whole transaction

  // Sees what this transaction has put. Valid until the next Put, Delete or Commit.
  const Json* Find(const std::string& type, const std::string& id) const;
  // An object by its id alone ("pi_…"); null if there is none or its kind is unknown.
  const Json* FindById(const std::string& id) const;
  // Committed objects only.
  void Newest(const std::string& type, const std::function<bool(const Json&)>& visit) const {
    world_.store.Newest(type, visit);
  }

  // A new object of that type with every required field, an id, `created` and livemode false.
  Json Make(const std::string& type, const std::string& id) const;

  void Put(const std::string& type, Json object);
  void Put(const Json& object) { Put(object["object"].AsString(), object); }
  void Delete(const std::string& type, const std::string& id);

  // Makes the event and plans its delivery; returns its id. `previous` holds the former values of
  // what an "updated" event changed.
  std::string Emit(const std::string& event_type, const Json& object, const Json& previous = {});
  // An event whose data.object is given as it stands; `livemode` is the caller's.
  std::string EmitForged(const std::string& event_type, const Json& object, bool livemode);

  // Plans one more delivery at every endpoint the event was meant for; returns how many.
  int64_t Redeliver(const Json& event);

  void Commit();

 private:
  std::string AddEvent(const std::string& type, const std::string& data_text, bool livemode);
  void AddDeliveries(const WebhookMode& mode, Json* event);

  World& world_;
  std::unique_lock<std::mutex> lock_;
  const std::string request_id_;
  const std::string idempotency_key_;
  const int64_t now_;
  std::deque<Change> changes_;
  std::vector<PlannedDelivery> planned_;
};

// The object as outsiders see it: without the sandbox's own members, and with what depends on the
// moment (a coupon's `valid`) as it is now.
Json Shown(const Transaction& tx, const Json& object);

// Whether a coupon can still be redeemed at `now`.
bool CouponValid(const Json& coupon, int64_t now);

}  // namespace stripe_sandbox
