#include "services/entitlement/downloads/downloads.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "common/base/status_macros.h"
#include "common/base/text.h"
#include "common/crypto/encode.h"
#include "common/crypto/hash.h"
#include "common/error/error.h"
#include "common/time/proto_time.h"
#include "keys/event/v1/facts.pb.h"
#include "services/entitlement/domain/user_agent.h"
#include "services/entitlement/downloads/download_store.h"
#include "services/entitlement/downloads/holdings.h"
#include "services/entitlement/ledger/access_store.h"
#include "services/entitlement/ledger/catalog_keys.h"
#include "services/entitlement/ledger/person.h"

namespace keys::entitlement {
namespace {

constexpr size_t kLongestSlug = 100;
constexpr size_t kLongestVersion = 50;

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

event::v1::AnalyticsEvent EventOf(const DownloadEvent& download, absl::Time now) {
  event::v1::AnalyticsEvent event;
  event.set_event_id(download.id);
  event.set_event_type("download");
  event.set_key_id(download.key_id);
  event.set_user_id(download.user_id);
  event.mutable_tenant()->set_id(download.tenant.id);
  event.mutable_tenant()->set_type(download.tenant.type);
  event.set_metadata(StrCat("{\"version\":\"", download.version, "\"}"));
  *event.mutable_occurred_at() = ToProto(now);
  return event;
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

Downloads::Downloads(Parts parts) : parts_(std::move(parts)) {}

absl::StatusOr<v1::DownloadResponse> Downloads::Start(rpc::Call& call,
                                                      const v1::DownloadRequest& request) {
  ASSIGN_OR_RETURN(const Person person, PersonOf(call));
  RETURN_IF_ERROR(CheckRequest(request));
  ASSIGN_OR_RETURN(Version version,
                   parts_.versions.Resolve(request.slug(), request.version(), call));

  auto decided = pg::RunTransaction(parts_.pool, call.deadline(), [&](pg::Transaction& tx) {
    return DecideAndRecord(tx, call, request, person, version);
  });
  if (!decided.ok()) return Undecided(decided.status(), call);
  auto& [decision, replayed] = *decided;
  if (IsRefusal(decision)) return Refuse(call, decision, version);
  if (!replayed.has_value()) parts_.relay.Nudge();

  if (replayed.has_value() && *replayed != version.version()) {
    ASSIGN_OR_RETURN(version, parts_.versions.Resolve(request.slug(), *replayed, call));
  }
  auto db = parts_.pool.Acquire(call.deadline());
  if (!db.ok()) return Undecided(db.status(), call);
  if (replayed.has_value()) {
    call.set_replayed();
    auto anew = Decide(*db, person, version.key_id());
    if (!anew.ok()) return Undecided(anew.status(), call);
    decision = *std::move(anew);
    if (IsRefusal(decision)) return Refuse(call, decision, version);
  }
  auto response = LinkTo(*db, person, version, decision);
  if (!response.ok()) return Undecided(response.status(), call);
  return response;
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

absl::StatusOr<Downloads::Decided> Downloads::DecideAndRecord(pg::Transaction& tx, rpc::Call& call,
                                                              const v1::DownloadRequest& request,
                                                              const Person& person,
                                                              const Version& version) {
  const std::string scope = StrCat(person.user_id, " Download");
  const std::string& key = call.idempotency_key();
  if (!key.empty()) {
    ASSIGN_OR_RETURN(
        auto kept,
        idempotency_.Begin(
            tx, {.scope = scope, .key = key, .request_hash = idempotency::HashOf(request)},
            parts_.clock.Now()));
    if (kept.has_value()) return Decided{{}, std::move(kept)};
  }
  ASSIGN_OR_RETURN(Decision decision, Decide(tx, person, version.key_id()));
  if (IsRefusal(decision)) {
    // A refusal is not stored, so that the same request is decided again.
    if (!key.empty()) RETURN_IF_ERROR(idempotency_.Forget(tx, scope, key));
    return Decided{std::move(decision), std::nullopt};
  }
  RETURN_IF_ERROR(RecordDownload(tx, call, person, version, decision));
  if (!key.empty()) RETURN_IF_ERROR(idempotency_.Finish(tx, scope, key, version.version()));
  return Decided{std::move(decision), std::nullopt};
}

absl::Status Downloads::RecordDownload(pg::Transaction& tx, const rpc::Call& call,
                                       const Person& person, const Version& version,
                                       const Decision& decision) {
  const absl::Time now = parts_.clock.Now();
  const DownloadEvent download{.id = parts_.ids.NewUuid(),
                               .tenant = decision.grant->tenant,
                               .grant_id = decision.grant->id,
                               .user_id = person.user_id,
                               .key_id = version.key_id(),
                               .version = version.version(),
                               .sha256 = version.sha256(),
                               .ip_hash = crypto::HexEncode(crypto::HmacSha256(
                                   parts_.ip_hash_secret, call.caller().client_ip)),
                               .user_agent = KeptUserAgent(call.caller().user_agent),
                               .request_id = call.request_id()};
  RETURN_IF_ERROR(InsertDownload(tx, download, now));
  return parts_.outbox.Append(tx,
                              {.id = download.id,
                               .topic = kAnalyticsTopic,
                               .aggregate = download.id,  // events need no order among themselves
                               .payload = EventOf(download, now).SerializeAsString(),
                               .request_id = call.request_id()},
                              now);
}

absl::StatusOr<v1::DownloadResponse> Downloads::LinkTo(pg::Executor& db, const Person& person,
                                                       const Version& version,
                                                       const Decision& decision) {
  const Tenant& tenant = decision.grant->tenant;
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
  link.set_grant_id(decision.grant->id);
  link.set_expires_at(absl::ToUnixSeconds(parts_.clock.Now() + kLinkLifetime));
  if (tenant.type == "org") {
    ASSIGN_OR_RETURN(const bool member, access::IsMember(db, tenant.id, person.user_id));
    // If the member left between the decision and now, membership is not claimed, and the link
    // fails its first check.
    const auto& claims = person.claimed_orgs;
    const bool claimed = std::find(claims.begin(), claims.end(), tenant.id) != claims.end();
    link.set_membership_claimed(claimed && !member);
  }
  parts_.metrics.Counter("keys_download_links_total", "Download links made.").Increment();
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
