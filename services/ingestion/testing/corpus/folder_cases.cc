#include <sys/stat.h>

#include <filesystem>

#include "services/ingestion/domain/testing/picture_samples.h"
#include "services/ingestion/testing/corpus/corpus.h"

namespace keys::ingestion {
namespace {

namespace fs = std::filesystem;

constexpr char kFamily[] = "node-next-keys";
const std::string kKeyBody = "MC4CAQAwBQYDK2VwBCIEIJ5vAb0Zk3Qx7Rr8u2LwTgYpHsNcVdXe1f6KiOjMqSaB";

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

void Pictured(const Spoiled& asset, const std::string& slug, const std::string& picture) {
  asset.Write("shot.png", picture);
  asset.Write("key.json", ManifestBuilder(kFamily)
                              .With("slug", "\"" + slug + "\"")
                              .With("screenshots", R"([{"path":"shot.png","alt":"A shot"}])")
                              .Text());
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
    {"folder-turned", {"NAME_CONTROL_CHARACTER"}, [](auto& a) { a.Write("a\u202Egnp.exe", ""); }},
    {"folder-zero-width", {"NAME_CONTROL_CHARACTER"}, [](auto& a) { a.Write("a\u200B.js", ""); }},
    {"folder-good-joiner", {}, [](auto& a) { a.Write("می\u200Cخواهم.md", "x"); }},
    {"text-turned", {"TEXT_HIDDEN"}, [](auto& a) { a.Write("x.js", "a\u202Eb"); }},
    {"text-good-binary", {}, [](auto& a) { a.Write("x.bin", std::string(9, '\0') + "\u202E"); }},
    {"folder-next-line", {"NAME_CONTROL_CHARACTER"}, [](auto& a) { a.Write("a\u0085b", ""); }},
    {"folder-readme-utf16",
     {"DOCUMENT_NOT_SHOWN"},
     [](auto& a) { a.Write("README.md", "\xFF\xFE#\x01"); }},
    {"folder-readme-latin",
     {"DOCUMENT_NOT_SHOWN"},
     [](auto& a) { a.Write("README.md", "caf\xe9"); }},
    {"folder-readme-large",
     {"DOCUMENT_NOT_SHOWN"},
     [](auto& a) { a.Write("README.md", std::string(129 * 1024, 'a')); }},
    {"folder-changelog-html",
     {"DOCUMENT_NOT_SHOWN"},
     [](auto& a) { a.Write("CHANGELOG.md", std::string(100 * 1024, '"')); }},
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
    {"folder-picture", {}, [](auto& a) { Pictured(a, "folder-picture", Png(64, 64)); }},
    {"folder-picture-svg",
     {"PICTURE_INVALID /screenshots/0/path"},
     [](auto& a) { Pictured(a, "folder-picture-svg", "<svg><script>1</script></svg>"); }},
    {"folder-picture-bomb",
     {"PICTURE_TOO_LARGE /screenshots/0/path"},
     [](auto& a) { Pictured(a, "folder-picture-bomb", Png(8000, 8000)); }},
    {"folder-picture-heavy",
     {"PICTURE_TOO_LARGE /screenshots/0/path"},
     [](auto& a) {
       Pictured(a, "folder-picture-heavy",
                Png(64, 64, PngChunk("tEXt", std::string(2 << 20, 'x'))));
     }},
    {"folder-picture-gone",
     {"PATH_MISSING /screenshots/0/path"},
     [](auto& a) {
       Pictured(a, "folder-picture-gone", "");
       a.Remove("shot.png");
     }},
    {"secret-key",
     {"SECRET_PRIVATE_KEY"},
     [](auto& a) { a.Write("id", "# x\n-----BEGIN " + ("RSA PRIVATE KEY-----\n" + kKeyBody)); }},
    {"secret-stripe",
     {"SECRET_LIVE_TOKEN"},
     [](auto& a) { a.Write(".env", "K=sk_" + ("live_" + kKeyBody)); }},
    {"secret-github",
     {"SECRET_LIVE_TOKEN"},
     [](auto& a) { a.Write("x.bin", std::string(9, '\0') + " ghp" + ("_" + kKeyBody)); }},
    {"secret-aws-id",
     {"SECRET_SUSPECTED"},
     [](auto& a) { a.Write("x.txt", std::string("AK") + "IAQ7ZP3XW5NV2KD8RT"); }},
    {"secret-test-key", {}, [](auto& a) { a.Write(".env", "K=sk_" + ("test_" + kKeyBody)); }},
    {"folder-good-hidden", {}, [](auto& a) { a.Write(".github/workflows/ci.yml", "on: push\n"); }},
    {"folder-good-names", {}, [](auto& a) { a.Write("a b/…/ü 'x' \"y\".txt", "x"); }},
    {"folder-good-empty", {}, [](auto& a) { fs::create_directories(a.At("empty/inside")); }},
    {"folder-good-binary", {}, [](auto& a) { a.Write("x.bin", std::string(70'000, '\0')); }},
};

}  // namespace

std::vector<CorpusCase> WriteNotebookCases(Workshop& workshop) {
  struct Case {
    const char* slug;
    const char* reported;
    std::string text;
  };
  const std::string head = R"({"nbformat":4,"nbformat_minor":5,"metadata":{},"cells":[)";
  const std::string stream = R"({"cell_type":"code","metadata":{},"execution_count":1,"source":"",)"
                             R"("outputs":[{"output_type":"stream","name":"stdout","text":")";
  const Case cases[] = {
      {"notebook-good", "", head + "]}"},
      {"notebook-old", "NOTEBOOK_VERSION /nbformat", R"({"nbformat":3,"worksheets":[]})"},
      {"notebook-no-json", "JSON_SYNTAX", "import os"},
      {"notebook-cell", "NOTEBOOK_CELL_TYPE /cells/0/cell_type",
       head + R"({"cell_type":"sql","metadata":{},"source":""}]})"},
      {"notebook-output", "NOTEBOOK_OUTPUT_TYPE /cells/0/outputs/0/output_type",
       head +
           R"({"cell_type":"code","metadata":{},"execution_count":1,"source":"","outputs":[{}]}]})"},
      {"notebook-no-cells", "REQUIRED /cells",
       R"({"nbformat":4,"nbformat_minor":5,"metadata":{}})"},
      {"notebook-host", "NOTEBOOK_HOST_NAME /cells/0/outputs/0/text",
       head + stream + "db1.corp\"}]}]}"},
      {"notebook-home", "NOTEBOOK_HOME_PATH /cells/0/outputs/0/text",
       head + stream + "/home/ada/x\"}]}]}"},
      {"notebook-newer", "NOTEBOOK_NEWER /cells/0/cell_type",
       R"({"nbformat":4,"nbformat_minor":9,"metadata":{},"cells":[{"cell_type":"sql","metadata":{},"source":""}]})"},
      {"notebook-nul", "", head + stream + "a\\u0000b\"}]}]}"},
      {"notebook-bom", "", "\xEF\xBB\xBF" + head + "]}"},
      {"notebook-nan", "JSON_SYNTAX", head + stream + "\",\"x\":NaN}]}]}"},
      {"notebook-large", "NOTEBOOK_NOT_CHECKED", std::string((12u << 20) + 1, ' ')},
  };
  std::vector<CorpusCase> written;
  for (const Case& one : cases) {
    workshop.AddAsset("jupyter-keys", one.slug);
    workshop.assets.Write(std::string("jupyter-keys/") + one.slug + "/book.ipynb", one.text);
    CorpusCase expected{one.slug, "jupyter-keys", {}};
    if (*one.reported != '\0') expected.expected.insert(one.reported);
    // The builder's digest is that of nothing; it is compared once the folder passes.
    const std::string_view reported = one.reported;
    const bool is_published = reported.empty() || reported.substr(0, 13) == "NOTEBOOK_HOST" ||
                              reported.substr(0, 13) == "NOTEBOOK_HOME" ||
                              reported.substr(0, 14) == "NOTEBOOK_NEWER" ||
                              reported == "NOTEBOOK_NOT_CHECKED";
    if (is_published) expected.expected.insert("SHA256_MISMATCH /sha256");
    written.push_back(std::move(expected));
  }
  return written;
}

std::vector<CorpusCase> WriteFolderCases(Workshop& workshop) {
  std::vector<CorpusCase> cases;
  for (const FolderCase& folder_case : kFolderCases) {
    folder_case.spoil(Spoiled(workshop, folder_case.slug));
    cases.push_back({folder_case.slug, kFamily, folder_case.expected});
  }
  return cases;
}

}  // namespace keys::ingestion
