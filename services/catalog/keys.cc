#include "services/catalog/keys.h"

#include <algorithm>

#include "common/base/status_macros.h"
#include "common/base/text.h"
#include "common/error/error.h"
#include "services/catalog/domain/precondition.h"
#include "services/catalog/store/bundle_store.h"
#include "services/catalog/store/content_store.h"
#include "services/catalog/store/version_store.h"

namespace keys::catalog {
namespace {

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

void AddScreenshots(const v1::Asset& facts,
                    google::protobuf::RepeatedPtrField<v1::Screenshot>& shown) {
  for (const v1::AssetPicture& picture : facts.screenshots()) {
    v1::Screenshot* screenshot = shown.Add();
    screenshot->set_path(Concat({"/marketplace/", picture.object_path()}));
    screenshot->set_alt(picture.alt());
    screenshot->set_width(picture.width());
    screenshot->set_height(picture.height());
  }
}

absl::StatusOr<v1::KeyDetail> Complete(pg::Executor& db, StoredKey key) {
  const RelatedSubject subject = SubjectOf(key);
  v1::KeyDetail detail = std::move(key.detail);
  ASSIGN_OR_RETURN(std::vector<StoredVersion> versions, FindVersions(db, detail.id()));
  for (StoredVersion& version : versions) {
    if (version.shown.version() == detail.version()) {
      ASSIGN_OR_RETURN(StoredPages pages, FindPages(db, version.id));
      if (pages.readme_html) detail.set_readme_html(*std::move(pages.readme_html));
      if (pages.has_preview) {
        detail.set_preview_html_path(Concat({"/marketplace/keys/", detail.slug(), "/preview"}));
      }
      if (pages.changelog_html) detail.set_changelog_html(*std::move(pages.changelog_html));
      AddScreenshots(pages.facts, *detail.mutable_screenshots());
    }
    *detail.add_versions() = std::move(version.shown);
  }
  ASSIGN_OR_RETURN(const std::vector<RelatedCandidate> candidates,
                   FindRelatedCandidates(db, subject));
  for (Related& related : RankRelated(subject, candidates)) {
    v1::RelatedKey* shown = detail.add_related_keys();
    shown->set_id(related.key.id);
    shown->set_slug(related.key.slug);
    shown->set_title(related.key.title);
    shown->set_reason(std::move(related.reason));
    shown->set_tool(related.key.tool);
    if (related.key.price_cents) shown->set_price_cents(*related.key.price_cents);
    shown->set_currency(related.key.currency);
    shown->set_available(related.key.available);
  }
  ASSIGN_OR_RETURN(std::vector<v1::ContainingBundle> bundles, FindBundlesOf(db, detail.id()));
  detail.mutable_bundles()->Add(bundles.begin(), bundles.end());
  return detail;
}

absl::StatusOr<v1::GetKeyResponse> Keys::Get(rpc::Call& call, const v1::GetKeyRequest& request) {
  ASSIGN_OR_RETURN(pg::Transaction db, Look(parts_, call));
  ASSIGN_OR_RETURN(StoredKey key, GetVisible(db, call, request.slug()));
  call.set_entity_tag(EntityTag(key.row_version));
  v1::GetKeyResponse response;
  ASSIGN_OR_RETURN(*response.mutable_key(), Complete(db, std::move(key)));
  const auto& ids = request.access_set().key_ids();
  response.mutable_key()->set_has_access(std::find(ids.begin(), ids.end(), response.key().id()) !=
                                         ids.end());
  return response;
}

}  // namespace keys::catalog
