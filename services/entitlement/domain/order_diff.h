// What an order's snapshot changes: the steps from the grants an order gave to those it gives now.
//
//   for (const GrantChange& change : DiffOrder(current, snapshot)) …append its facts…
//
// Pure.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "keys/event/v1/facts.pb.h"
#include "services/entitlement/domain/fold.h"
#include "services/entitlement/domain/grant.h"

namespace keys::entitlement {

struct Step {
  FactKind kind = FactKind::kGranted;
  Standing standing = Standing::kActive;

  friend bool operator==(const Step&, const Step&) = default;
};

struct GrantChange {
  // Absent: a grant that is not there yet.
  std::optional<Grant> grant;
  std::string order_line_id;
  std::string key_id;
  // At least one.
  std::vector<Step> steps;
};

// Nothing for a standing that is not specified.
std::optional<Standing> StandingOf(event::v1::Standing standing);

// `from` is absent for a grant that is not there yet. A grant that is first heard of when it is
// suspended or revoked is granted and suspended or revoked at once, so that its holder can be told
// why. What an administrator revoked stays revoked, whatever becomes of the order.
std::vector<Step> StepsTo(const std::optional<Standing>& from, Standing to);

// `current`: the grants of this order, whoever holds them; one that was transferred is followed
// where it went, and left alone where it was. A grant the snapshot no longer names is revoked as
// refunded: the snapshot is whole. `snapshot` has been checked: each line and KEY once, standings
// specified.
std::vector<GrantChange> DiffOrder(const std::vector<Grant>& current,
                                   const event::v1::OrderAccess& snapshot);

}  // namespace keys::entitlement
