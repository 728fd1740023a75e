#include "services/entitlement/holdings.h"

#include <utility>
#include <vector>

#include "common/base/status_macros.h"
#include "common/base/text.h"
#include "common/error/error.h"
#include "common/id/id.h"
#include "services/entitlement/domain/decide_access.h"
#include "services/entitlement/person.h"

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

}  // namespace

absl::StatusOr<std::vector<bool>> StandingOf(pg::Executor& db,
                                             const std::vector<ledger::Holding>& holdings,
                                             absl::Time now) {
  ASSIGN_OR_RETURN(const auto grants, ledger::GrantsOfHoldings(db, holdings));
  std::vector<bool> standing;
  standing.reserve(grants.size());
  for (const std::vector<Grant>& of_one : grants) {
    standing.push_back(DecideAccess(of_one, now).has_access);
  }
  return standing;
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
  const auto standing = StandingOf(*db, holdings, clock_.Now());
  if (!standing.ok()) return Undecided(standing.status(), call);
  v1::CheckHoldingsResponse response;
  for (const bool stands : *standing) response.add_standing(stands);
  return response;
}

}  // namespace keys::entitlement
