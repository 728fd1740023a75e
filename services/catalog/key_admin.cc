#include "services/catalog/key_admin.h"

#include "common/base/status_macros.h"
#include "common/base/text.h"
#include "common/error/error.h"
#include "common/idempotency/once.h"
#include "common/log/log.h"
#include "common/text/fold.h"
#include "services/catalog/bundle_growth.h"
#include "services/catalog/domain/precondition.h"
#include "services/catalog/domain/sale_terms.h"
#include "services/catalog/keys.h"
#include "services/catalog/store/key_store.h"
#include "services/catalog/store/publish_store.h"
#include "services/catalog/store/revision_store.h"
#include "services/catalog/store/version_store.h"

namespace keys::catalog {
namespace {

SaleTerms TermsOf(const v1::KeyDetail& key) {
  SaleTerms terms{.currency = key.currency(), .status = key.status()};
  if (key.has_price_cents()) terms.price_cents = key.price_cents();
  return terms;
}

std::string ToJson(const SaleTerms& terms) {
  return Concat({R"({"price_cents":)",
                 terms.price_cents.has_value() ? std::to_string(*terms.price_cents) : "null",
                 R"(,"currency":")", terms.currency, R"(","status":")", terms.status, R"("})"});
}

}  // namespace

absl::Status KeyAdmin::CheckMayChange(const rpc::Call& call, const std::string& slug) const {
  if (call.caller().admin) return absl::OkStatus();
  ASSIGN_OR_RETURN(pg::Connection db, parts_.pool.Acquire(call.deadline()));
  RETURN_IF_ERROR(GetVisible(db, call, slug).status());
  return RequireAdmin(call);
}

absl::StatusOr<v1::UpdateKeyResponse> KeyAdmin::Update(rpc::Call& call,
                                                       const v1::UpdateKeyRequest& request) {
  RETURN_IF_ERROR(CheckMayChange(call, request.slug()));
  return pg::RunTransaction(parts_.pool, call.deadline(),
                            [&](pg::Transaction& tx) { return UpdateIn(tx, call, request); });
}

absl::StatusOr<v1::UpdateKeyResponse> KeyAdmin::UpdateIn(pg::Transaction& tx, rpc::Call& call,
                                                         const v1::UpdateKeyRequest& request) {
  RETURN_IF_ERROR(LockCatalog(tx));
  RETURN_IF_ERROR(MarkRevision(tx, call));
  ASSIGN_OR_RETURN(std::optional<StoredKey> key, LockKey(tx, request.slug()));
  if (!key.has_value()) return NoSuchKey(request.slug());
  RETURN_IF_ERROR(CheckIfMatch(call.if_match(), key->row_version));
  const std::string id = key->detail.id();
  // Nobody else changes anything before this transaction ends.
  const int64_t committed = call.revision().value_or(0);
  const SaleTerms before = TermsOf(key->detail);
  ASSIGN_OR_RETURN(const SaleTerms after, ApplyUpdate(before, request, parts_.currencies));
  if (after != before) {
    const absl::Time now = parts_.clock.Now();
    RETURN_IF_ERROR(SetSaleTerms(tx, id, after, now));
    RETURN_IF_ERROR(LetBundlesGrow(tx, {id}, {parts_.audit, call.caller().user_id, now}));
    RETURN_IF_ERROR(parts_.audit.Append(
        tx,
        {.actor = call.caller().user_id,
         .action = "key.update",
         .subject = id,
         .details_json = Concat({R"({"from":)", ToJson(before), R"(,"to":)", ToJson(after), "}"})},
        now));
    ASSIGN_OR_RETURN(const int64_t revision, CountRevision(tx));
    call.set_revision(revision);
  }
  ASSIGN_OR_RETURN(std::optional<StoredPage> page, FindPage(tx, id));
  if (!page.has_value()) return absl::InternalError("a KEY vanished under its lock");
  call.set_entity_tag(EntityTag(page->key.row_version));
  v1::UpdateKeyResponse response;
  ASSIGN_OR_RETURN(*response.mutable_key(),
                   Complete(*std::move(page), committed, related_, call.deadline()));
  return response;
}

absl::StatusOr<v1::YankVersionResponse> KeyAdmin::Yank(rpc::Call& call,
                                                       const v1::YankVersionRequest& request) {
  RETURN_IF_ERROR(CheckMayChange(call, request.slug()));
  if (text::IsBlank(request.reason())) {
    return error::Invalid("/reason", "REQUIRED", "Say why the version is withdrawn.");
  }
  using Response = absl::StatusOr<v1::YankVersionResponse>;
  return pg::RunTransaction(parts_.pool, call.deadline(), [&](pg::Transaction& tx) -> Response {
    // A stored answer is marked with the revision too.
    RETURN_IF_ERROR(MarkRevision(tx, call));
    return idempotency::Once<v1::YankVersionResponse>({.store = parts_.answers,
                                                       .tx = tx,
                                                       .call = call,
                                                       .rpc = "YankVersion",
                                                       .now = parts_.clock.Now()},
                                                      request,
                                                      [&] { return YankIn(tx, call, request); });
  });
}

absl::StatusOr<v1::YankVersionResponse> KeyAdmin::YankIn(pg::Transaction& tx, rpc::Call& call,
                                                         const v1::YankVersionRequest& request) {
  RETURN_IF_ERROR(LockCatalog(tx));
  ASSIGN_OR_RETURN(const std::optional<StoredKey> key, LockKey(tx, request.slug()));
  if (!key.has_value()) return NoSuchKey(request.slug());
  RETURN_IF_ERROR(CheckIfMatch(call.if_match(), key->row_version));
  ASSIGN_OR_RETURN(std::optional<StoredVersion> version,
                   FindVersion(tx, key->detail.id(), request.version()));
  if (!version.has_value()) return NoSuchVersion(key->detail.slug(), request.version());
  const absl::Time now = parts_.clock.Now();
  ASSIGN_OR_RETURN(const bool changed, MarkYanked(tx, version->id, request.reason(), now));
  if (changed) {
    version->shown.set_yanked(true);
    RETURN_IF_ERROR(ProjectLatest(tx, key->detail.id(), now).status());
    RETURN_IF_ERROR(
        LetBundlesGrow(tx, {key->detail.id()}, {parts_.audit, call.caller().user_id, now}));
    RETURN_IF_ERROR(parts_.audit.Append(
        tx,
        {.actor = call.caller().user_id,
         .action = "version.yank",
         .subject = version->id,
         .details_json = Concat({R"({"slug":")", key->detail.slug(), R"(","version":")",
                                 log::EscapeJson(request.version()), R"(","reason":")",
                                 log::EscapeJson(request.reason()), R"("})"})},
        now));
    ASSIGN_OR_RETURN(const int64_t revision, CountRevision(tx));
    call.set_revision(revision);
  }
  v1::YankVersionResponse response;
  *response.mutable_version() = std::move(version->shown);
  return response;
}

}  // namespace keys::catalog
