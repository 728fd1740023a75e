#include "services/ingestion/publisher.h"

#include <fstream>
#include <string_view>
#include <utility>

#include "common/base/text.h"
#include "common/crypto/hash.h"
#include "common/error/error.h"
#include "common/log/log.h"
#include "google/protobuf/io/coded_stream.h"
#include "google/protobuf/io/zero_copy_stream_impl_lite.h"
#include "services/ingestion/run_context.h"

namespace keys::ingestion {
namespace {

void Violate(Findings& findings, const FindingPlace& place, std::string_view code,
             std::string detail) {
  findings.Violate({place.file, place.pointer, std::string(code), std::move(detail)});
}

// Translates a refusal of the catalog into a finding.
void ReportRefusal(const absl::Status& status, const FindingPlace& place, Findings& findings) {
  const auto detail = error::DetailOf(status);
  if (!detail.has_value() || status.code() == absl::StatusCode::kUnavailable) {
    log::Warning("ingestion.catalog_failed", {{"file", place.file}, {"why", MessageOf(status)}});
    Violate(findings, place, code::kCatalogUnavailable, "The catalog could not be reached.");
    return;
  }
  if (detail->reason() == error::Reason::VERSION_IMMUTABLE) {
    Violate(findings, place, code::kVersionImmutable, detail->detail());
    return;
  }
  Violate(findings, place, code::kPublishRefused, detail->detail());
  for (const auto& violation : detail->violations()) {
    findings.Violate(
        {place.file, place.pointer + violation.pointer(), violation.code(), violation.detail()});
  }
}

}  // namespace

std::string ContentHash(catalog::v1::Asset asset) {
  asset.clear_content_hash();
  asset.clear_source_rank();
  std::string bytes;
  {
    google::protobuf::io::StringOutputStream stream(&bytes);
    google::protobuf::io::CodedOutputStream out(&stream);
    out.SetSerializationDeterministic(true);
    asset.SerializeToCodedStream(&out);
  }
  return crypto::Sha256Hex(bytes);
}

Outcome Publisher::Publish(catalog::v1::Asset asset, const ObjectBytes& objects,
                           const FindingPlace& place, Findings& findings) {
  asset.set_content_hash(ContentHash(asset));
  if (!MayPublish(asset, place, findings)) return Outcome::kRejected;
  const Published::Version* version = parts_.published.Find(asset.slug(), asset.version());
  const bool is_unchanged = version != nullptr && version->content_hash() == asset.content_hash() &&
                            version->source_rank() == asset.source_rank();
  if (parts_.is_dry_run) {
    if (is_unchanged) return Outcome::kUnchanged;
    const bool is_news = version == nullptr || (!version->has_sha256() && asset.has_sha256());
    parts_.published.Add(asset);
    return is_news ? Outcome::kPublished : Outcome::kUpdated;
  }
  const std::string& archive = objects.archive_file;
  if (!archive.empty() && !EnsureStored(asset, archive, is_unchanged, place, findings)) {
    return Outcome::kRejected;
  }
  if (!EnsurePictures(objects, place, findings)) return Outcome::kRejected;
  if (is_unchanged) return Outcome::kUnchanged;
  const Outcome outcome = TellCatalog(asset, place, findings);
  if (outcome != Outcome::kRejected) parts_.published.Add(asset);
  return outcome;
}

bool Publisher::MayPublish(const catalog::v1::Asset& asset, const FindingPlace& place,
                           Findings& findings) const {
  const std::string_view owner = parts_.published.FamilyOf(asset.slug());
  if (!owner.empty() && owner != asset.family()) {
    Violate(findings, place, code::kSlugDuplicate,
            Concat({"The slug \"", asset.slug(), "\" belongs to ", owner, "."}));
    return false;
  }
  const Published::Version* version = parts_.published.Find(asset.slug(), asset.version());
  if (version != nullptr && version->has_sha256() && asset.has_sha256() &&
      version->sha256() != asset.sha256()) {
    Violate(findings, place, code::kVersionImmutable,
            Concat({"Version ", asset.version(), " of \"", asset.slug(),
                    "\" is published with other bytes; give the change a new version."}));
    return false;
  }
  return true;
}

bool Publisher::EnsureStored(const catalog::v1::Asset& asset, const std::string& archive_file,
                             bool is_unchanged, const FindingPlace& place, Findings& findings) {
  if (is_unchanged) {
    const auto object = parts_.store.Head(asset.storage_path());
    if (object.ok() && object->size_bytes == asset.size_bytes()) return true;
    log::Warning("ingestion.object_was_missing", {{"path", asset.storage_path()}});
  }
  const absl::Status put = parts_.store.Put(asset.storage_path(), archive_file, asset.sha256());
  if (put.ok()) return true;
  log::Error("ingestion.put_failed", {{"path", asset.storage_path()}, {"why", MessageOf(put)}});
  Violate(findings, place, code::kStorageUnavailable, "The archive could not be stored.");
  return false;
}

bool Publisher::EnsurePictures(const ObjectBytes& objects, const FindingPlace& place,
                               Findings& findings) {
  const std::string scratch = objects.archive_file + ".picture";
  for (const PictureBytes& picture : objects.pictures) {
    const auto object = parts_.store.Head(picture.object_path);
    if (object.ok() && object->size_bytes == static_cast<int64_t>(picture.bytes.size())) continue;
    std::ofstream(scratch, std::ios::binary | std::ios::trunc) << picture.bytes;
    const absl::Status put = parts_.store.Put(picture.object_path, scratch, picture.sha256);
    if (put.ok()) continue;
    log::Error("ingestion.put_failed", {{"path", picture.object_path}, {"why", MessageOf(put)}});
    Violate(findings, place, code::kStorageUnavailable, "A screenshot could not be stored.");
    return false;
  }
  return true;
}

Outcome Publisher::TellCatalog(const catalog::v1::Asset& asset, const FindingPlace& place,
                               Findings& findings) {
  catalog::v1::PublishVersionRequest request;
  *request.mutable_asset() = asset;
  const auto response = parts_.catalog.PublishVersion(request, ToCatalog(parts_.request_id));
  if (!response.ok()) {
    ReportRefusal(response.status(), place, findings);
    return Outcome::kRejected;
  }
  switch (response->outcome()) {
    case catalog::v1::PUBLISH_OUTCOME_PUBLISHED:
      return Outcome::kPublished;
    case catalog::v1::PUBLISH_OUTCOME_UPDATED:
      return Outcome::kUpdated;
    default:
      return Outcome::kUnchanged;
  }
}

}  // namespace keys::ingestion
