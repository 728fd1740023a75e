// Decides whether a person may use a KEY at a moment, and why. No other code decides this.
//
//   const Decision decision = DecideAccess(grants, now);
//   if (!decision.has_access) return RefusalOf(decision, slug);
//
// Pure: it takes values and `now` and returns values.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "common/error/error.h"
#include "services/entitlement/domain/grant.h"

namespace keys::entitlement {

struct Decision {
  bool has_access = false;
  // The reason for a refusal; REASON_UNSPECIFIED when there is access.
  error::Reason refusal = error::Reason::REASON_UNSPECIFIED;
  // The grant that gives the access, or the one that the refusal is about. Absent for NOT_ENTITLED.
  std::optional<Grant> grant;
};

// Returns why a grant gives no access at `now`: EXPIRED, NOT_STARTED, SUSPENDED_* or REVOKED_*.
// REASON_UNSPECIFIED when it does.
error::Reason WhyNot(const Grant& grant, absl::Time now);

// `grants` are all grants of the person's tenants for one KEY. One active grant is enough; of
// several, one without an end is named, else the one that ends last. Without one, the refusal is
// the one that is closest to access: one that ends by itself (NOT_STARTED), one that can be paid or
// waited for (SUSPENDED_CREDIT, SUSPENDED_DISPUTE), one that is over (EXPIRED, REVOKED_*), then
// NOT_ENTITLED.
Decision DecideAccess(const std::vector<Grant>& grants, absl::Time now);

// Returns one sentence for a person.
std::string SentenceOf(const Decision& decision);

// The ways in which a KEY can be bought singly.
enum class Offer { kPriced, kFree, kNotSold };

// Returns what to do about a refusal: one sentence that a person can follow as it is.
std::string NextStep(const Decision& decision, const std::string& slug, Offer offer);

// Returns the 403 with its code, sentence and next step. `decision` must be a refusal.
absl::Status RefusalOf(const Decision& decision, const std::string& slug, Offer offer);

// Returns active, scheduled, expired, suspended or revoked.
std::string StatusOfGrant(const Grant& grant, absl::Time now);

}  // namespace keys::entitlement
