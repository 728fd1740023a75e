// One ingestion of the assets folder: earlier versions first, lowest SemVer first, then the current
// tree, then the Markdown catalogue, then marketplace.json.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "services/ingestion/asset_folder.h"
#include "services/ingestion/domain/markdown_catalogue.h"
#include "services/ingestion/domain/marketplace_file.h"
#include "services/ingestion/report.h"
#include "services/ingestion/run_context.h"
#include "services/ingestion/work_folder.h"

namespace keys::ingestion {

class FolderRun {
 public:
  FolderRun(RunContext context, std::string root_path, Report& report);

  // Ok when the whole folder was processed, whatever was found in it. UNAVAILABLE when the folder
  // or the catalog could not be reached at all, or the process is stopping.
  absl::Status Run();

 private:
  struct Asset {
    AssetPlace place;
    std::string code;  // why it is no folder that can be used; empty if it can
  };
  // The families of one tree: of the current one or of one version's.
  struct TreeOfFamilies {
    std::string where;    // "" or ".versions/1.0.0/"
    std::string version;  // "" or "1.0.0"
    Descriptor folder;
    std::vector<Asset> assets;
  };

  absl::Status Discover(const Descriptor& root);
  absl::Status DiscoverVersions(const Descriptor& root);
  absl::Status ListFamily(TreeOfFamilies& tree, const Family& family);
  void ReadCatalogue(const Descriptor& root);
  absl::Status LoadPublished();
  absl::Status IngestTree(const TreeOfFamilies& tree);
  void IngestAsset(const TreeOfFamilies& tree, const Asset& asset, int family_folder);
  // Whether the slug belongs to another family: the catalog's, else the first of the current tree.
  bool IsForeign(const Asset& asset) const;
  absl::Status IngestCatalogue();
  absl::Status ApplyMarketplaceFile(const Descriptor& root);
  void ReportProblems(const MarketplaceFile& file,
                      const catalog::v1::ApplyPricingResponse& response);
  absl::Status CheckStopping() const;

  const RunContext context_;
  const std::string root_path_;
  Report& report_;
  Published published_;
  KnownSlugs known_;
  Publisher publisher_;
  std::unique_ptr<WorkFolder> work_;
  std::vector<TreeOfFamilies> trees_;
  std::vector<CatalogueEntry> catalogue_;
  // Maps a slug to the family whose folder comes first in the current tree.
  std::map<std::string, std::string_view> owners_;
};

}  // namespace keys::ingestion
