// An assets folder, a store and a catalog for tests, with runs over them.
#pragma once

#include <atomic>
#include <catch2/catch.hpp>
#include <fstream>
#include <iterator>
#include <set>
#include <string>
#include <string_view>

#include "common/blob/file_store.h"
#include "common/crypto/hash.h"
#include "services/ingestion/assets/testing/scratch_folder.h"
#include "services/ingestion/domain/assets_index.h"
#include "services/ingestion/domain/testing/manifest_builder.h"
#include "services/ingestion/folder_run.h"
#include "services/ingestion/index_run.h"
#include "services/ingestion/testing/fake_catalog.h"

namespace keys::ingestion {

// An assets folder, a store and a catalog, and the reports of runs over them.
class Workshop {
 public:
  v1::IngestResponse Run(bool is_dry_run = false, const std::string& root = "") {
    Report report;
    status = FolderRun(Context(is_dry_run), root.empty() ? assets.path() : root, report).Run();
    return report.Build("run", is_dry_run);
  }
  v1::IngestResponse RunIndex(std::string_view index) {
    Findings findings;
    auto entries = ParseAssetsIndex(index, findings);
    REQUIRE(entries.has_value());
    Report report;
    status = IndexRun(Context(false), *entries, report).Run();
    return report.Build("run", false);
  }

  // Adds a valid asset with a README and a changelog.
  void AddAsset(const std::string& family, const std::string& slug,
                const std::string& version = "1.0.0", const std::string& where = "") {
    const std::string folder = where + family + "/" + slug + "/";
    assets.Write(folder + (family == "runbook-keys" ? "pack.json" : "key.json"),
                 ManifestBuilder(family)
                     .With("slug", "\"" + slug + "\"")
                     .With("version", "\"" + version + "\"")
                     .Text());
    assets.Write(folder + "README.md", "# " + slug + " " + version);
    assets.Write(folder + "CHANGELOG.md", "## " + version);
    if (family == "node-next-keys") assets.Write(folder + "tests/a.test.js", "");
  }

  std::string StoredSha256(const std::string& object) const {
    std::ifstream in(storage.At("marketplace/" + object), std::ios::binary);
    const std::string bytes{std::istreambuf_iterator<char>(in), {}};
    return crypto::Sha256Hex(bytes);
  }

  ScratchFolder assets;
  ScratchFolder storage;
  blob::FileStore store{storage.path()};
  FakeCatalog catalog;
  std::atomic<bool> is_stopping{false};
  absl::Status status;

 private:
  RunContext Context(bool is_dry_run) {
    return {.catalog = catalog,
            .store = store,
            .request_id = "r",
            .is_dry_run = is_dry_run,
            .is_stopping = is_stopping};
  }
};

inline std::set<std::string> Errors(const v1::IngestResponse& response) {
  std::set<std::string> errors;
  for (const auto& e : response.errors()) {
    errors.insert(e.slug() + " " + e.code() + " " + e.file() + "#" + e.pointer());
  }
  return errors;
}

inline std::set<std::string> WarningCodes(const v1::IngestResponse& response) {
  std::set<std::string> codes;
  for (const auto& warning : response.warnings()) codes.insert(warning.code());
  return codes;
}

inline std::string OutcomeOf(const v1::IngestResponse& response, std::string_view slug) {
  for (const auto& asset : response.assets()) {
    if (asset.slug() == slug) return asset.outcome();
  }
  return "absent";
}

}  // namespace keys::ingestion
