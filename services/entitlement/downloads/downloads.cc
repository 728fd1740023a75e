#include "services/entitlement/downloads/downloads.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "common/base/status_macros.h"
#include "common/base/text.h"
#include "common/crypto/encode.h"
#include "common/crypto/hash.h"
#include "common/error/error.h"
#include "services/entitlement/domain/user_agent.h"
#include "services/entitlement/downloads/holdings.h"
#include "services/entitlement/ledger/access_store.h"
#include "services/entitlement/ledger/catalog_keys.h"
#include "services/entitlement/ledger/person.h"

namespace keys::entitlement {
namespace {

constexpr size_t kLongestSlug = 100;
constexpr size_t kLongestVersion = 50;
// How often a decision is made anew because the grant behind it ended before it was recorded.
constexpr int kDecisionAttempts = 3;

absl::Status CheckRequest(const v1::DownloadRequest& request) {
  std::vector<error::Violation> violations;
  if (request.slug().empty() || request.slug().size() > kLongestSlug) {
    violations.push_back(error::MakeViolation("/slug", "INVALID", "A slug has 1–100 characters."));
  }
  if (request.version().size() > kLongestVersion) {
    violations.push_back(
        error::MakeViolation("/version", "TOO_LONG", "A version has at most 50 characters."));
  }
  return error::Invalid(std::move(violations));
}

bool IsRefusal(const Decision& decision) {
  return !decision.has_access && decision.refusal != error::Reason::REASON_UNSPECIFIED;
}

absl::Status LinkRevoked(const std::string& slug) {
  return error::WithAction(
      error::Make(error::Reason::LINK_REVOKED, "The access this link was made for has ended."),
      StrCat("See why: GET /marketplace/entitlements/", slug, "/explain."));
}

}  // namespace

Downloads::Downloads(Parts parts)
    : parts_(std::move(parts)),
      links_(parts_.metrics.Counter("keys_download_links_total", "Download links made.")) {}

absl::StatusOr<v1::DownloadResponse> Downloads::Start(rpc::Call& call,
                                                      const v1::DownloadRequest& request) {
  ASSIGN_OR_RETURN(const Person person, PersonOf(call));
  RETURN_IF_ERROR(CheckRequest(request));
  const std::optional<int64_t> seen =
      request.has_seen_revision() ? std::optional(request.seen_revision()) : std::nullopt;
  ASSIGN_OR_RETURN(Version version,
                   parts_.versions.Resolve({request.slug(), request.version(), seen}, call));

  absl::StatusOr<Decided> decided;
  if (!call.idempotency_key().empty()) {
    decided = pg::RunTransaction(parts_.pool, call.deadline(), [&](pg::Transaction& tx) {
      return DecideOnce(tx, call, request, person, version);
    });
  } else if (auto db = parts_.pool.Acquire(call.deadline()); db.ok()) {
    decided = DecideAndRecord(*db, call, person, version);
  } else {
    decided = db.status();
  }
  if (!decided.ok()) return Undecided(decided.status(), call);
  if (const auto& replayed = decided->replayed; replayed.has_value()) {
    call.set_replayed();
    if (*replayed != version.version()) {
      ASSIGN_OR_RETURN(version, parts_.versions.Resolve({request.slug(), *replayed, seen}, call));
    }
    const absl::Status anew = DecideAnew(call, person, version.key_id(), *decided);
    if (!anew.ok()) return Undecided(anew, call);
  }
  if (IsRefusal(decided->decision)) return Refuse(call, decided->decision, version);
  if (!decided->replayed.has_value()) parts_.relay.Nudge();
  return LinkTo(person, version, *decided);
}

absl::StatusOr<Decision> Downloads::Decide(pg::Executor& db, const Person& person,
                                           const std::string& key_id) const {
  ASSIGN_OR_RETURN(const auto grants, ledger::GrantsOfUser(db, person, key_id));
  return DecideAccess(grants, parts_.clock.Now());
}

absl::Status Downloads::Refuse(const rpc::Call& call, const Decision& decision,
                               const Version& version) {
  parts_.metrics
      .Counter("keys_downloads_refused_total", "Downloads refused, by the reason given.",
               {{"code", error::CodeOf(decision.refusal)}})
      .Increment();
  // The refusal says how the KEY can be had only if the catalog answers; without it the refusal is
  // the same.
  const auto key = GetKey(parts_.catalog, version.key_id(), call);
  if (key.ok() && key->status() == "draft" && decision.refusal == error::Reason::NOT_ENTITLED) {
    return error::Make(error::Reason::NOT_FOUND,
                       StrCat("There is no KEY named '", version.slug(), "'."));
  }
  return RefusalOf(decision, version.slug(), key.ok() ? OfferOf(*key) : Offer::kPriced);
}

absl::StatusOr<Downloads::Decided> Downloads::DecideAndRecord(pg::Executor& db,
                                                              const rpc::Call& call,
                                                              const Person& person,
                                                              const Version& version) {
  for (int attempt = 0; attempt < kDecisionAttempts; ++attempt) {
    ASSIGN_OR_RETURN(Decision decision, Decide(db, person, version.key_id()));
    if (IsRefusal(decision)) return Decided{.decision = std::move(decision)};
    const DownloadEvent download = EventFor(call, person, version, *decision.grant);
    ASSIGN_OR_RETURN(const auto recorded, RecordDownload(db, download, parts_.clock.Now()));
    if (recorded.has_value()) {
      return Decided{.decision = std::move(decision), .is_member = recorded->is_member};
    }
  }
  return absl::AbortedError("the access changed each time that it had been decided");
}

absl::StatusOr<Downloads::Decided> Downloads::DecideOnce(pg::Transaction& tx, rpc::Call& call,
                                                         const v1::DownloadRequest& request,
                                                         const Person& person,
                                                         const Version& version) {
  const std::string scope = StrCat(person.user_id, " Download");
  const std::string& key = call.idempotency_key();
  v1::DownloadRequest sent = request;
  sent.clear_seen_revision();
  ASSIGN_OR_RETURN(auto kept,
                   idempotency_.Begin(
                       tx, {.scope = scope, .key = key, .request_hash = idempotency::HashOf(sent)},
                       parts_.clock.Now()));
  if (kept.has_value()) return Decided{.replayed = std::move(kept)};
  ASSIGN_OR_RETURN(Decided decided, DecideAndRecord(tx, call, person, version));
  // A refusal is not stored, so that the same request is decided again.
  RETURN_IF_ERROR(IsRefusal(decided.decision)
                      ? idempotency_.Forget(tx, scope, key)
                      : idempotency_.Finish(tx, scope, key, version.version()));
  return decided;
}

absl::Status Downloads::DecideAnew(const rpc::Call& call, const Person& person,
                                   const std::string& key_id, Decided& decided) const {
  ASSIGN_OR_RETURN(pg::Connection db, parts_.pool.Acquire(call.deadline()));
  ASSIGN_OR_RETURN(decided.decision, Decide(db, person, key_id));
  if (IsRefusal(decided.decision) || decided.decision.grant->tenant.type != "org") {
    return absl::OkStatus();
  }
  ASSIGN_OR_RETURN(decided.is_member,
                   access::IsMember(db, decided.decision.grant->tenant.id, person.user_id));
  return absl::OkStatus();
}

DownloadEvent Downloads::EventFor(const rpc::Call& call, const Person& person,
                                  const Version& version, const Grant& grant) const {
  return {.id = parts_.ids.NewUuid(),
          .tenant = grant.tenant,
          .grant_id = grant.id,
          .user_id = person.user_id,
          .key_id = version.key_id(),
          .version = version.version(),
          .sha256 = version.sha256(),
          .ip_hash =
              crypto::HexEncode(crypto::HmacSha256(parts_.ip_hash_secret, call.caller().client_ip)),
          .user_agent = KeptUserAgent(call.caller().user_agent),
          .request_id = call.request_id()};
}

v1::DownloadResponse Downloads::LinkTo(const Person& person, const Version& version,
                                       const Decided& decided) {
  const Grant& grant = *decided.decision.grant;
  const Tenant& tenant = grant.tenant;
  v1::LinkPayload link;
  link.mutable_tenant()->set_id(tenant.id);
  link.mutable_tenant()->set_type(tenant.type);
  link.set_user_id(person.user_id);
  link.set_key_id(version.key_id());
  link.set_slug(version.slug());
  link.set_version_id(version.version_id());
  link.set_version(version.version());
  link.set_sha256(version.sha256());
  link.set_size_bytes(version.size_bytes());
  link.set_storage_path(version.storage_path());
  link.set_grant_id(grant.id);
  link.set_expires_at(absl::ToUnixSeconds(parts_.clock.Now() + kLinkLifetime));
  if (tenant.type == "org") {
    // If the member left between the decision and now, membership is not claimed, and the link
    // fails its first check.
    const auto& claims = person.claimed_orgs;
    const bool claimed = std::find(claims.begin(), claims.end(), tenant.id) != claims.end();
    link.set_membership_claimed(claimed && !decided.is_member);
  }
  links_.Increment();
  v1::DownloadResponse response;
  response.set_download_url(
      Concat({parts_.public_url, "/marketplace/downloads/", parts_.signer.Sign(std::move(link))}));
  response.set_expires_in(static_cast<int32_t>(absl::ToInt64Seconds(kLinkLifetime)));
  response.set_version(version.version());
  response.set_sha256(version.sha256());
  response.set_size_bytes(version.size_bytes());
  return response;
}

absl::StatusOr<v1::AuthorizeLinkResponse> Downloads::Authorize(
    rpc::Call& call, const v1::AuthorizeLinkRequest& request) {
  ASSIGN_OR_RETURN(const v1::LinkPayload link,
                   parts_.signer.Verify(request.token(), parts_.clock.Now()));
  auto db = parts_.pool.Acquire(call.deadline());
  if (!db.ok()) return Undecided(db.status(), call);
  const bool by_membership = link.tenant().type() == "org" && !link.membership_claimed();
  // Any grant of the link's tenant that stands is enough, not only the link's own.
  const auto stands = StandingOf(*db,
                                 {{.tenant = {link.tenant().id(), link.tenant().type()},
                                   .key_id = link.key_id(),
                                   .member_id = by_membership ? link.user_id() : ""}},
                                 parts_.clock.Now());
  if (!stands.ok()) return Undecided(stands.status(), call);
  if (!stands->front().stands) return LinkRevoked(link.slug());
  v1::AuthorizeLinkResponse response;
  response.set_storage_path(link.storage_path());
  response.set_sha256(link.sha256());
  response.set_size_bytes(link.size_bytes());
  response.set_file_name(Concat({link.slug(), "-", link.version(), ".zip"}));
  response.set_key_id(link.key_id());
  response.set_version(link.version());
  v1::Holding& holding = *response.mutable_holding();
  *holding.mutable_tenant() = link.tenant();
  holding.set_user_id(link.user_id());
  holding.set_key_id(link.key_id());
  holding.set_membership_claimed(link.membership_claimed());
  return response;
}

}  // namespace keys::entitlement
