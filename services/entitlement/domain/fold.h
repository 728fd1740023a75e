// Makes grants of facts: Apply takes a state and a fact to the next state, and Fold applies a
// ledger from its beginning.
//
//   ASSIGN_OR_RETURN(const std::vector<Grant> grants, Fold(facts));
//
// The table marketplace_entitlements has the result of Fold; a test rebuilds it. Pure.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "services/entitlement/domain/grant.h"

namespace keys::entitlement {

enum class FactKind { kGranted, kSuspended, kRestored, kRevoked };

// Writes and reads granted, suspended, restored and revoked.
std::string FactWord(FactKind kind);
std::optional<FactKind> ParseFactWord(const std::string& word);

// One thing that happened to a grant. Every fact carries the unchanging part of its grant, so that
// it can be read alone.
struct Fact {
  std::string id;
  FactKind kind = FactKind::kGranted;
  // `standing` is the result of the fact; for kGranted and kRestored that is kActive.
  Grant grant;
  // The order's revision that brought it. 0 for facts that come from no order.
  int64_t order_revision = 0;
  // A user's id or a service's name.
  std::string actor;
  // The reason, in the actor's words.
  std::string note;
  absl::Time occurred_at;
  absl::Time recorded_at;
};

// Returns the kind of fact that leads to `standing` from a grant that exists.
FactKind KindLeadingTo(Standing standing);

// `grant` is absent before the first fact. INTERNAL when the fact cannot follow: a second granted,
// or any other kind as the first.
absl::StatusOr<Grant> Apply(const std::optional<Grant>& grant, const Fact& fact);

// Takes facts in the order in which they were written. Returns grants in the order of their first
// facts.
absl::StatusOr<std::vector<Grant>> Fold(const std::vector<Fact>& facts);

}  // namespace keys::entitlement
