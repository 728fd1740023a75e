#include "services/ingestion/domain/manifest.h"

#include <catch2/catch.hpp>
#include <set>
#include <string>
#include <vector>

#include "services/ingestion/domain/testing/manifest_builder.h"

namespace keys::ingestion {
namespace {

const std::vector<std::string> kFiles = {"CHANGELOG.md", "README.md", "docs/guide.md",
                                         "tests/sample.test.js"};

struct Checked {
  std::optional<Manifest> manifest;
  Findings findings;
};

Checked Check(const ManifestBuilder& builder, std::string_view family,
              const std::string& version_folder = "") {
  Checked checked;
  const ManifestSource source = {.family = *FindFamily(family),
                                 .file = "m.json",
                                 .slug = "sample",
                                 .version_folder = version_folder,
                                 .files = &kFiles};
  checked.manifest = CheckManifest(builder.Text(), source, checked.findings);
  return checked;
}

using Codes = std::set<std::string>;

// Returns "CODE /pointer" of every violation.
Codes Violations(const ManifestBuilder& builder, std::string_view family = "node-next-keys") {
  Codes codes;
  const Checked checked = Check(builder, family);
  CHECK(checked.manifest.has_value() == checked.findings.ok());
  for (const Finding& f : checked.findings.violations()) codes.insert(f.code + " " + f.pointer);
  return codes;
}

Codes Warnings(const ManifestBuilder& builder, std::string_view family = "node-next-keys") {
  Codes codes;
  const Checked checked = Check(builder, family);
  for (const Finding& f : checked.findings.warnings()) codes.insert(f.code + " " + f.pointer);
  return codes;
}

// Returns the code with which one member's value is refused.
std::string Refusal(std::string_view member, std::string_view json,
                    std::string_view family = "node-next-keys") {
  std::string all;
  for (const auto& code : Violations(ManifestBuilder(family).With(member, json), family)) {
    all += (all.empty() ? "" : ", ") + code;
  }
  return all;
}

catalog::v1::Asset AssetOf(const ManifestBuilder& builder, std::string_view family,
                           const std::set<std::string>& known = {}) {
  const Checked checked = Check(builder, family);
  REQUIRE(checked.manifest.has_value());
  Findings findings;
  const AssetContext context = {
      .file = "m.json", .files = &kFiles, .is_known = [&](std::string_view slug) {
        return known.count(std::string(slug)) > 0;
      }};
  return ToAsset(*checked.manifest, *FindFamily(family), context, findings);
}

TEST_CASE("a manifest with only the required members passes in every family") {
  for (const Family& family : Families()) {
    INFO(family.folder);
    const ManifestBuilder builder(family.folder);
    CHECK(Violations(builder, family.folder) == Codes{});
    CHECK(Warnings(builder, family.folder) == Codes{});
  }
}

TEST_CASE("every required member is missed at once") {
  ManifestBuilder empty("node-next-keys");
  for (const char* name : {"slug", "title", "version", "license_spdx", "tool", "key_type",
                           "documentation", "runtime"}) {
    empty.Without(name);
  }
  CHECK(Violations(empty.With("x", "1")) == Codes{"REQUIRED /slug", "REQUIRED /title",
                                                  "REQUIRED /version", "REQUIRED /license_spdx",
                                                  "REQUIRED /tool", "REQUIRED /key_type",
                                                  "REQUIRED /documentation", "REQUIRED /runtime"});
}

TEST_CASE("a jupyter manifest may leave out tool, key_type and documentation") {
  const auto builder = ManifestBuilder("jupyter-keys").Without("assets").Without("sha256");
  CHECK(Violations(builder, "jupyter-keys") == Codes{});
  CHECK(Warnings(builder, "jupyter-keys") == Codes{"RECOMMENDED /assets", "RECOMMENDED /sha256"});
}

TEST_CASE("violations of all kinds are collected in one go") {
  const auto builder =
      ManifestBuilder("node-next-keys")
          .With("title", "7")
          .With("version", R"("v1.0")")
          .With("license_spdx", R"("Proprietary")")
          .With("key_type", R"(["route","magic",3])")
          .With("compatibility", R"({"node":"latest","next":14})")
          .With("author", R"({"email":"nobody"})")
          .With("documentation", R"({"readme":"../README.md","changelog":"X.md"})");
  CHECK(Violations(builder) ==
        Codes{"WRONG_TYPE /title", "VERSION_INVALID /version", "LICENSE_INVALID /license_spdx",
              "NOT_ALLOWED /key_type/1", "WRONG_TYPE /key_type/2",
              "RANGE_INVALID /compatibility/node", "WRONG_TYPE /compatibility/next",
              "REQUIRED /author/name", "EMAIL_INVALID /author/email",
              "PATH_UNSAFE /documentation/readme", "PATH_MISSING /documentation/changelog"});
}

TEST_CASE("slugs are checked for shape, folder and reserved words") {
  CHECK(Refusal("slug", R"("Sample")") == "SLUG_FOLDER_MISMATCH /slug, SLUG_INVALID /slug");
  CHECK(Refusal("slug", R"("a--b")") == "SLUG_FOLDER_MISMATCH /slug, SLUG_INVALID /slug");
  CHECK(Refusal("slug", R"("other")") == "SLUG_FOLDER_MISMATCH /slug");
  CHECK(Refusal("slug", R"("admin")") == "SLUG_FOLDER_MISMATCH /slug, SLUG_RESERVED /slug");
  CHECK(Refusal("slug", R"("situations")") == "SLUG_FOLDER_MISMATCH /slug, SLUG_RESERVED /slug");
  CHECK(Refusal("slug", R"("01890a5d-ac96-774b-bcce-b302099a8057")") ==
        "SLUG_FOLDER_MISMATCH /slug, SLUG_RESERVED /slug");
  CHECK(Refusal("slug", "\"" + std::string(101, 'a') + "\"") ==
        "SLUG_FOLDER_MISMATCH /slug, TOO_LONG /slug");
  CHECK(Refusal("slug", R"("")") == "TOO_SHORT /slug");
}

TEST_CASE("versions are SemVer 2.0 of at most fifty characters") {
  for (const char* bad : {"v1.0", "1.0", "../../x", "1.0.0.0", "01.0.0", "1.0.0-", "latest"}) {
    CHECK(Refusal("version", std::string("\"") + bad + "\"") == "VERSION_INVALID /version");
  }
  CHECK(Refusal("version", "\"1.0.0-" + std::string(44, 'a') + "\"").empty());
  CHECK(Refusal("version", "\"1.0.0-" + std::string(45, 'a') + "\"") == "TOO_LONG /version");
}

TEST_CASE("a version under .versions equals its folder") {
  const Checked checked = Check(ManifestBuilder("node-next-keys"), "node-next-keys", "1.1.0");
  REQUIRE(checked.findings.violations().size() == 1);
  CHECK(checked.findings.violations()[0].code == code::kVersionFolderMismatch);
  CHECK(Check(ManifestBuilder("node-next-keys"), "node-next-keys", "1.2.0").findings.ok());
}

TEST_CASE("lengths count characters, not bytes") {
  std::string title;
  for (int i = 0; i < 200; ++i) title += "é";
  CHECK(Refusal("title", "\"" + title + "\"").empty());
  CHECK(Refusal("title", "\"" + title + "é\"") == "TOO_LONG /title");
}

TEST_CASE("control characters are refused, line breaks only in prose") {
  CHECK(Refusal("title", R"("a\u001bb")") == "CONTROL_CHARACTER /title");
  CHECK(Refusal("title", R"("a\nb")") == "CONTROL_CHARACTER /title");
  CHECK(Refusal("description", R"("a\nb\tc")").empty());
  CHECK(Refusal("description", R"("a\u0007")") == "CONTROL_CHARACTER /description");
}

TEST_CASE("the members of each family have their own words and shapes") {
  CHECK(Refusal("tenant_scope", R"("per-planet")") == "NOT_ALLOWED /tenant_scope");
  CHECK(Refusal("tenant_scope", R"("per-session-tenant-id")").empty());
  CHECK(Refusal("dependencies", R"([{"name":"pg"}])") ==
        "REQUIRED /dependencies/0/required, REQUIRED /dependencies/0/version");
  CHECK(
      Refusal("exposed_routes", R"([{"path":"api","method":[]},{"path":"/x","method":["get"]}])") ==
      "METHOD_INVALID /exposed_routes/1/method/0, ROUTE_PATH_INVALID /exposed_routes/0/path, "
      "TOO_FEW /exposed_routes/0/method");
  CHECK(Refusal("severity_level", R"("p5")", "runbook-keys") == "NOT_ALLOWED /severity_level");
  CHECK(Refusal("produces_evidence", R"("yes")", "runbook-keys") ==
        "WRONG_TYPE /produces_evidence");
  CHECK(Refusal("runtime_dependency", R"("human")", "runbook-keys").empty());
  CHECK(Refusal("runtime_minutes", "0", "jupyter-keys") == "OUT_OF_RANGE /runtime_minutes");
  CHECK(Refusal("runtime_minutes", "1.5", "jupyter-keys") == "WRONG_TYPE /runtime_minutes");
  CHECK(Refusal("runtime_minutes", "15.0", "jupyter-keys").empty());
  CHECK(Refusal("sha256", R"("no hash at all")", "jupyter-keys").empty());
  CHECK(Refusal("sha256", "7", "jupyter-keys").empty());
  CHECK(Refusal("sha256", "null", "jupyter-keys").empty());
  CHECK(Refusal("sha256", "[]", "jupyter-keys").empty());
  CHECK(Refusal("assets", R"({"cover":"../../etc/passwd"})", "jupyter-keys") ==
        "PATH_UNSAFE /assets/cover");
  CHECK(Refusal("stripe_integration_level", R"("deep")", "stripe-keys") ==
        "NOT_ALLOWED /stripe_integration_level");
  CHECK(Refusal("key_type", R"(["workflow"])", "cursor-keys") == "NOT_ALLOWED /key_type/0");
  CHECK(Refusal("key_type", "[]") == "TOO_FEW /key_type");
  CHECK(Refusal("description", "null") == "WRONG_TYPE /description");
}

TEST_CASE("a report ends after a thousand findings") {
  std::string routes = "[0";
  for (int i = 0; i < 400; ++i) routes += R"(,{"path":"x","method":["a","b","c"]})";
  const Checked checked = Check(
      ManifestBuilder("node-next-keys").With("exposed_routes", routes + "]"), "node-next-keys");
  REQUIRE(checked.findings.violations().size() == kMaxFindings + 1);
  CHECK(checked.findings.violations().back().code == code::kTooManyFindings);
}

TEST_CASE("documentation paths stay inside the folder and exist") {
  const auto path = [](const char* value) {
    return Refusal("documentation", std::string("{\"readme\":\"") + value + "\"}");
  };
  CHECK(path("./docs/guide.md").empty());
  CHECK(path("docs") == "PATH_MISSING /documentation/readme");
  for (const char* bad : {"/etc/passwd", "docs/../../x", "..", "a//b", "docs/", "a\\\\b"}) {
    CHECK(path(bad) == "PATH_UNSAFE /documentation/readme");
  }
}

TEST_CASE("what is odd but harmless is a warning") {
  const auto builder = ManifestBuilder("node-next-keys")
                           .With("price_cents", "100")
                           .With("author", R"({"name":"A","url":"x"})")
                           .With("documentation", "{}");
  CHECK(Violations(builder) == Codes{});
  CHECK(Warnings(builder) == Codes{"UNKNOWN_FIELD /price_cents", "UNKNOWN_FIELD /author/url"});
  CHECK(Warnings(ManifestBuilder("jupyter-keys").With("assets", R"({"zip":"pack.zip"})"),
                 "jupyter-keys") == Codes{"ASSET_FILE_MISSING /assets/zip"});
}

TEST_CASE("missing readme, changelog and tests are warnings") {
  Findings findings;
  const std::vector<std::string> none;
  const ManifestSource source = {.family = *FindFamily("node-next-keys"),
                                 .file = "m.json",
                                 .slug = "sample",
                                 .version_folder = "",
                                 .files = &none};
  const auto builder = ManifestBuilder("node-next-keys").With("documentation", "{}");
  CHECK(CheckManifest(builder.Text(), source, findings).has_value());
  Codes codes;
  for (const Finding& finding : findings.warnings()) codes.insert(finding.code);
  CHECK(codes == Codes{"README_MISSING", "CHANGELOG_MISSING", "TESTS_MISSING"});
}

TEST_CASE("the shown tool and the legacy key_type follow the family") {
  auto node = AssetOf(ManifestBuilder("node-next-keys")
                          .With("tool", R"("next")")
                          .With("key_type", R"(["ui","route"])"),
                      "node-next-keys");
  CHECK(node.tool() == "next");
  CHECK(node.key_type() == "next");
  REQUIRE(node.key_types_size() == 2);
  CHECK(node.key_types(1) == "route");
  CHECK(ObjectPath(node) == "keys/next/sample/1.2.0/key.zip");

  const auto runbook = AssetOf(ManifestBuilder("runbook-keys"), "runbook-keys");
  CHECK(runbook.tool() == "runbook");
  CHECK(runbook.key_type() == "runbook");
  CHECK(runbook.key_types(0) == "incident");

  const auto jupyter = AssetOf(ManifestBuilder("jupyter-keys"), "jupyter-keys");
  CHECK(jupyter.tool() == "jupyter");
  CHECK(jupyter.key_type() == "jupyter");
  CHECK(jupyter.key_types(0) == "notebook");

  const auto cursor = AssetOf(
      ManifestBuilder("cursor-keys").With("key_type", R"(["composer","prompt"])"), "cursor-keys");
  CHECK(cursor.key_type() == "composer");
}

TEST_CASE("facts are normalised and defaults filled in") {
  const auto asset = AssetOf(ManifestBuilder("supabase-keys")
                                 .With("outcome", R"("safe_by_default")")
                                 .With("license_spdx", R"("mit OR apache-2.0")")
                                 .With("tags", R"(["b","a","b"])")
                                 .With("x_extra", R"({"k":1.50})")
                                 .With("price_cents", "1"),
                             "supabase-keys");
  CHECK(asset.outcome() == "safe-by-default");
  CHECK(asset.license_spdx() == "MIT OR Apache-2.0");
  CHECK(asset.tags_size() == 2);
  CHECK(asset.preview_public());
  CHECK(asset.changelog_md_path() == "CHANGELOG.md");
  CHECK(asset.source_rank() == kFolderRank);
  CHECK_FALSE(asset.incomplete());
  CHECK(
      asset.attributes() ==
      R"({"documentation":{"readme":"README.md","changelog":"CHANGELOG.md"},"x_extra":{"k":1.50},"preview_public":true})");
}

TEST_CASE("references lose their family's prefix unless a KEY has that very name") {
  const auto builder = ManifestBuilder("runbook-keys")
                           .With("references_node_keys", R"(["node-queue","next-x","gone"])")
                           .With("references_jupyter_keys", R"(["jupyter-a","jupyter-b"])")
                           .With("related_runbooks", R"(["runbook-c"])");
  const auto asset = AssetOf(builder, "runbook-keys", {"queue", "next-x", "jupyter-a", "b"});
  const std::vector<std::string> references(asset.references().begin(), asset.references().end());
  CHECK(references == std::vector<std::string>{"queue", "next-x", "gone", "jupyter-a", "b", "c"});
  CHECK(asset.attributes().find(R"("references_node_keys":["queue","next-x","gone"])") !=
        std::string::npos);
}

}  // namespace
}  // namespace keys::ingestion
