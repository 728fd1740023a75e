#include "services/catalog/publishing.h"

#include "common/base/status_macros.h"
#include "common/base/text.h"
#include "common/error/error.h"
#include "common/log/log.h"
#include "services/catalog/bundle_growth.h"
#include "services/catalog/store/content_store.h"
#include "services/catalog/store/key_store.h"
#include "services/catalog/store/publish_store.h"
#include "services/catalog/store/revision_store.h"
#include "services/catalog/store/version_store.h"

namespace keys::catalog {
namespace {

constexpr int kMostSlugs = 10'000;

v1::PublishOutcome OutcomeOf(PublishStep step) {
  switch (step) {
    case PublishStep::kAddKey:
    case PublishStep::kAddVersion:
    case PublishStep::kAttachBytes:
      return v1::PUBLISH_OUTCOME_PUBLISHED;
    case PublishStep::kReplaceFacts:
      return v1::PUBLISH_OUTCOME_UPDATED;
    case PublishStep::kNothing:
      break;
  }
  return v1::PUBLISH_OUTCOME_UNCHANGED;
}

std::optional<KnownVersion> KnownOf(const std::optional<StoredVersion>& version) {
  if (!version.has_value()) return std::nullopt;
  KnownVersion known{.content_hash = version->content_hash, .source_rank = version->source_rank};
  if (version->shown.has_sha256()) known.sha256 = version->shown.sha256();
  return known;
}

}  // namespace

absl::StatusOr<v1::PublishVersionResponse> Publishing::Publish(
    rpc::Call& call, const v1::PublishVersionRequest& request) {
  RETURN_IF_ERROR(CheckAsset(request.asset()));
  return pg::RunTransaction(parts_.pool, call.deadline(),
                            [&](pg::Transaction& tx) { return PublishIn(tx, call, request); });
}

absl::StatusOr<v1::PublishVersionResponse> Publishing::PublishIn(
    pg::Transaction& tx, rpc::Call& call, const v1::PublishVersionRequest& request) {
  const v1::Asset& asset = request.asset();
  RETURN_IF_ERROR(LockCatalog(tx));
  RETURN_IF_ERROR(MarkRevision(tx, call));
  ASSIGN_OR_RETURN(const std::optional<StoredKey> key, LockKey(tx, asset.slug()));
  std::optional<KnownKey> known;
  std::optional<StoredVersion> version;
  if (key.has_value()) {
    known = KnownKey{.family = key->family, .source_rank = key->source_rank};
    ASSIGN_OR_RETURN(version, FindVersion(tx, key->detail.id(), asset.version()));
  }
  ASSIGN_OR_RETURN(const PublishStep step, DecidePublish(asset, known, KnownOf(version)));
  const std::string key_id = key.has_value() ? key->detail.id() : parts_.ids.NewUuid();
  const std::string version_id = version.has_value() ? version->id : parts_.ids.NewUuid();
  if (step != PublishStep::kNothing) {
    RETURN_IF_ERROR(Write(tx, step, key_id, version_id, request));
    ASSIGN_OR_RETURN(const int64_t revision, CountRevision(tx));
    call.set_revision(revision);
  }
  v1::PublishVersionResponse response;
  response.set_key_id(key_id);
  response.set_outcome(OutcomeOf(step));
  return response;
}

absl::Status Publishing::Write(pg::Transaction& tx, PublishStep step, const std::string& key_id,
                               const std::string& version_id,
                               const v1::PublishVersionRequest& request) {
  const v1::Asset& asset = request.asset();
  const absl::Time now = parts_.clock.Now();
  if (step == PublishStep::kAddKey) {
    const std::string currency = CurrencyOr(request.default_currency(), "usd");
    RETURN_IF_ERROR(InsertKey(tx, {.id = key_id, .currency = currency}, asset, now));
  }
  if (step == PublishStep::kAddKey || step == PublishStep::kAddVersion) {
    RETURN_IF_ERROR(InsertVersion(tx, version_id, key_id, asset, now));
  } else {
    RETURN_IF_ERROR(UpdateVersion(tx, version_id, asset, now));
  }
  RETURN_IF_ERROR(WriteContent(tx, version_id, asset, now));
  RETURN_IF_ERROR(DropWeakerVersions(tx, key_id, asset.source_rank()));
  RETURN_IF_ERROR(ProjectLatest(tx, key_id, now).status());
  RETURN_IF_ERROR(LetBundlesGrow(tx, {key_id}, {parts_.audit, "ingestion", now}));
  return parts_.audit.Append(
      tx,
      {.actor = "ingestion",
       .action = "version.publish",
       .subject = version_id,
       .details_json = Concat({R"({"slug":")", asset.slug(), R"(","version":")",
                               log::EscapeJson(asset.version()), R"(","sha256":")",
                               log::EscapeJson(asset.sha256()), R"("})"})},
      now);
}

absl::StatusOr<v1::GetPublishedResponse> Publishing::GetPublished(
    rpc::Call& call, const v1::GetPublishedRequest& request) {
  if (request.slugs_size() > kMostSlugs) {
    return error::Invalid("/slugs", "TOO_LONG", "At most 10000 slugs at once.");
  }
  ASSIGN_OR_RETURN(pg::Transaction db, Look(parts_, call));
  ASSIGN_OR_RETURN(auto versions,
                   FindPublished(db, {request.slugs().begin(), request.slugs().end()}));
  v1::GetPublishedResponse response;
  for (auto& version : versions) *response.add_versions() = std::move(version);
  return response;
}

}  // namespace keys::catalog
