// Stores the content of versions: files, manifest, and the HTML made of them.
//
// All functions may be called from several threads with executors of their own.
#pragma once

#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/pg/executor.h"
#include "common/pg/transaction.h"
#include "keys/catalog/v1/catalog.pb.h"

namespace keys::catalog {

struct StoredContent {
  v1::AssetFiles files;
  // One JSON object. Where ingestion sent no manifest, it has the KEY's attributes.
  std::string manifest;
};

// Absent when there is no such version.
absl::StatusOr<std::optional<StoredContent>> FindContent(pg::Executor& db,
                                                         const std::string& version_id);

struct StoredPages {
  // The facts of the manifest without the content; see FactsOf.
  v1::Asset facts;
  std::optional<std::string> readme_html;
  std::optional<std::string> changelog_html;
  // True when there is a public preview.
  bool has_preview = false;
};
absl::StatusOr<StoredPages> FindPages(pg::Executor& db, const std::string& version_id);

// Returns no files when there is no archive.
absl::StatusOr<v1::AssetFiles> FindFiles(pg::Executor& db, const std::string& version_id);

absl::StatusOr<std::optional<std::string>> FindPreview(pg::Executor& db,
                                                       const std::string& version_id);

// Replaces the content that was stored before.
absl::Status WriteContent(pg::Transaction& tx, const std::string& version_id,
                          const v1::Asset& asset, absl::Time now);

// Returns the asset without its content, as the column `facts` of a version holds it.
v1::Asset FactsOf(const v1::Asset& asset);

absl::Status CheckContentStatements(pg::Executor& db);

}  // namespace keys::catalog
