// What the catalog has published, as far as this run asked; asked once per slug.
// Not thread-safe: it belongs to its run.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "services/catalog/client.h"

namespace keys::ingestion {

class Published {
 public:
  using Version = catalog::v1::GetPublishedResponse::Version;

  Published(catalog::CatalogIngestClient& catalog, std::string request_id)
      : catalog_(catalog), request_id_(std::move(request_id)) {}

  // Asks for those not asked for yet, in batches.
  absl::Status Load(const std::vector<std::string>& slugs);

  // Empty when nothing is published under it. The slug has been loaded.
  const std::vector<Version>& VersionsOf(const std::string& slug) const;
  // Null pointer when there is none.
  const Version* Find(const std::string& slug, const std::string& version) const;
  // The lowest source rank of the slug's versions, 0 when nothing is published.
  int RankOf(const std::string& slug) const;
  // The family that owns the slug, empty when none does.
  std::string_view FamilyOf(const std::string& slug) const;

  // After a publication, so that the run sees its own work.
  void Add(const catalog::v1::Asset& asset);

 private:
  catalog::CatalogIngestClient& catalog_;
  const std::string request_id_;
  std::map<std::string, std::vector<Version>> versions_;
};

}  // namespace keys::ingestion
