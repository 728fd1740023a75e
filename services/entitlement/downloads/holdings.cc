#include "services/entitlement/downloads/holdings.h"

#include <utility>
#include <vector>

#include "common/base/status_macros.h"
#include "common/base/text.h"
#include "common/error/error.h"
#include "common/id/id.h"
#include "services/entitlement/domain/decide_access.h"
#include "services/entitlement/ledger/person.h"

namespace keys::entitlement {
namespace {

bool IsWellFormed(const v1::Holding& holding) {
  const auto& tenant = holding.tenant();
  return IsUuid(tenant.id()) && (tenant.type() == "user" || tenant.type() == "org") &&
         IsUuid(holding.user_id()) && IsUuid(holding.key_id());
}

ledger::Holding FromProto(const v1::Holding& holding) {
  const bool by_membership = holding.tenant().type() == "org" && !holding.membership_claimed();
  return {.tenant = {holding.tenant().id(), holding.tenant().type()},
          .key_id = holding.key_id(),
          .member_id = by_membership ? holding.user_id() : ""};
}

// Rounds up, so that a caller who asks again then is not too early.
int64_t MicrosecondsUntil(absl::Time end, absl::Time now) {
  return absl::ToInt64Microseconds(absl::Ceil(end - now, absl::Microseconds(1)));
}

}  // namespace

absl::StatusOr<std::vector<HoldingAnswer>> StandingOf(pg::Executor& db,
                                                      const std::vector<ledger::Holding>& holdings,
                                                      absl::Time now) {
  ASSIGN_OR_RETURN(const auto grants, ledger::GrantsOfHoldings(db, holdings));
  std::vector<HoldingAnswer> answers;
  answers.reserve(grants.size());
  for (const std::vector<Grant>& of_one : grants) {
    const Decision decision = DecideAccess(of_one, now);
    answers.push_back({.stands = decision.has_access});
    if (decision.has_access) answers.back().ends_at = decision.grant->ends_at;
  }
  return answers;
}

absl::StatusOr<v1::CheckHoldingsResponse> Holdings::Check(rpc::Call& call,
                                                          const v1::CheckHoldingsRequest& request) {
  if (request.holdings_size() > kMaxHoldings) {
    return error::Invalid("/holdings", "TOO_MANY", StrCat("At most ", kMaxHoldings, " at once."));
  }
  std::vector<ledger::Holding> holdings;
  for (const v1::Holding& holding : request.holdings()) {
    if (!IsWellFormed(holding)) {
      return error::Invalid(StrCat("/holdings/", holdings.size()), "INVALID",
                            "A holding has a tenant, a user and a KEY, each by its UUID.");
    }
    holdings.push_back(FromProto(holding));
  }
  auto db = pool_.Acquire(call.deadline());
  if (!db.ok()) return Undecided(db.status(), call);
  const absl::Time now = clock_.Now();
  const auto answers = StandingOf(*db, holdings, now);
  if (!answers.ok()) return Undecided(answers.status(), call);
  v1::CheckHoldingsResponse response;
  for (const HoldingAnswer& answer : *answers) {
    response.add_standing(answer.stands);
    response.add_ends_in_us(answer.ends_at.has_value() ? MicrosecondsUntil(*answer.ends_at, now)
                                                       : 0);
  }
  return response;
}

}  // namespace keys::entitlement
