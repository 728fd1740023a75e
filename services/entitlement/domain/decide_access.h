// Whether a person may use a KEY at a moment, and why: the one place where that is decided.
//
//   const Decision decision = DecideAccess(grants, now);
//   if (!decision.has_access) return RefusalOf(decision, slug);
//
// Pure: takes values and `now`, returns values.
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
  // Why not; REASON_UNSPECIFIED when there is access.
  error::Reason refusal = error::Reason::REASON_UNSPECIFIED;
  // The grant that gives the access, or the one the refusal is about; absent for NOT_ENTITLED.
  std::optional<Grant> grant;
};

// Why a grant gives no access at `now`: REASON_UNSPECIFIED when it does, else EXPIRED, NOT_STARTED,
// SUSPENDED_* or REVOKED_*.
error::Reason WhyNot(const Grant& grant, absl::Time now);

// `grants`: all grants of the person's tenants for one KEY. One that stands is enough; of several,
// one without end, else the one that ends last, is named. Without one, the refusal is the one that
// is closest to access: what comes by itself (NOT_STARTED), what can be paid or waited for
// (SUSPENDED_CREDIT, SUSPENDED_DISPUTE), what has been (EXPIRED, REVOKED_*), NOT_ENTITLED.
Decision DecideAccess(const std::vector<Grant>& grants, absl::Time now);

// One sentence for a person.
std::string SentenceOf(const Decision& decision);

// How a KEY can be had by itself.
enum class Offer { kPriced, kFree, kNotSold };

// What to do about a refusal: one sentence for a person, that can be followed as it is.
std::string NextStep(const Decision& decision, const std::string& slug, Offer offer);

// The 403 with its code, sentence and next step. `decision` is a refusal.
absl::Status RefusalOf(const Decision& decision, const std::string& slug, Offer offer);

// active, scheduled, expired, suspended or revoked.
std::string StatusOfGrant(const Grant& grant, absl::Time now);

}  // namespace keys::entitlement
