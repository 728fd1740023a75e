#include "services/catalog/keys.h"

#include <algorithm>
#include <utility>

#include "common/base/status_macros.h"
#include "common/base/text.h"
#include "common/error/error.h"
#include "services/catalog/domain/precondition.h"

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

absl::StatusOr<v1::KeyDetail> Complete(StoredPage page, int64_t revision, RelatedBook& related,
                                       Deadline deadline) {
  const RelatedSubject subject = SubjectOf(page.key);
  v1::KeyDetail detail = std::move(page.key.detail);
  AddScreenshots(page.facts, *detail.mutable_screenshots());
  ASSIGN_OR_RETURN(std::vector<Related> nearest, related.Find(subject, revision, deadline));
  for (Related& one : nearest) {
    v1::RelatedKey* shown = detail.add_related_keys();
    shown->set_id(one.key.id);
    shown->set_slug(one.key.slug);
    shown->set_title(one.key.title);
    shown->set_reason(std::move(one.reason));
    shown->set_tool(one.key.tool);
    if (one.key.price_cents) shown->set_price_cents(*one.key.price_cents);
    shown->set_currency(one.key.currency);
    shown->set_available(one.key.available);
  }
  return detail;
}

absl::StatusOr<StoredPage> Keys::VisiblePage(rpc::Call& call, const std::string& slug_or_id) {
  ASSIGN_OR_RETURN(pg::Connection db, parts_.pool.Acquire(call.deadline()));
  ASSIGN_OR_RETURN(std::optional<StoredPage> page, FindPage(db, slug_or_id));
  if (!page.has_value()) {
    RETURN_IF_ERROR(MarkRevision(db, call));
    return NoSuchKey(slug_or_id);
  }
  call.set_revision(page->revision);
  const bool published = page->key.detail.status() == "published";
  if (!published && !call.caller().admin) return NoSuchKey(slug_or_id);
  return *std::move(page);
}

absl::StatusOr<v1::GetKeyResponse> Keys::Get(rpc::Call& call, const v1::GetKeyRequest& request) {
  ASSIGN_OR_RETURN(StoredPage page, VisiblePage(call, request.slug()));
  call.set_entity_tag(EntityTag(page.key.row_version));
  const int64_t revision = page.revision;
  v1::GetKeyResponse response;
  ASSIGN_OR_RETURN(*response.mutable_key(),
                   Complete(std::move(page), revision, related_, call.deadline()));
  const auto& ids = request.access_set().key_ids();
  response.mutable_key()->set_has_access(std::find(ids.begin(), ids.end(), response.key().id()) !=
                                         ids.end());
  return response;
}

}  // namespace keys::catalog
