// From facts to grants: Apply is state × fact → state, Fold applies a ledger from its beginning.
//
//   ASSIGN_OR_RETURN(const std::vector<Grant> grants, Fold(facts));
//
// The table marketplace_entitlements holds what Fold gives; a test rebuilds it. Pure.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "services/entitlement/domain/grant.h"

namespace keys::entitlement {

enum class FactKind { kGranted, kSuspended, kRestored, kRevoked };

// granted, suspended, restored, revoked; and back.
std::string FactWord(FactKind kind);
std::optional<FactKind> ParseFactWord(const std::string& word);

// One thing that happened to a grant. Every fact carries the grant's unchanging part whole, so that
// it can be read alone.
struct Fact {
  std::string id;
  FactKind kind = FactKind::kGranted;
  // `standing` is what the fact leads to; for kGranted and kRestored that is kActive.
  Grant grant;
  // The order's revision that brought it, 0 for facts that come from no order.
  int64_t order_revision = 0;
  // A user's id or a service's name.
  std::string actor;
  // Why, in the actor's words.
  std::string note;
  absl::Time occurred_at;
  absl::Time recorded_at;
};

// The kind of fact that leads to `standing` from a grant that is there already.
FactKind KindLeadingTo(Standing standing);

// `grant` is absent before the first fact. INTERNAL when the fact cannot follow: a second granted,
// or any other kind as the first.
absl::StatusOr<Grant> Apply(const std::optional<Grant>& grant, const Fact& fact);

// Facts in the order they were written; grants in the order of their first facts.
absl::StatusOr<std::vector<Grant>> Fold(const std::vector<Fact>& facts);

}  // namespace keys::entitlement
