#include "services/ingestion/folder_run.h"

#include <algorithm>
#include <string_view>
#include <utility>

#include "common/base/status_macros.h"
#include "common/base/text.h"
#include "common/error/error.h"
#include "common/log/log.h"
#include "common/semver/version.h"
#include "services/ingestion/assets/file_name.h"
#include "services/ingestion/domain/json_reader.h"
#include "services/ingestion/domain/manifest.h"
#include "services/ingestion/domain/marketplace_file.h"

namespace keys::ingestion {
namespace {

constexpr char kVersionsFolder[] = ".versions";
// The catalog's code for a price or bundle that names a KEY which it does not have.
constexpr std::string_view kUnknownKey = "UNKNOWN_KEY";

Findings OneViolation(std::string file, std::string_view code, std::string_view detail) {
  Findings findings;
  findings.Violate({std::move(file), "", std::string(code), std::string(detail)});
  return findings;
}

absl::Status Unavailable(std::string_view detail) {
  return error::Make(error::Reason::UNAVAILABLE, std::string(detail));
}

}  // namespace

FolderRun::FolderRun(RunContext context, std::string root_path, Report& report)
    : context_(std::move(context)),
      root_path_(std::move(root_path)),
      report_(report),
      published_(context_.catalog, context_.request_id),
      known_(published_),
      publisher_({.catalog = context_.catalog,
                  .store = context_.store,
                  .published = published_,
                  .request_id = context_.request_id,
                  .is_dry_run = context_.is_dry_run}) {}

absl::Status FolderRun::Run() {
  const auto root = OpenRoot(root_path_);
  if (!root.ok()) {
    log::Error("ingestion.no_root", {{"path", root_path_}, {"why", MessageOf(root.status())}});
    return Unavailable("The assets folder cannot be read.");
  }
  ASSIGN_OR_RETURN(work_, WorkFolder::Make());
  RETURN_IF_ERROR(Discover(*root));
  RETURN_IF_ERROR(LoadPublished());
  for (const TreeOfFamilies& tree : trees_) RETURN_IF_ERROR(IngestTree(tree));
  RETURN_IF_ERROR(IngestCatalogue());
  return ApplyMarketplaceFile(*root);
}

absl::Status FolderRun::Discover(const Descriptor& root) {
  RETURN_IF_ERROR(DiscoverVersions(root));
  ASSIGN_OR_RETURN(Descriptor current, OpenFolderAt(root.get(), "."));
  trees_.push_back({.where = "", .version = "", .folder = std::move(current), .assets = {}});
  for (TreeOfFamilies& tree : trees_) {
    for (const Family& family : Families()) RETURN_IF_ERROR(ListFamily(tree, family));
  }
  ReadCatalogue(root);
  return absl::OkStatus();
}

absl::Status FolderRun::DiscoverVersions(const Descriptor& root) {
  auto folder = OpenFolderAt(root.get(), kVersionsFolder);
  if (absl::IsNotFound(folder.status())) return absl::OkStatus();
  if (!folder.ok()) {
    report_.AddFindings("", OneViolation(kVersionsFolder, code::kUnreadable,
                                         "It is not a folder that can be read."));
    return absl::OkStatus();
  }
  ASSIGN_OR_RETURN(const auto entries, ListFolders(folder->get()));
  std::vector<std::pair<std::string, std::string>> ordered;  // sort key, name
  for (const FolderEntry& entry : entries) {
    const std::string where = Concat({kVersionsFolder, "/", Printable(entry.name)});
    const auto version = semver::Version::Parse(entry.name);
    if (!entry.code.empty() || !version.ok()) {
      report_.AddFindings(
          "", OneViolation(where, entry.code.empty() ? code::kVersionInvalid : entry.code,
                           "It is not a folder named after a SemVer version."));
      continue;
    }
    ordered.emplace_back(version->SortKey(), entry.name);
  }
  std::sort(ordered.begin(), ordered.end());
  for (const auto& [key, name] : ordered) {
    ASSIGN_OR_RETURN(Descriptor opened, OpenFolderAt(folder->get(), name));
    trees_.push_back({.where = Concat({kVersionsFolder, "/", name, "/"}),
                      .version = name,
                      .folder = std::move(opened),
                      .assets = {}});
  }
  return absl::OkStatus();
}

absl::Status FolderRun::ListFamily(TreeOfFamilies& tree, const Family& family) {
  const std::string where = tree.where + std::string(family.folder);
  const auto folder = OpenFolderAt(tree.folder.get(), std::string(family.folder));
  if (absl::IsNotFound(folder.status())) return absl::OkStatus();
  if (!folder.ok()) {
    report_.AddFindings(
        "", OneViolation(where, code::kUnreadable, "It is not a folder that can be read."));
    return absl::OkStatus();
  }
  ASSIGN_OR_RETURN(const auto entries, ListFolders(folder->get()));
  for (const FolderEntry& entry : entries) {
    tree.assets.push_back({.place = {.family = family,
                                     .slug = entry.name,
                                     .where = Concat({where, "/", Printable(entry.name)}),
                                     .version_folder = tree.version},
                           .code = entry.code});
    if (!entry.code.empty()) continue;
    known_.Add(entry.name);
    if (tree.version.empty()) owners_.emplace(entry.name, family.folder);
  }
  return absl::OkStatus();
}

void FolderRun::ReadCatalogue(const Descriptor& root) {
  const auto text = ReadFileBeneath(root.get(), kCataloguePath, kMaxCatalogueBytes);
  if (absl::IsNotFound(text.status())) return;
  const std::string file(kCataloguePath);
  if (!text.ok() || text->is_cut) {
    report_.AddFindings(
        "", text.ok() ? OneViolation(file, code::kJsonTooLarge, "The catalogue is too large.")
                      : OneViolation(file, code::kUnreadable, "The file cannot be read."));
    return;
  }
  Findings findings;
  catalogue_ = ParseCatalogue(text->text, findings);
  report_.AddFindings("", findings);
  for (const CatalogueEntry& entry : catalogue_) {
    if (entry.ok()) known_.Add(entry.asset.slug());
  }
}

absl::Status FolderRun::LoadPublished() {
  std::vector<std::string> slugs;
  for (const TreeOfFamilies& tree : trees_) {
    for (const Asset& asset : tree.assets) {
      if (asset.code.empty()) slugs.push_back(asset.place.slug);
    }
  }
  for (const CatalogueEntry& entry : catalogue_) slugs.push_back(entry.asset.slug());
  return published_.Load(slugs);
}

absl::Status FolderRun::IngestTree(const TreeOfFamilies& tree) {
  Descriptor folder;
  std::string_view open_family;
  for (const Asset& asset : tree.assets) {
    RETURN_IF_ERROR(CheckStopping());
    const std::string_view family = asset.place.family.folder;
    if (family != open_family) {
      ASSIGN_OR_RETURN(folder, OpenFolderAt(tree.folder.get(), std::string(family)));
      open_family = family;
    }
    IngestAsset(tree, asset, folder.get());
  }
  return absl::OkStatus();
}

void FolderRun::IngestAsset(const TreeOfFamilies& tree, const Asset& asset, int family_folder) {
  const AssetPlace& place = asset.place;
  std::string_view code = asset.code;
  std::string_view detail = "It is not a folder with a usable name.";
  if (code.empty() && IsForeign(asset)) {
    code = code::kSlugDuplicate;
    detail = "Another family has a KEY of this slug.";
  }
  if (!code.empty()) {
    report_.Add({Printable(place.slug), tree.version, std::string(place.family.folder)},
                Outcome::kRejected, OneViolation(place.where, code, detail));
    return;
  }
  AssetFolderIngest(publisher_, known_, report_, work_->At("key.zip")).Ingest(family_folder, place);
}

bool FolderRun::IsForeign(const Asset& asset) const {
  std::string_view owner = published_.FamilyOf(asset.place.slug);
  if (owner.empty()) {
    const auto first = owners_.find(asset.place.slug);
    if (first != owners_.end()) owner = first->second;
  }
  return !owner.empty() && owner != asset.place.family.folder;
}

absl::Status FolderRun::IngestCatalogue() {
  for (const CatalogueEntry& entry : catalogue_) {
    RETURN_IF_ERROR(CheckStopping());
    const AssetName name{.slug = entry.asset.slug(),
                         .version = entry.asset.version(),
                         .family = std::string(kCatalogueFolder)};
    Findings findings = entry.findings;
    const int rank = published_.RankOf(name.slug);
    const bool is_shadowed = owners_.count(name.slug) > 0 || (rank > 0 && rank < kCatalogueRank);
    if (findings.ok() && is_shadowed) {
      findings.Warn({std::string(kCataloguePath), "", std::string(code::kShadowedByFolder),
                     Concat({"\"", name.slug, "\" has a better source, which counts."})});
      report_.AddFindings(name.slug, findings);
      continue;
    }
    Outcome outcome = Outcome::kRejected;
    if (findings.ok()) {
      outcome = publisher_.Publish(entry.asset, {}, {std::string(kCataloguePath), ""}, findings);
    }
    report_.Add(name, outcome, findings);
  }
  return absl::OkStatus();
}

absl::Status FolderRun::ApplyMarketplaceFile(const Descriptor& root) {
  const std::string file(kMarketplaceFile);
  const auto text = ReadFileBeneath(root.get(), file, kMaxIndexBytes);
  if (absl::IsNotFound(text.status())) return absl::OkStatus();
  if (!text.ok() || text->is_cut) {
    report_.AddFindings(
        "", text.ok() ? OneViolation(file, code::kJsonTooLarge, "The file is too large.")
                      : OneViolation(file, code::kUnreadable, "The file cannot be read."));
    return absl::OkStatus();
  }
  Findings findings;
  auto prices = ParseMarketplaceFile(text->text, findings);
  report_.AddFindings("", findings);
  if (!prices) return absl::OkStatus();
  prices->request.set_dry_run(context_.is_dry_run);
  const auto response =
      context_.catalog.ApplyPricing(prices->request, ToCatalog(context_.request_id));
  if (!response.ok()) {
    log::Error("ingestion.pricing_failed", {{"why", MessageOf(response.status())}});
    report_.AddFindings(
        "", OneViolation(file, code::kCatalogUnavailable, "The catalog did not take the prices."));
    return absl::OkStatus();
  }
  ReportProblems(*prices, *response);
  return absl::OkStatus();
}

void FolderRun::ReportProblems(const MarketplaceFile& file,
                               const catalog::v1::ApplyPricingResponse& response) {
  for (const auto& problem : response.problems()) {
    // A dry run has published nothing, so the catalog cannot know KEYS that a real run would have
    // published before.
    const bool would_be_known = context_.is_dry_run && problem.code() == kUnknownKey &&
                                !published_.VersionsOf(file.KeyAt(problem.pointer())).empty();
    if (would_be_known) continue;
    Findings findings;
    findings.Violate({std::string(kMarketplaceFile), file.PointerInFile(problem.pointer()),
                      problem.code(), problem.detail()});
    report_.AddFindings(problem.slug(), findings);
  }
}

absl::Status FolderRun::CheckStopping() const {
  if (!context_.is_stopping) return absl::OkStatus();
  return Unavailable("The ingestion was stopped; run it again.");
}

}  // namespace keys::ingestion
