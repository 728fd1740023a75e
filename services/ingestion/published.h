// Knows what the catalog has published, as far as this run has asked. Each slug is asked about
// once. Not thread-safe: it belongs to its run.
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

  // Asks about slugs that were not asked about yet, in batches.
  absl::Status Load(const std::vector<std::string>& slugs);

  // Returns no versions when nothing is published under the slug. The slug must have been loaded.
  const std::vector<Version>& VersionsOf(const std::string& slug) const;
  // Returns a null pointer when there is none.
  const Version* Find(const std::string& slug, const std::string& version) const;
  // Returns the lowest source rank of the slug's versions, or 0 when nothing is published.
  int RankOf(const std::string& slug) const;
  // Returns the family that owns the slug, or an empty text.
  std::string_view FamilyOf(const std::string& slug) const;

  // Must be called after a publication, so that the run sees its own work.
  void Add(const catalog::v1::Asset& asset);

 private:
  catalog::CatalogIngestClient& catalog_;
  const std::string request_id_;
  std::map<std::string, std::vector<Version>> versions_;
};

}  // namespace keys::ingestion
