#include <zip.h>

#include <filesystem>
#include <set>
#include <string>

#include "common/base/check.h"
#include "services/ingestion/assets/archive.h"
#include "services/ingestion/assets/testing/scratch_folder.h"
#include "services/ingestion/assets/tree.h"
#include "services/ingestion/domain/assets_index.h"
#include "services/ingestion/domain/json_reader.h"
#include "services/ingestion/domain/manifest.h"
#include "services/ingestion/domain/markdown_catalogue.h"
#include "services/ingestion/domain/marketplace_file.h"
#include "services/ingestion/domain/notebook.h"
#include "services/ingestion/domain/picture.h"
#include "services/ingestion/domain/spdx.h"
#include "tests/fuzz/targets.h"

namespace keys::fuzz {
namespace {

using namespace ingestion;  // NOLINT: this file is about nothing else

constexpr size_t kMaxNames = 12;

void CheckFindings(const Findings& findings) {
  for (const Finding& finding : findings.violations()) {
    CHECK_THAT(!finding.code.empty() && !finding.detail.empty(), "a finding says what it is");
    CHECK_THAT(ingestion::IsUtf8(finding.detail), "a finding can be shown");
    CHECK_THAT(ingestion::IsUtf8(finding.pointer), "a pointer can be shown");
  }
}

void OneManifest(const Family& family, std::string_view text) {
  Findings findings;
  const std::string folder(family.folder);
  const ManifestSource source{.family = family,
                              .file = folder + "/sample/" + std::string(family.manifest),
                              .slug = "sample",
                              .version_folder = "",
                              .files = nullptr};
  const auto manifest = CheckManifest(text, source, findings);
  CheckFindings(findings);
  CHECK_THAT(manifest.has_value() == findings.ok(),
             "a manifest is refused with a reason, and so only");
  if (!manifest.has_value()) return;
  const catalog::v1::Asset asset = ToAsset(
      *manifest, family,
      {.file = source.file, .pointer = "", .files = nullptr, .is_known = [](auto) { return true; }},
      findings);
  const std::string path = ObjectPath(asset);
  CHECK_THAT(
      path.find("..") == std::string::npos || asset.version().find("..") != std::string::npos,
      "a path goes down only");
  CHECK_THAT(!asset.slug().empty() && asset.ByteSizeLong() > 0, "an asset has a slug");
}

void OtherTexts(int kind, std::string_view text) {
  Findings findings;
  if (kind == 0) ParseMarketplaceFile(text, findings);
  if (kind == 1) ParseAssetsIndex(text, findings);
  if (kind == 2) CheckNotebook(text, "n.ipynb", findings);
  if (kind == 3) ParseCatalogue(text, findings);
  CheckFindings(findings);
}

// Makes what can be made: names a file system refuses never reach us.
void MakeFiles(const std::string& root, std::string_view names) {
  for (size_t i = 0; i < kMaxNames && !names.empty(); ++i) {
    const Lines line = SplitLine(names);
    names = line.rest;
    const std::string name(line.first);
    // Stays in the folder: what lies outside is nobody's input.
    if (name.empty() || name.find('\0') != std::string::npos || name.front() == '/' ||
        name.find("..") != std::string::npos) {
      continue;
    }
    std::error_code refused;
    const std::filesystem::path target = root + "/" + name;
    std::filesystem::create_directories(target.parent_path(), refused);
    if (!refused) std::ofstream(target, std::ios::binary) << line.first;
  }
}

// The names in an archive, by libzip's own reading.
std::set<std::string> NamesIn(const std::string& path) {
  std::set<std::string> names;
  int problem = 0;
  zip_t* archive = zip_open(path.c_str(), ZIP_RDONLY | ZIP_CHECKCONS, &problem);
  CHECK_THAT(archive != nullptr, "an archive can be opened");
  for (zip_int64_t i = 0; i < zip_get_num_entries(archive, 0); ++i) {
    names.insert(zip_get_name(archive, static_cast<zip_uint64_t>(i), ZIP_FL_ENC_RAW));
  }
  zip_discard(archive);
  return names;
}

}  // namespace

void Manifest(std::string_view input) {
  if (input.empty()) return;
  const auto families = Families();
  const size_t kind = static_cast<unsigned char>(input.front()) % (families.size() + 4);
  if (kind < families.size()) return OneManifest(families[kind], input.substr(1));
  OtherTexts(static_cast<int>(kind - families.size()), input.substr(1));
}

void Zip(std::string_view input) {
  const ScratchFolder scratch;
  const std::string root = scratch.At("tree");
  std::filesystem::create_directory(root);
  MakeFiles(root, input);
  const auto folder = OpenRoot(root);
  CHECK_THAT(folder.ok(), "the folder was made");
  Findings findings;
  const Tree tree = WalkTree(folder->get(), "x", findings);
  CheckFindings(findings);
  if (!findings.ok() || tree.files.empty()) return;
  const std::string target = scratch.At("key.zip");
  const auto archive = WriteArchive(folder->get(), tree, target);
  CHECK_THAT(archive.ok(), "a tree without violations can be archived");
  CHECK_THAT(archive->size_bytes == tree.archive_bytes, "the size was known before");
  const std::vector<std::string> paths = tree.Paths();
  CHECK_THAT(NamesIn(target) == std::set<std::string>(paths.begin(), paths.end()),
             "an archive has the tree's names");
}

void Picture(std::string_view input) {
  const PictureCheck picture = CheckPicture(input);
  if (!picture.code.empty()) {
    CHECK_THAT(!picture.detail.empty(), "a picture is refused with a sentence");
    return;
  }
  CHECK_THAT(picture.ending == "png" || picture.ending == "jpg" || picture.ending == "webp",
             "a picture has a type that pages show");
  CHECK_THAT(picture.width >= kMinPictureSide && picture.width <= kMaxPictureSide &&
                 picture.height >= kMinPictureSide && picture.height <= kMaxPictureSide,
             "both sides are within the limits");
  CHECK_THAT(std::uint64_t{picture.width} * picture.height <= kMaxPicturePixels,
             "a picture has no more pixels than the limit");
  // Something else must not hide behind it: a file is the picture to its last byte.
  CHECK_THAT(!CheckPicture(std::string(input) + "<script>").code.empty(),
             "what stands behind the picture refuses it");
  CHECK_THAT(!CheckPicture(input.substr(0, input.size() - 1)).code.empty(),
             "a picture that is cut off is refused");
}

void License(std::string_view input) {
  const auto once = NormalizeLicense(input);
  if (!once.ok()) return;
  const auto twice = NormalizeLicense(*once);
  CHECK_THAT(twice.ok() && *twice == *once, "a normal form is its own");
}

}  // namespace keys::fuzz
