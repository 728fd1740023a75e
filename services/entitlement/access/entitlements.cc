#include "services/entitlement/access/entitlements.h"

#include <algorithm>
#include <map>
#include <tuple>
#include <utility>

#include "common/base/status_macros.h"
#include "common/base/text.h"
#include "common/error/error.h"
#include "common/time/proto_time.h"
#include "services/entitlement/domain/decide_access.h"
#include "services/entitlement/ledger/person.h"
#include "services/entitlement/ledger/views.h"
#include "services/entitlement/organisations/organisation_store.h"

namespace keys::entitlement {
namespace {

// Returns the grant that decides for each tenant and KEY.
std::vector<Grant> DecidingGrants(std::vector<Grant> grants, bool active_only, absl::Time at) {
  std::map<std::pair<Tenant, std::string>, std::vector<Grant>> groups;
  for (Grant& grant : grants) groups[{grant.tenant, grant.key_id}].push_back(std::move(grant));
  std::vector<Grant> deciding;
  for (const auto& [tenant_and_key, group] : groups) {
    Decision decision = DecideAccess(group, at);
    if (decision.has_access || !active_only) deciding.push_back(*std::move(decision.grant));
  }
  return deciding;
}

// Times are shown cut to milliseconds. A caller who asks about such a moment means all of that
// millisecond, so facts recorded within it count.
absl::Time MomentOf(const google::protobuf::Timestamp& as_of) {
  const absl::Time at = FromProto(as_of);
  const bool whole = absl::FromUnixMillis(absl::ToUnixMillis(at)) == at;
  return whole ? at + absl::Microseconds(999) : at;
}

bool Before(const v1::EntitlementView& a, const v1::EntitlementView& b) {
  const auto rank = [](const v1::EntitlementView& view) {
    return std::make_tuple(view.tenant_type() != "user", std::string_view(view.tenant_id()),
                           std::string_view(view.pack_slug()), std::string_view(view.key_id()));
  };
  return rank(a) < rank(b);
}

}  // namespace

absl::StatusOr<std::vector<Grant>> Entitlements::GrantsOf(
    const Person& person, const v1::ListEntitlementsRequest& request, Deadline deadline) {
  ASSIGN_OR_RETURN(pg::Connection db, pool_.Acquire(deadline));
  if (!request.has_as_of()) return ledger::GrantsOfUser(db, person, std::nullopt);
  ASSIGN_OR_RETURN(const std::vector<Fact> facts,
                   ledger::FactsOfUser(db, person, std::nullopt, MomentOf(request.as_of())));
  return Fold(facts);
}

absl::StatusOr<Entitlements::Surroundings> Entitlements::ReadSurroundings(
    const Person& person, const std::vector<Grant>& grants, const std::vector<std::string>& key_ids,
    const Moment& moment) {
  std::vector<std::string> org_ids;
  for (const Grant& grant : grants) {
    if (grant.tenant.type == "org") org_ids.push_back(grant.tenant.id);
  }
  ASSIGN_OR_RETURN(pg::Connection db, pool_.Acquire(moment.call.deadline()));
  ASSIGN_OR_RETURN(auto names, organisations::NamesOf(db, org_ids));
  ASSIGN_OR_RETURN(auto downloads, NewestDownloads(db, person.user_id, key_ids, moment.at));
  Surroundings around;
  for (auto& row : names) around.org_names[row.id] = std::move(row.name);
  for (NewestDownload& row : downloads) around.downloads[row.key_id] = std::move(row);
  return around;
}

absl::StatusOr<v1::ListEntitlementsResponse> Entitlements::List(
    rpc::Call& call, const v1::ListEntitlementsRequest& request) {
  ASSIGN_OR_RETURN(const Person person, PersonOf(call));
  const std::string status = request.has_status() ? request.status() : "active";
  if (status != "active" && status != "all") {
    return error::Invalid("?status", "UNKNOWN_WORD", "status is 'active' or 'all'.");
  }
  const absl::Time at = request.has_as_of() ? MomentOf(request.as_of()) : clock_.Now();
  auto grants = GrantsOf(person, request, call.deadline());
  if (!grants.ok()) return Undecided(grants.status(), call);
  const std::vector<Grant> deciding = DecidingGrants(*std::move(grants), status == "active", at);

  std::vector<std::string> key_ids;
  key_ids.reserve(deciding.size());
  for (const Grant& grant : deciding) key_ids.push_back(grant.key_id);
  std::sort(key_ids.begin(), key_ids.end());
  key_ids.erase(std::unique(key_ids.begin(), key_ids.end()), key_ids.end());
  ASSIGN_OR_RETURN(const KeysById keys, GetKeys(catalog_, key_ids, call));

  ASSIGN_OR_RETURN(const Surroundings around,
                   ReadSurroundings(person, deciding, key_ids, {at, call}));
  v1::ListEntitlementsResponse response;
  response.set_tenant_id(person.user_id);
  response.set_tenant_type("user");
  for (const Grant& grant : deciding) {
    const auto key = keys.find(grant.key_id);
    v1::EntitlementView& view = *response.add_entitlements();
    view = ViewOf(grant, key == keys.end() ? nullptr : &key->second, at);
    if (const auto name = around.org_names.find(grant.tenant.id); name != around.org_names.end()) {
      view.set_org_name(name->second);
    }
    if (const auto got = around.downloads.find(grant.key_id); got != around.downloads.end()) {
      view.set_downloaded_version(got->second.version);
      *view.mutable_downloaded_at() = ToProto(got->second.created_at);
    }
  }
  std::sort(response.mutable_entitlements()->begin(), response.mutable_entitlements()->end(),
            Before);
  return response;
}

absl::StatusOr<v1::ExplainAccessResponse> Entitlements::Explain(
    rpc::Call& call, const v1::ExplainAccessRequest& request) {
  ASSIGN_OR_RETURN(const Person person, PersonOf(call));
  ASSIGN_OR_RETURN(const auto key, GetKey(catalog_, request.key(), call));
  const absl::Time at = request.has_as_of() ? MomentOf(request.as_of()) : clock_.Now();
  ASSIGN_OR_RETURN(pg::Connection db, pool_.Acquire(call.deadline()));
  // A question about now means all facts that are known, even one that a fast clock recorded as
  // later.
  const absl::Time until = request.has_as_of() ? at : absl::InfiniteFuture();
  const auto facts = ledger::FactsOfUser(db, person, key.id(), until);
  if (!facts.ok()) return Undecided(facts.status(), call);
  if (facts->empty() && key.status() == "draft") {
    return error::Make(error::Reason::NOT_FOUND,
                       StrCat("There is no KEY named '", request.key(), "'."));
  }
  const auto grants = Fold(*facts);
  if (!grants.ok()) return Undecided(grants.status(), call);

  const Decision decision = DecideAccess(*grants, at);
  v1::ExplainAccessResponse response;
  response.set_has_access(decision.has_access);
  response.set_code(decision.has_access ? "ENTITLED" : error::CodeOf(decision.refusal));
  response.set_reason(decision.has_access ? SentenceOf(decision)
                                          : StrCat(response.code(), ": ", SentenceOf(decision)));
  if (!decision.has_access) response.add_actions(NextStep(decision, key.slug(), OfferOf(key)));
  for (const Fact& fact : *facts) *response.add_facts() = ViewOf(fact);
  return response;
}

}  // namespace keys::entitlement
