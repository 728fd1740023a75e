#include "services/entitlement/domain/bundle_order.h"

#include <set>

#include "common/base/text.h"
#include "services/entitlement/domain/order_diff.h"

namespace keys::entitlement {
namespace {

using event::v1::OrderAccess;

constexpr char kAdded[] = "added ";

// Returns the best standing of the order's own lines, or STANDING_UNSPECIFIED when it gives
// nothing. The values of Standing are declared in this order.
event::v1::Standing BestOf(const OrderAccess& snapshot) {
  event::v1::Standing best = event::v1::STANDING_UNSPECIFIED;
  for (const auto& grant : snapshot.grants()) {
    if (grant.standing() == event::v1::STANDING_UNSPECIFIED) continue;
    if (best == event::v1::STANDING_UNSPECIFIED || grant.standing() < best) best = grant.standing();
  }
  return best;
}

bool IsTakenBack(event::v1::Standing standing) {
  return standing == event::v1::STANDING_REVOKED_REFUND ||
         standing == event::v1::STANDING_REVOKED_DISPUTE;
}

}  // namespace

BundleStanding StandingOfBundle(const OrderAccess& snapshot) {
  const event::v1::Standing best = BestOf(snapshot);
  BundleStanding standing{StandingOf(best).value_or(Standing::kActive),
                          best != event::v1::STANDING_UNSPECIFIED};
  for (const auto& grant : snapshot.grants()) {
    if (IsTakenBack(grant.standing())) standing.grows = false;
  }
  return standing;
}

std::string AddedLine(const std::string& key_id) { return StrCat(kAdded, key_id); }

std::vector<std::string> AddedKeys(const std::vector<Grant>& grants) {
  std::set<std::string> keys;
  for (const Grant& grant : grants) {
    if (grant.order_line_id == AddedLine(grant.key_id)) keys.insert(grant.key_id);
  }
  return {keys.begin(), keys.end()};
}

OrderAccess WithAdded(const OrderAccess& snapshot, const std::vector<std::string>& added_keys) {
  OrderAccess whole = snapshot;
  whole.clear_grants();
  for (const auto& grant : snapshot.grants()) {
    if (grant.standing() != event::v1::STANDING_UNSPECIFIED) *whole.add_grants() = grant;
  }
  const event::v1::Standing best = BestOf(snapshot);
  if (best == event::v1::STANDING_UNSPECIFIED) return whole;
  for (const std::string& key_id : added_keys) {
    auto& grant = *whole.add_grants();
    grant.set_order_line_id(AddedLine(key_id));
    grant.set_key_id(key_id);
    grant.set_standing(best);
  }
  return whole;
}

}  // namespace keys::entitlement
