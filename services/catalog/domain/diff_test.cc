// Tests differences between versions, and whether version numbers admit them.
#include <catch2/catch.hpp>

#include "services/catalog/domain/manifest_diff.h"
#include "services/catalog/domain/version_diff.h"

namespace keys::catalog {
namespace {

using Changes = std::vector<ManifestChange>;

TEST_CASE("equal manifests differ in nothing, whatever their order and version") {
  CHECK(DiffManifests(R"({"version":"1.0.0","tags":["a","b"],"title":"T"})",
                      R"({ "title":"T", "tags":["b","a"], "version":"2.0.0" })")
            .empty());
  CHECK(DiffManifests("", "[]").empty());
}

TEST_CASE("a variable to set breaks, one no longer needed does not") {
  CHECK(DiffManifests(R"({"required_env":["A","B"]})", R"({"required_env":["B","C"]})") ==
        Changes{{"/required_env/0", "\"A\"", "", false}, {"/required_env/1", "", "\"C\"", true}});
  CHECK(DiffManifests("{}", R"({"optional_env":["C"]})") ==
        Changes{{"/optional_env/0", "", "\"C\"", false}});
  CHECK(DiffManifests("{}", R"({"side_effects":["writes a file"]})").front().breaking);
}

TEST_CASE("dependencies are told apart by name") {
  const auto diff = [](const char* from, const char* to) {
    return DiffManifests(std::string(R"({"dependencies":[)") + from + "]}",
                         std::string(R"({"dependencies":[)") + to + "]}");
  };
  CHECK(diff("", R"({"name":"zod","version":"^3"})").front().breaking);
  CHECK_FALSE(diff("", R"({"name":"zod","version":"^3","required":false})").front().breaking);
  CHECK_FALSE(diff(R"({"name":"zod","version":"^3"})", "").front().breaking);
  const Changes raised =
      diff(R"({"name":"zod","version":"^3.1.0"})", R"({"name":"zod","version":"^4.0.0"})");
  REQUIRE(raised.size() == 1);
  CHECK(raised[0].pointer == "/dependencies/0");
  CHECK(raised[0].breaking);
  CHECK_FALSE(diff(R"({"name":"zod","version":"^3.1.0"})", R"({"name":"zod","version":">=3"})")
                  .front()
                  .breaking);
}

TEST_CASE("a route or method that is gone breaks, a new one does not") {
  const char* both = R"({"exposed_routes":[{"path":"/a","method":["GET","POST"]}]})";
  const char* get = R"({"exposed_routes":[{"path":"/a","method":["GET"]}]})";
  CHECK(DiffManifests(both, get).front().breaking);
  CHECK_FALSE(DiffManifests(get, both).front().breaking);
  CHECK(DiffManifests(get, "{}").front().breaking);
  CHECK_FALSE(DiffManifests("{}", get).front().breaking);
}

TEST_CASE("a narrower range breaks") {
  CHECK(DiffManifests(R"({"compatibility":{"node":">=18"}})",
                      R"({"compatibility":{"node":">=20"}})") ==
        Changes{{"/compatibility/node", "\">=18\"", "\">=20\"", true}});
  CHECK_FALSE(IsNarrower(">=20", ">=18"));
  CHECK_FALSE(IsNarrower("^1.2.0", "^1.2.0 || ^2.0.0"));
  CHECK(IsNarrower("^1.2.0 || ^2.0.0", "^2.0.0"));
  CHECK(IsNarrower("^1.2.0", "~1.2.0"));
  CHECK(IsNarrower("*", "<21"));
  CHECK(IsNarrower("*", "nonsense"));
  CHECK_FALSE(IsNarrower("nonsense", "nonsense"));
}

TEST_CASE("pointers are escaped and values keep their JSON form") {
  CHECK(DiffManifests(R"({"a/b~c":1.5,"runtime":"node"})", R"({"a/b~c":[1],"runtime":"next"})") ==
        Changes{{"/a~1b~0c", "1.5", "[1]", false}, {"/runtime", "\"node\"", "\"next\"", true}});
}

v1::AssetFiles Files(std::initializer_list<std::pair<const char*, char>> files) {
  v1::AssetFiles result;
  for (const auto& [path, byte] : files) {
    v1::AssetFile* file = result.add_files();
    file->set_path(path);
    file->set_sha256(std::string(32, byte));
    file->set_mode(0644);
  }
  return result;
}

TEST_CASE("the version number is honest when it says at least what the changes amount to") {
  struct Example {
    const char* from;
    const char* to;
    const char* manifest;
    v1::AssetFiles files;
    const char* severity;
    const char* declared;
    bool honest;
  };
  const v1::AssetFiles base = Files({{"index.ts", 'a'}, {"README.md", 'a'}});
  const Example examples[] = {
      {"1.0.0", "1.0.1", "{}", base, "none", "patch", true},
      {"1.0.0", "1.0.1", "{}", Files({{"index.ts", 'b'}, {"README.md", 'a'}}), "patch", "patch",
       true},
      {"1.0.0", "1.0.1", "{}", Files({{"index.ts", 'a'}, {"README.md", 'a'}, {"x.ts", 'x'}}),
       "minor", "patch", false},
      {"1.0.0", "1.1.0", "{}", Files({{"README.md", 'a'}}), "major", "minor", false},
      {"1.0.0", "1.0.1", "{}", Files({{"index.ts", 'a'}}), "patch", "patch", true},
      {"1.0.0", "1.1.0", R"({"required_env":["X"]})", base, "major", "minor", false},
      {"1.0.0", "2.0.0", R"({"required_env":["X"]})", base, "major", "major", true},
      {"0.1.0", "0.2.0", R"({"required_env":["X"]})", base, "major", "major", true},
      {"1.0.0", "1.1.0", R"({"optional_env":["X"]})", base, "minor", "minor", true},
      {"1.0.0", "1.0.1", R"({"title":"New"})", base, "patch", "patch", true}};
  for (const Example& one : examples) {
    INFO(one.from << " to " << one.to << " " << one.manifest);
    const v1::VersionDiff diff =
        DiffVersions({one.from, "{}", base}, {one.to, one.manifest, one.files});
    CHECK(diff.severity() == one.severity);
    CHECK(diff.declared() == one.declared);
    CHECK(diff.honest() == one.honest);
    CHECK(diff.files_known());
  }
}

TEST_CASE("files that are not known are not called removed") {
  const v1::VersionDiff diff =
      DiffVersions({"1.0.0", "{}", Files({{"a", 'a'}})}, {"1.0.1", "{}", {}});
  CHECK_FALSE(diff.files_known());
  CHECK(diff.files().removed_size() == 0);
  CHECK(diff.severity() == "none");
}

}  // namespace
}  // namespace keys::catalog
