#include "services/catalog/sales.h"

#include <algorithm>

#include "common/base/status_macros.h"
#include "common/base/text.h"
#include "common/error/error.h"
#include "services/catalog/store/bundle_store.h"
#include "services/catalog/store/key_store.h"
#include "services/catalog/store/version_store.h"

namespace keys::catalog {
namespace {

using error::Reason;

constexpr int kMostKeys = 1000;

absl::StatusOr<std::optional<StoredVersion>> FindNamed(pg::Executor& db, const std::string& key_id,
                                                       const std::string& version) {
  const bool is_tag = version.empty() || version == "latest";
  return is_tag ? FindLatestVersion(db, key_id) : FindVersion(db, key_id, version);
}

}  // namespace

absl::StatusOr<v1::BatchGetKeysResponse> Sales::BatchGetKeys(
    rpc::Call& call, const v1::BatchGetKeysRequest& request) {
  if (request.keys_size() > kMostKeys) {
    return error::Invalid("/keys", "TOO_LONG", "At most 1000 KEYS at once.");
  }
  ASSIGN_OR_RETURN(pg::Connection db, parts_.pool.Acquire(call.deadline()));
  // The gateway keeps the answer for as long as this revision lasts. The revision is read before
  // the KEYS, so a change in between gives a revision that is too low, and the copy is only dropped
  // too soon.
  if (call.peer() == "gateway") RETURN_IF_ERROR(MarkRevision(db, call));
  ASSIGN_OR_RETURN(std::vector<v1::KeyForSale> keys,
                   FindKeysForSale(db, {request.keys().begin(), request.keys().end()}));
  v1::BatchGetKeysResponse response;
  for (v1::KeyForSale& key : keys) *response.add_keys() = std::move(key);
  return response;
}

absl::StatusOr<v1::GetBundleForSaleResponse> Sales::GetBundleForSale(
    rpc::Call& call, const v1::GetBundleForSaleRequest& request) {
  ASSIGN_OR_RETURN(pg::Connection db, parts_.pool.Acquire(call.deadline()));
  ASSIGN_OR_RETURN(std::optional<StoredBundle> bundle, FindBundle(db, request.bundle()));
  if (!bundle.has_value()) return NoSuchBundle(request.bundle());
  v1::GetBundleForSaleResponse response;
  *response.mutable_bundle() = std::move(bundle->sale);
  auto* keys = response.mutable_bundle()->mutable_keys();
  std::sort(keys->begin(), keys->end(),
            [](const auto& a, const auto& b) { return a.slug() < b.slug(); });
  return response;
}

absl::StatusOr<v1::ResolveVersionResponse> Sales::ResolveVersion(
    rpc::Call& call, const v1::ResolveVersionRequest& request) {
  ASSIGN_OR_RETURN(pg::Connection db, parts_.pool.Acquire(call.deadline()));
  // The KEY's status does not matter, because buyers keep a KEY that was archived since.
  ASSIGN_OR_RETURN(const std::optional<StoredKey> key, FindKey(db, request.key()));
  if (!key.has_value()) return NoSuchKey(request.key());
  const std::string& slug = key->detail.slug();
  ASSIGN_OR_RETURN(const std::optional<StoredVersion> version,
                   FindNamed(db, key->detail.id(), request.version()));
  if (!version.has_value())
    return NoSuchVersion(slug, request.version().empty() ? "latest" : request.version());
  if (!version->shown.has_sha256() || !version->storage_path.has_value()) {
    return error::Make(Reason::ASSET_NOT_PUBLISHED,
                       Concat({"`", slug, "` is announced, but has no files yet."}));
  }
  v1::ResolveVersionResponse response;
  response.set_key_id(key->detail.id());
  response.set_slug(slug);
  response.set_version(version->shown.version());
  response.set_version_id(version->id);
  response.set_sha256(version->shown.sha256());
  response.set_size_bytes(version->shown.size_bytes());
  response.set_storage_path(*version->storage_path);
  return response;
}

absl::StatusOr<v1::ListCandidatesResponse> Sales::ListCandidates(rpc::Call& call,
                                                                 const v1::ListCandidatesRequest&) {
  ASSIGN_OR_RETURN(pg::Connection db, parts_.pool.Acquire(call.deadline()));
  ASSIGN_OR_RETURN(std::vector<v1::Candidate> candidates, FindCandidates(db));
  v1::ListCandidatesResponse response;
  for (v1::Candidate& candidate : candidates) *response.add_candidates() = std::move(candidate);
  return response;
}

}  // namespace keys::catalog
