#include "services/entitlement/ledger/person.h"

#include <utility>

#include "common/base/text.h"
#include "common/error/error.h"
#include "common/id/id.h"
#include "common/log/log.h"

namespace keys::entitlement {

absl::StatusOr<Person> PersonOf(const rpc::Call& call) {
  auto user_id = NormalizeUuid(call.caller().user_id);
  if (!user_id.has_value()) {
    return error::Make(error::Reason::UNAUTHENTICATED, "Sign in first.");
  }
  Person person{.user_id = *std::move(user_id)};
  for (const rpc::OrgClaim& org : call.caller().orgs) {
    if (auto id = NormalizeUuid(org.org_id)) person.claimed_orgs.push_back(*std::move(id));
  }
  return person;
}

absl::Status Undecided(const absl::Status& status, const rpc::Call& call) {
  if (status.ok() || error::ReasonOf(status) != error::Reason::REASON_UNSPECIFIED) return status;
  log::Error("access.undecided", {{"request_id", call.request_id()}, {"why", MessageOf(status)}});
  return error::Make(error::Reason::UNAVAILABLE,
                     "Whether you have access could not be decided; try again.");
}

}  // namespace keys::entitlement
