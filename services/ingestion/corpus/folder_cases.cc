#include <sys/stat.h>

#include <filesystem>

#include "services/ingestion/corpus/corpus.h"

namespace keys::ingestion {
namespace {

namespace fs = std::filesystem;

constexpr char kFamily[] = "node-next-keys";

// A valid asset that a case then spoils.
class Spoiled {
 public:
  Spoiled(Workshop& workshop, std::string slug)
      : scratch_(workshop.assets), below_(std::string(kFamily) + "/" + slug + "/") {
    workshop.AddAsset(kFamily, slug);
  }
  void Write(const std::string& path, std::string_view text) const {
    scratch_.Write(below_ + path, text);
  }
  void Remove(const std::string& path) const { fs::remove_all(At(path)); }
  fs::path At(const std::string& path) const { return scratch_.At(below_ + path); }

 private:
  const ScratchFolder& scratch_;
  const std::string below_;
};

struct FolderCase {
  const char* slug;
  std::set<std::string> expected;
  void (*spoil)(const Spoiled& asset);
};

void ManyFiles(const Spoiled& asset) {
  for (int i = 0; i < 10'001; ++i) asset.Write("many/" + std::to_string(i), "");
}
void LongPath(const Spoiled& asset) {
  std::string path;
  for (int i = 0; i < 5; ++i) path += std::string(200, 'p') + "/";
  asset.Write(path + std::string(100, 'f'), "");
}
void DeepFolders(const Spoiled& asset) {
  std::string path;
  for (int i = 0; i < 33; ++i) path += "d/";
  asset.Write(path + "file", "");
}

const FolderCase kFolderCases[] = {
    {"folder-link", {"SYMLINK"}, [](auto& a) { fs::create_symlink("/etc/passwd", a.At("l")); }},
    {"folder-link-inside",
     {"SYMLINK"},
     [](auto& a) { fs::create_symlink("README.md", a.At("l")); }},
    {"folder-link-folder",
     {"SYMLINK"},
     [](auto& a) { fs::create_directory_symlink("..", a.At("up")); }},
    {"folder-pipe", {"SPECIAL_FILE"}, [](auto& a) { ::mkfifo(a.At("pipe").c_str(), 0600); }},
    {"folder-manifest-pipe",
     {"SPECIAL_FILE"},
     [](auto& a) {
       a.Remove("key.json");
       ::mkfifo(a.At("key.json").c_str(), 0600);
     }},
    {"folder-manifest-folder",
     {"UNREADABLE"},
     [](auto& a) {
       a.Remove("key.json");
       a.Write("key.json/x", "");
     }},
    {"folder-manifest-gone", {"MANIFEST_MISSING"}, [](auto& a) { a.Remove("key.json"); }},
    {"folder-other-manifest",
     {"MANIFEST_MISSING"},
     [](auto& a) { fs::rename(a.At("key.json"), a.At("pack.json")); }},
    {"folder-control", {"NAME_CONTROL_CHARACTER"}, [](auto& a) { a.Write("a\nb", ""); }},
    {"folder-delete", {"NAME_CONTROL_CHARACTER"}, [](auto& a) { a.Write("a\x7f", ""); }},
    {"folder-latin", {"NAME_INVALID_UTF8"}, [](auto& a) { a.Write("caf\xe9", ""); }},
    {"folder-backslash", {"NAME_UNSAFE"}, [](auto& a) { a.Write("..\\up", ""); }},
    {"folder-case", {"CASE_CLASH"}, [](auto& a) { a.Write("readme.MD", ""); }},
    {"folder-case-umlaut",
     {"CASE_CLASH"},
     [](auto& a) {
       a.Write("Ä/x", "");
       a.Write("ä/y", "");
     }},
    {"folder-large",
     {"FOLDER_TOO_LARGE"},
     [](auto& a) {
       a.Write("big", "");
       fs::resize_file(a.At("big"), 100 * 1024 * 1024);
     }},
    {"folder-many", {"FOLDER_TOO_MANY_FILES"}, ManyFiles},
    {"folder-deep", {"FOLDER_TOO_DEEP"}, DeepFolders},
    {"folder-long-path", {"PATH_TOO_LONG"}, LongPath},
    {"folder-no-readme",
     {"README_MISSING"},
     [](auto& a) {
       a.Remove("README.md");
       a.Write("key.json", ManifestBuilder(kFamily)
                               .With("slug", R"("folder-no-readme")")
                               .With("documentation", R"({"changelog":"CHANGELOG.md"})")
                               .Text());
     }},
    {"folder-no-changelog",
     {"CHANGELOG_MISSING"},
     [](auto& a) {
       a.Remove("CHANGELOG.md");
       a.Write("key.json", ManifestBuilder(kFamily)
                               .With("slug", R"("folder-no-changelog")")
                               .With("documentation", R"({"readme":"README.md"})")
                               .Text());
     }},
    {"folder-no-tests", {"TESTS_MISSING"}, [](auto& a) { a.Remove("tests"); }},
    {"folder-good-hidden", {}, [](auto& a) { a.Write(".github/workflows/ci.yml", "on: push\n"); }},
    {"folder-good-names", {}, [](auto& a) { a.Write("a b/…/ü 'x' \"y\".txt", "x"); }},
    {"folder-good-empty", {}, [](auto& a) { fs::create_directories(a.At("empty/inside")); }},
    {"folder-good-binary", {}, [](auto& a) { a.Write("x.bin", std::string(70'000, '\0')); }},
};

}  // namespace

std::vector<CorpusCase> WriteFolderCases(Workshop& workshop) {
  std::vector<CorpusCase> cases;
  for (const FolderCase& folder_case : kFolderCases) {
    folder_case.spoil(Spoiled(workshop, folder_case.slug));
    cases.push_back({folder_case.slug, kFamily, folder_case.expected});
  }
  return cases;
}

}  // namespace keys::ingestion
