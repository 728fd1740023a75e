#include "services/ingestion/published.h"

#include <algorithm>
#include <utility>

#include "common/base/status_macros.h"
#include "services/ingestion/run_context.h"

namespace keys::ingestion {
namespace {

constexpr int kBatch = 500;  // slugs in one question: below 100 KiB

}  // namespace

absl::Status Published::Load(const std::vector<std::string>& slugs) {
  catalog::v1::GetPublishedRequest request;
  const auto ask = [&]() -> absl::Status {
    if (request.slugs().empty()) return absl::OkStatus();
    ASSIGN_OR_RETURN(auto response, catalog_.GetPublished(request, ToCatalog(request_id_)));
    for (Version& version : *response.mutable_versions()) {
      versions_[version.slug()].push_back(std::move(version));
    }
    request.clear_slugs();
    return absl::OkStatus();
  };
  for (const std::string& slug : slugs) {
    if (!versions_.try_emplace(slug).second) continue;
    request.add_slugs(slug);
    if (request.slugs_size() == kBatch) RETURN_IF_ERROR(ask());
  }
  return ask();
}

const std::vector<Published::Version>& Published::VersionsOf(const std::string& slug) const {
  static const auto* const kNone = new std::vector<Version>();
  const auto found = versions_.find(slug);
  return found == versions_.end() ? *kNone : found->second;
}

const Published::Version* Published::Find(const std::string& slug,
                                          const std::string& version) const {
  const auto& versions = VersionsOf(slug);
  const auto found = std::find_if(versions.begin(), versions.end(), [&](const Version& candidate) {
    return candidate.version() == version;
  });
  return found == versions.end() ? nullptr : &*found;
}

int Published::RankOf(const std::string& slug) const {
  int rank = 0;
  for (const Version& version : VersionsOf(slug)) {
    if (rank == 0 || version.source_rank() < rank) rank = version.source_rank();
  }
  return rank;
}

std::string_view Published::FamilyOf(const std::string& slug) const {
  const auto& versions = VersionsOf(slug);
  return versions.empty() ? std::string_view() : versions.front().family();
}

void Published::Add(const catalog::v1::Asset& asset) {
  auto& versions = versions_[asset.slug()];
  versions.erase(
      std::remove_if(versions.begin(), versions.end(),
                     [&](const Version& version) { return version.version() == asset.version(); }),
      versions.end());
  Version& version = versions.emplace_back();
  version.set_slug(asset.slug());
  version.set_family(asset.family());
  version.set_version(asset.version());
  version.set_content_hash(asset.content_hash());
  version.set_source_rank(asset.source_rank());
  if (asset.has_sha256()) version.set_sha256(asset.sha256());
}

}  // namespace keys::ingestion
