// Finds what an order's snapshot changes: the steps from the grants that the order gave to those
// that it gives now.
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
  // Absent for a grant that does not exist yet.
  std::optional<Grant> grant;
  std::string order_line_id;
  std::string key_id;
  // There is at least one step.
  std::vector<Step> steps;
};

// Returns nothing for a standing that is not specified.
std::optional<Standing> StandingOf(event::v1::Standing standing);

// `from` is absent for a grant that does not exist yet. If a grant is suspended or revoked when it
// is first heard of, it is granted and suspended or revoked at once, so that its holder can be told
// why. A grant that an administrator revoked stays revoked, whatever becomes of the order.
std::vector<Step> StepsTo(const std::optional<Standing>& from, Standing to);

// `current` has the grants of this order, whoever holds them. A grant that was transferred is
// changed at its receiver and left alone at its giver. A grant that the snapshot no longer names is
// revoked as refunded, because the snapshot is complete. `snapshot` must have been checked: each
// line and KEY occurs once, and standings are specified.
std::vector<GrantChange> DiffOrder(const std::vector<Grant>& current,
                                   const event::v1::OrderAccess& snapshot);

}  // namespace keys::entitlement
