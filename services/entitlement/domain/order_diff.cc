#include "services/entitlement/domain/order_diff.h"

#include <map>
#include <utility>

#include "common/base/check.h"

namespace keys::entitlement {

std::optional<Standing> StandingOf(event::v1::Standing standing) {
  switch (standing) {
    case event::v1::STANDING_ACTIVE:
      return Standing::kActive;
    case event::v1::STANDING_SUSPENDED_DISPUTE:
      return Standing::kSuspendedDispute;
    case event::v1::STANDING_SUSPENDED_CREDIT:
      return Standing::kSuspendedCredit;
    case event::v1::STANDING_REVOKED_REFUND:
      return Standing::kRevokedRefund;
    case event::v1::STANDING_REVOKED_DISPUTE:
      return Standing::kRevokedDispute;
    default:
      return std::nullopt;
  }
}

std::vector<Step> StepsTo(const std::optional<Standing>& from, Standing to) {
  std::vector<Step> steps;
  if (!from.has_value()) {
    steps.push_back({FactKind::kGranted, Standing::kActive});
    if (to != Standing::kActive) steps.push_back({KindLeadingTo(to), to});
  } else if (*from != to && *from != Standing::kRevokedManual) {
    steps.push_back({KindLeadingTo(to), to});
  }
  return steps;
}

std::vector<GrantChange> DiffOrder(const std::vector<Grant>& current,
                                   const event::v1::OrderAccess& snapshot) {
  std::map<std::pair<std::string, std::string>, const Grant*> known;
  for (const Grant& grant : current) {
    if (grant.standing == Standing::kRevokedTransfer) continue;
    known[{*grant.order_line_id, grant.key_id}] = &grant;
  }

  std::vector<GrantChange> changes;
  for (const auto& wanted : snapshot.grants()) {
    const std::optional<Standing> standing = StandingOf(wanted.standing());
    CHECK_THAT(standing.has_value(), "a snapshot's standings are specified");
    GrantChange change{.order_line_id = wanted.order_line_id(), .key_id = wanted.key_id()};
    if (const auto found = known.find({change.order_line_id, change.key_id});
        found != known.end()) {
      change.grant = *found->second;
      known.erase(found);
    }
    const auto from =
        change.grant.has_value() ? std::optional<Standing>(change.grant->standing) : std::nullopt;
    change.steps = StepsTo(from, *standing);
    if (!change.steps.empty()) changes.push_back(std::move(change));
  }
  for (const auto& [line_and_key, grant] : known) {
    if (IsRevoked(grant->standing)) continue;
    changes.push_back({.grant = *grant,
                       .order_line_id = line_and_key.first,
                       .key_id = line_and_key.second,
                       .steps = StepsTo(grant->standing, Standing::kRevokedRefund)});
  }
  return changes;
}

}  // namespace keys::entitlement
