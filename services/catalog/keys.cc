#include "services/catalog/keys.h"

#include <algorithm>
#include <set>

#include "common/base/status_macros.h"
#include "common/error/error.h"
#include "common/semver/range.h"
#include "services/catalog/domain/list_query.h"
#include "services/catalog/domain/precondition.h"
#include "services/catalog/store/list_store.h"
#include "services/catalog/store/version_store.h"

namespace keys::catalog {
namespace {

std::vector<std::string> Ids(const type::v1::AccessSet& access) {
  return {access.key_ids().begin(), access.key_ids().end()};
}

RelatedSubject SubjectOf(const StoredKey& key) {
  return {.slug = key.detail.slug(),
          .tool = key.detail.tool(),
          .outcome = key.detail.outcome(),
          .tags = {key.detail.tags().begin(), key.detail.tags().end()},
          .references = key.references};
}

}  // namespace

absl::StatusOr<StoredKey> GetVisible(pg::Executor& db, const rpc::Call& call,
                                     const std::string& slug_or_id) {
  ASSIGN_OR_RETURN(std::optional<StoredKey> key, FindKey(db, slug_or_id));
  if (!key.has_value()) return NoSuchKey(slug_or_id);
  if (key->detail.status() != "published" && !call.caller().admin) return NoSuchKey(slug_or_id);
  return *std::move(key);
}

absl::StatusOr<v1::KeyDetail> Complete(pg::Executor& db, StoredKey key) {
  const RelatedSubject subject = SubjectOf(key);
  v1::KeyDetail detail = std::move(key.detail);
  ASSIGN_OR_RETURN(std::vector<StoredVersion> versions, FindVersions(db, detail.id()));
  for (StoredVersion& version : versions) *detail.add_versions() = std::move(version.shown);
  ASSIGN_OR_RETURN(const std::vector<RelatedCandidate> candidates,
                   FindRelatedCandidates(db, subject));
  for (Related& related : RankRelated(subject, candidates)) {
    v1::RelatedKey* shown = detail.add_related_keys();
    shown->set_id(std::move(related.id));
    shown->set_slug(std::move(related.slug));
    shown->set_title(std::move(related.title));
    shown->set_reason(std::move(related.reason));
  }
  return detail;
}

absl::StatusOr<v1::ListKeysResponse> Keys::List(rpc::Call& call,
                                                const v1::ListKeysRequest& request) {
  const bool signed_in = call.caller().signed_in();
  ASSIGN_OR_RETURN(const ListQuery query, ParseListQuery(request, signed_in));
  const std::string fingerprint = FingerprintOf(query);
  std::optional<page::CursorState> after;
  if (request.has_cursor()) {
    ASSIGN_OR_RETURN(after, parts_.cursors.Decode(request.cursor(), fingerprint));
  }
  const std::vector<std::string> accessible = Ids(request.access_set());
  ASSIGN_OR_RETURN(pg::Connection db, parts_.pool.Acquire(call.deadline()));
  // One row more than shown tells whether there is a next page.
  ASSIGN_OR_RETURN(std::vector<ListedKey> listed,
                   FindListed(db, query, accessible, after, query.limit + 1));
  const bool more = listed.size() > static_cast<size_t>(query.limit);
  if (more) listed.pop_back();
  v1::ListKeysResponse response;
  if (more) {
    const ListedKey& last = listed.back();
    response.set_next_cursor(parts_.cursors.Encode(
        {.fingerprint = fingerprint, .values = {last.sort_value}, .id = last.key.id()}));
  }
  const std::set<std::string> has(accessible.begin(), accessible.end());
  for (ListedKey& one : listed) {
    if (signed_in) one.key.set_has_access(has.count(one.key.id()) > 0);
    *response.add_keys() = std::move(one.key);
  }
  if (query.facets) {
    ASSIGN_OR_RETURN(*response.mutable_facets(), CountFacets(db, query, accessible));
  }
  return response;
}

absl::StatusOr<v1::GetKeyResponse> Keys::Get(rpc::Call& call, const v1::GetKeyRequest& request) {
  ASSIGN_OR_RETURN(pg::Connection db, parts_.pool.Acquire(call.deadline()));
  ASSIGN_OR_RETURN(StoredKey key, GetVisible(db, call, request.slug()));
  call.set_entity_tag(EntityTag(key.row_version));
  v1::GetKeyResponse response;
  ASSIGN_OR_RETURN(*response.mutable_key(), Complete(db, std::move(key)));
  const auto& ids = request.access_set().key_ids();
  response.mutable_key()->set_has_access(std::find(ids.begin(), ids.end(), response.key().id()) !=
                                         ids.end());
  return response;
}

absl::StatusOr<v1::ListVersionsResponse> Keys::ListVersions(
    rpc::Call& call, const v1::ListVersionsRequest& request) {
  std::optional<semver::Range> range;
  if (request.has_range()) {
    absl::StatusOr<semver::Range> parsed = semver::Range::Parse(request.range());
    if (!parsed.ok()) {
      return error::Invalid("?range", "WRONG_FORMAT", "`range` is an npm version range.");
    }
    range = *std::move(parsed);
  }
  ASSIGN_OR_RETURN(pg::Connection db, parts_.pool.Acquire(call.deadline()));
  ASSIGN_OR_RETURN(const StoredKey key, GetVisible(db, call, request.slug()));
  ASSIGN_OR_RETURN(std::vector<StoredVersion> versions, FindVersions(db, key.detail.id()));
  v1::ListVersionsResponse response;
  for (StoredVersion& version : versions) {
    if (range.has_value()) {
      ASSIGN_OR_RETURN(const semver::Version parsed,
                       semver::Version::Parse(version.shown.version()));
      if (!range->Contains(parsed)) continue;
    }
    *response.add_versions() = std::move(version.shown);
  }
  return response;
}

absl::StatusOr<v1::GetVersionResponse> Keys::GetVersion(rpc::Call& call,
                                                        const v1::GetVersionRequest& request) {
  ASSIGN_OR_RETURN(pg::Connection db, parts_.pool.Acquire(call.deadline()));
  ASSIGN_OR_RETURN(const StoredKey key, GetVisible(db, call, request.slug()));
  ASSIGN_OR_RETURN(std::optional<StoredVersion> version,
                   FindVersion(db, key.detail.id(), request.version()));
  if (!version.has_value()) return NoSuchVersion(key.detail.slug(), request.version());
  v1::GetVersionResponse response;
  *response.mutable_version() = std::move(version->shown);
  return response;
}

}  // namespace keys::catalog
