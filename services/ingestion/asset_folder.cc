#include "services/ingestion/asset_folder.h"

#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "common/base/text.h"
#include "common/log/log.h"
#include "common/text/fold.h"
#include "services/ingestion/assets/archive.h"
#include "services/ingestion/assets/file_name.h"
#include "services/ingestion/assets/file_scan.h"
#include "services/ingestion/domain/file_lookup.h"
#include "services/ingestion/domain/formats.h"
#include "services/ingestion/domain/json_reader.h"
#include "services/ingestion/domain/manifest.h"
#include "services/ingestion/notebooks.h"
#include "services/ingestion/render/html.h"
#include "services/ingestion/screenshots.h"

namespace keys::ingestion {
namespace {

constexpr std::size_t kMaxReadmeBytes = 64 * 1024;  // keys.catalog.v1.Asset.readme_text

void ViolateIn(Findings& findings, const std::string& file, std::string_view code,
               std::string_view detail) {
  findings.Violate({file, "", std::string(code), std::string(detail)});
}

// Returns the manifest's text, or nothing when a violation says why there is none.
std::optional<std::string> ReadManifestText(int folder, const AssetPlace& place,
                                            const std::string& file, Findings& findings) {
  auto text = ReadFileBeneath(folder, place.family.manifest, kMaxManifestBytes);
  if (absl::IsNotFound(text.status())) {
    ViolateIn(findings, file, code::kManifestMissing,
              Concat({"There is no ", place.family.manifest, "."}));
    return std::nullopt;
  }
  if (!text.ok()) {
    // The walk has reported this already, unless the folder changed meanwhile.
    if (findings.ok()) ViolateIn(findings, file, code::kUnreadable, "The file cannot be read.");
    return std::nullopt;
  }
  if (text->is_cut) {
    ViolateIn(findings, file, code::kJsonTooLarge, "The manifest is larger than 256 KiB.");
    return std::nullopt;
  }
  return std::string(text::WithoutByteOrderMark(text->text));
}

std::string ReadmePath(const Json& manifest, const std::vector<std::string>& files) {
  const Json* documentation = manifest.Find("documentation");
  std::string_view path = documentation == nullptr ? "" : documentation->FindText("readme");
  path = path.empty() ? "README.md" : format::WithoutDotSlash(path);
  return std::string(FindFile(files, path).value_or(path));
}

// Reads the README for search, without anything that Postgres could not store.
std::string ReadReadme(int folder, std::string_view path) {
  auto readme = ReadFileBeneath(folder, path, kMaxReadmeBytes);
  if (!readme.ok()) return "";
  std::string& text = readme->text;
  // After a cut in the middle of a character at most three of its bytes are left.
  for (int i = 0; i < 3 && readme->is_cut && !IsUtf8(text); ++i) text.pop_back();
  if (!IsUtf8(text) || text.find('\0') != std::string::npos) return "";
  return std::string(text::WithoutByteOrderMark(text));
}

// `sha256` describes the author's own archive if that is shipped, else the archive that the shop
// would serve.
void CheckAuthorsDigest(int folder, const Json& manifest, const Archive& archive,
                        const std::string& file, Findings& findings) {
  if (manifest.Find("sha256") == nullptr) return;
  const std::string_view claimed = manifest.FindText("sha256");
  if (!format::kSha256.accepts(claimed)) {
    findings.Warn({file, "/sha256", std::string(code::kSha256Invalid),
                   "The digest is not one: it has 64 hexadecimal digits."});
    return;
  }
  std::string actual = archive.sha256_hex;
  const Json* assets = manifest.Find("assets");
  const std::string_view zip = assets == nullptr ? "" : assets->FindText("zip");
  if (!zip.empty()) {
    const auto shipped = OpenFileBeneath(folder, format::WithoutDotSlash(zip));
    // A missing file has a warning of its own.
    if (!shipped.ok()) return;
    const auto hash = HashFile(*shipped);
    if (!hash.ok()) return;
    actual = hash->sha256_hex;
  }
  if (ToAsciiLower(claimed) == actual) return;
  findings.Warn({file, "/sha256", std::string(code::kSha256Mismatch),
                 "The digest is not that of the archive."});
}

// Facts that are read from the files themselves.
struct FileFacts {
  std::vector<std::string> digests;  // raw SHA-256s, in the tree's order
  std::string preview_html;          // of a notebook; empty without one
};

FileFacts ReadFiles(int folder, const Tree& tree, const AssetPlace& place, Findings& findings) {
  FileFacts facts;
  auto digests = ScanFiles(folder, tree, place.where, findings);
  if (!digests.ok()) {
    ViolateIn(findings, place.where, code::kFolderChanged, "The folder changed while it was read.");
    return facts;
  }
  facts.digests = *std::move(digests);
  if (place.family.ships_notebooks) {
    facts.preview_html = CheckNotebooks(folder, tree, place.where, findings);
  }
  return facts;
}

struct ShippedFiles {
  int folder;
  const Tree& tree;
  std::string_view where;
};

// Sets the content that a page of the KEY shows, and by which two versions are compared.
void SetContent(const ShippedFiles& shipped, const Json& manifest, const FileFacts& facts,
                catalog::v1::Asset& asset, Findings& findings) {
  const auto& [folder, tree, where] = shipped;
  for (std::size_t i = 0; i < tree.files.size() && i < facts.digests.size(); ++i) {
    catalog::v1::AssetFile& file = *asset.add_files();
    file.set_path(tree.files[i].path);
    file.set_sha256(facts.digests[i]);
    file.set_size_bytes(tree.files[i].size);
    file.set_mode(tree.files[i].is_executable ? 0755 : 0644);
  }
  const std::string readme = ReadmePath(manifest, tree.Paths());
  asset.set_readme_text(ReadReadme(folder, readme));
  auto readme_html = RenderMarkdownFile(folder, {readme, "readme-", where}, findings);
  if (!readme_html.empty()) asset.set_readme_html(std::move(readme_html));
  if (asset.has_changelog_md_path()) {
    auto html =
        RenderMarkdownFile(folder, {asset.changelog_md_path(), "changelog-", where}, findings);
    if (!html.empty()) asset.set_changelog_html(std::move(html));
  }
  if (asset.preview_public() && !facts.preview_html.empty()) {
    asset.set_preview_html(WholeDocument(asset.title(), facts.preview_html));
  }
}

}  // namespace

void AssetFolderIngest::Ingest(int parent, const AssetPlace& place) {
  AssetName name{
      .slug = Printable(place.slug), .version = "", .family = std::string(place.family.folder)};
  Findings findings;
  const auto folder = OpenFolderAt(parent, place.slug);
  Outcome outcome = Outcome::kRejected;
  if (folder.ok()) {
    outcome = IngestOpened(folder->get(), place, name, findings);
  } else {
    ViolateIn(findings, place.where, code::kUnreadable, "The folder cannot be opened.");
  }
  report_.Add(name, outcome, findings);
}

Outcome AssetFolderIngest::IngestOpened(int folder, const AssetPlace& place, AssetName& name,
                                        Findings& findings) {
  const Tree tree = WalkTree(folder, place.where, findings);
  const std::vector<std::string> files = tree.Paths();
  const std::vector<std::string>* const known_files = findings.ok() ? &files : nullptr;
  const std::string file = Concat({place.where, "/", place.family.manifest});
  const auto text = ReadManifestText(folder, place, file, findings);
  if (!text) return Outcome::kRejected;
  const auto manifest = CheckManifest(*text,
                                      {.family = place.family,
                                       .file = file,
                                       .slug = place.slug,
                                       .version_folder = place.version_folder,
                                       .files = known_files},
                                      findings);
  if (manifest) name.version = std::string(manifest->value.FindText("version"));
  FileFacts facts;
  if (known_files != nullptr) facts = ReadFiles(folder, tree, place, findings);
  Screenshots pictures;
  if (known_files != nullptr && manifest) {
    pictures = ReadScreenshots(folder, manifest->value, file, files, findings);
  }
  if (!findings.ok()) return Outcome::kRejected;

  const auto archive = WriteArchive(folder, tree, archive_file_);
  if (absl::IsAborted(archive.status())) {
    ViolateIn(findings, place.where, code::kFolderChanged, "The folder changed while it was read.");
    return Outcome::kRejected;
  }
  if (!archive.ok()) {
    log::Error("ingestion.archive_failed", {{"why", MessageOf(archive.status())}});
    ViolateIn(findings, place.where, code::kStorageUnavailable,
              "The archive could not be written.");
    return Outcome::kRejected;
  }
  CheckAuthorsDigest(folder, manifest->value, *archive, file, findings);
  catalog::v1::Asset asset =
      ToAsset(*manifest, place.family,
              {.file = file,
               .source_rank = kFolderRank,
               .files = &files,
               .is_known = [this](std::string_view slug) { return known_.IsKnown(slug); }},
              findings);
  asset.set_manifest(*text);
  SetContent({folder, tree, place.where}, manifest->value, facts, asset, findings);
  asset.mutable_screenshots()->Add(pictures.shown.begin(), pictures.shown.end());
  asset.set_sha256(archive->sha256_hex);
  asset.set_size_bytes(archive->size_bytes);
  asset.set_storage_path(ObjectPath(asset));
  return publisher_.Publish(std::move(asset), {archive_file_, std::move(pictures.bytes)},
                            {.file = file, .pointer = ""}, findings);
}

}  // namespace keys::ingestion
