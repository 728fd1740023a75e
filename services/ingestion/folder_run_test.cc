#include "services/ingestion/folder_run.h"

#include <catch2/catch.hpp>
#include <filesystem>
#include <set>
#include <string>
#include <vector>

#include "services/ingestion/testing/workshop.h"

namespace keys::ingestion {
namespace {

TEST_CASE("an asset's bytes lie in the store under the digest the catalog was told") {
  Workshop workshop;
  workshop.AddAsset("runbook-keys", "outage");
  const auto response = workshop.Run();
  REQUIRE(workshop.status.ok());
  CHECK(Errors(response).empty());
  CHECK(response.success() == 1);
  CHECK(OutcomeOf(response, "outage") == "published");
  const auto& asset = workshop.catalog.Get("outage", "1.0.0");
  CHECK(asset.storage_path() == "keys/runbook/outage/1.0.0/key.zip");
  CHECK(workshop.StoredSha256(asset.storage_path()) == asset.sha256());
  CHECK(asset.readme_text() == "# outage 1.0.0");
  CHECK(asset.changelog_md_path() == "CHANGELOG.md");
  CHECK(asset.content_hash() == ContentHash(asset));
}

TEST_CASE("the catalog is told the files, the manifest and what pages show") {
  Workshop workshop;
  workshop.AddAsset("jupyter-keys", "study");
  workshop.assets.Write("jupyter-keys/study/README.md", "# Study\n<script>1</script>");
  workshop.assets.Write("jupyter-keys/study/run.sh", "#!/bin/sh", 0755);
  workshop.assets.Write("jupyter-keys/study/study.ipynb",
                        R"({"nbformat":4,"nbformat_minor":5,"metadata":{},"cells":[
          {"cell_type":"markdown","metadata":{},"source":"*first*"}]})");
  workshop.Run();
  const auto& asset = workshop.catalog.Get("study", "1.0.0");
  REQUIRE(asset.files_size() == 5);
  CHECK(asset.files(3).path() == "run.sh");
  CHECK(asset.files(3).mode() == 0755);
  CHECK(asset.files(3).sha256() == crypto::Sha256("#!/bin/sh"));
  CHECK(asset.files(1).mode() == 0644);
  CHECK(asset.files(1).size_bytes() == 26);
  CHECK(asset.manifest().find("\"slug\":\"study\"") != std::string::npos);
  CHECK(asset.readme_html() == "<h2>Study</h2>\n&lt;script&gt;1&lt;/script&gt;\n");
  CHECK(asset.changelog_html() == "<h3>1.0.0</h3>\n");
  CHECK(asset.preview_html().find("<!doctype html>") == 0);
  CHECK(asset.preview_html().find("<em>first</em>") != std::string::npos);

  workshop.assets.Write("jupyter-keys/study/key.json", ManifestBuilder("jupyter-keys")
                                                           .With("slug", R"("study")")
                                                           .With("version", R"("2.0.0")")
                                                           .With("preview_public", "false")
                                                           .Text());
  workshop.Run();
  CHECK_FALSE(workshop.catalog.Get("study", "2.0.0").has_preview_html());
}

TEST_CASE("a second run changes nothing and writes nothing") {
  Workshop workshop;
  workshop.AddAsset("runbook-keys", "outage");
  workshop.AddAsset("node-next-keys", "queue");
  workshop.Run();
  const int writes = workshop.catalog.writes;
  const auto object = workshop.storage.At("marketplace/keys/node/queue/1.0.0/key.zip");
  const auto written_at = std::filesystem::last_write_time(object);
  const auto response = workshop.Run();
  CHECK(response.success() == 2);
  CHECK(response.unchanged() == 2);
  CHECK(workshop.catalog.writes == writes);
  CHECK(std::filesystem::last_write_time(object) == written_at);
}

TEST_CASE("a lost object is put back though nothing changed") {
  Workshop workshop;
  workshop.AddAsset("node-next-keys", "queue");
  workshop.Run();
  const auto& asset = workshop.catalog.Get("queue", "1.0.0");
  std::filesystem::remove(workshop.storage.At("marketplace/" + asset.storage_path()));
  CHECK(workshop.Run().unchanged() == 1);
  CHECK(workshop.StoredSha256(asset.storage_path()) == asset.sha256());
}

TEST_CASE("a published version never gets other bytes") {
  Workshop workshop;
  workshop.AddAsset("node-next-keys", "queue");
  workshop.Run();
  const auto before = workshop.catalog.Get("queue", "1.0.0");
  workshop.assets.Write("node-next-keys/queue/src/new.js", "more");
  const auto response = workshop.Run();
  CHECK(Errors(response) ==
        std::set<std::string>{"queue VERSION_IMMUTABLE node-next-keys/queue/key.json#"});
  CHECK(OutcomeOf(response, "queue") == "rejected");
  CHECK(workshop.StoredSha256(before.storage_path()) == before.sha256());

  workshop.AddAsset("node-next-keys", "queue", "1.1.0");
  CHECK(OutcomeOf(workshop.Run(), "queue") == "published");
  CHECK(workshop.StoredSha256("keys/node/queue/1.0.0/key.zip") == before.sha256());
}

TEST_CASE("one bad asset never stops the others, and everything wrong with it is told") {
  Workshop workshop;
  workshop.AddAsset("node-next-keys", "good");
  workshop.AddAsset("node-next-keys", "bad");
  workshop.assets.Write("node-next-keys/bad/key.json", ManifestBuilder("node-next-keys")
                                                           .With("slug", R"("other")")
                                                           .With("version", R"("v1")")
                                                           .Without("title")
                                                           .Text());
  workshop.assets.Write("node-next-keys/empty/README.md", "no manifest");
  workshop.assets.Write("cursor-keys/broken/key.json", "{\"slug\":");
  std::filesystem::create_symlink("/etc/passwd", workshop.assets.At("node-next-keys/bad/link"));
  std::filesystem::create_directory_symlink("good", workshop.assets.At("node-next-keys/alias"));
  const auto response = workshop.Run();
  CHECK(workshop.status.ok());
  CHECK(response.success() == 1);
  CHECK(Errors(response) ==
        std::set<std::string>{"bad SLUG_FOLDER_MISMATCH node-next-keys/bad/key.json#/slug",
                              "bad VERSION_INVALID node-next-keys/bad/key.json#/version",
                              "bad REQUIRED node-next-keys/bad/key.json#/title",
                              "bad SYMLINK node-next-keys/bad/link#",
                              "empty MANIFEST_MISSING node-next-keys/empty/key.json#",
                              "broken JSON_SYNTAX cursor-keys/broken/key.json#",
                              "alias SYMLINK node-next-keys/alias#"});
  CHECK(response.assets_size() == 5);
}

TEST_CASE("earlier versions come first, lowest SemVer first, by the same rules") {
  Workshop workshop;
  workshop.AddAsset("stripe-keys", "ledger", "2.0.0");
  workshop.AddAsset("stripe-keys", "ledger", "1.10.0", ".versions/1.10.0/");
  workshop.AddAsset("stripe-keys", "ledger", "1.9.0", ".versions/1.9.0/");
  workshop.AddAsset("stripe-keys", "ledger", "1.0.0", ".versions/1.2.0/");
  workshop.assets.Write(".versions/latest/x", "");
  const auto response = workshop.Run();
  CHECK(workshop.catalog.order ==
        std::vector<std::string>{"ledger@1.9.0", "ledger@1.10.0", "ledger@2.0.0"});
  CHECK(Errors(response) ==
        std::set<std::string>{
            "ledger VERSION_FOLDER_MISMATCH .versions/1.2.0/stripe-keys/ledger/key.json#/version",
            " VERSION_INVALID .versions/latest#"});
}

TEST_CASE("a slug belongs to one family, the one that has it published first of all") {
  Workshop workshop;
  workshop.AddAsset("runbook-keys", "twin");
  workshop.AddAsset("cursor-keys", "twin");
  auto response = workshop.Run();
  CHECK(Errors(response) == std::set<std::string>{"twin SLUG_DUPLICATE cursor-keys/twin#"});
  CHECK(workshop.catalog.Get("twin", "1.0.0").family() == "runbook-keys");
  workshop.AddAsset("node-next-keys", "twin");
  response = workshop.Run();
  CHECK(Errors(response) == std::set<std::string>{"twin SLUG_DUPLICATE cursor-keys/twin#",
                                                  "twin SLUG_DUPLICATE node-next-keys/twin#"});
  CHECK(response.unchanged() == 1);
}

constexpr char kCatalogueText[] =
    "### 1. planned\n**Title**: Planned\n**Slug**: `planned`\n"
    "### 2. grown\n**Title**: Grown\n**Slug**: `grown`\n### 3. Bad One\n**Slug**: `x`\n";

TEST_CASE("catalogue entries are listed until a folder of their slug appears") {
  Workshop workshop;
  workshop.assets.Write(std::string(kCataloguePath), kCatalogueText);
  auto response = workshop.Run();
  CHECK(response.success() == 2);
  CHECK(OutcomeOf(response, "Bad One") == "rejected");
  CHECK_FALSE(workshop.catalog.Get("planned", "1.0.0").has_sha256());

  workshop.AddAsset("jupyter-keys", "grown");
  response = workshop.Run();
  CHECK(OutcomeOf(response, "grown") == "published");
  CHECK(workshop.catalog.Get("grown", "1.0.0").has_sha256());
  CHECK(WarningCodes(response).count("SHADOWED_BY_FOLDER") == 1);
  std::filesystem::remove_all(workshop.assets.At("jupyter-keys"));
  CHECK(workshop.Run().success() == 1);
  CHECK(workshop.catalog.Get("grown", "1.0.0").has_sha256());
}

TEST_CASE("marketplace.json reaches the catalog and its problems the report") {
  Workshop workshop;
  workshop.assets.Write("marketplace.json",
                        R"({"keys":{"a":{"price_cents":100},"b":{"price_cents":-1}}})");
  auto& problem = *workshop.catalog.pricing_answer.add_problems();
  problem.set_slug("a");
  problem.set_code("PRICE_BELOW_MINIMUM");
  problem.set_pointer("/keys/a/price_cents");
  const auto response = workshop.Run();
  CHECK(workshop.catalog.pricing.keys_size() == 1);
  CHECK(Errors(response) ==
        std::set<std::string>{"a PRICE_BELOW_MINIMUM marketplace.json#/keys/a/price_cents",
                              " OUT_OF_RANGE marketplace.json#/keys/b/price_cents"});
}

TEST_CASE("a dry run tells what would happen and changes nothing") {
  Workshop workshop;
  workshop.AddAsset("runbook-keys", "outage");
  workshop.assets.Write("marketplace.json", R"({"keys":{"outage":{"price_cents":100}}})");
  auto& problem = *workshop.catalog.pricing_answer.add_problems();
  problem.set_code("UNKNOWN_KEY");
  problem.set_pointer("/keys/outage");
  auto response = workshop.Run(true);
  CHECK(Errors(response).empty());
  CHECK(response.dry_run());
  CHECK(OutcomeOf(response, "outage") == "published");
  CHECK(workshop.catalog.writes == 0);
  CHECK(workshop.catalog.pricing.dry_run());
  CHECK_FALSE(std::filesystem::exists(workshop.storage.At("marketplace")));
  workshop.Run();
  CHECK(OutcomeOf(workshop.Run(true), "outage") == "unchanged");
}

TEST_CASE("the report names the line of what the catalogue does not take") {
  Workshop workshop;
  workshop.assets.Write(std::string(kCataloguePath),
                        Concat({kCatalogueText, "\n\n#### 7. not-taken\n\n### 8. wrong\n"}));
  const v1::IngestResponse report = workshop.Run();
  REQUIRE(report.warnings_size() == 1);
  CHECK(report.warnings(0).code() == code::kCatalogueSectionSkipped);
  const std::int64_t skipped = report.warnings(0).line();
  CHECK(report.warnings(0).error().find(Concat({"Line ", std::to_string(skipped), " "})) == 0);
  std::set<std::int64_t> lines;
  for (const v1::Finding& error : report.errors()) lines.insert(error.line());
  CHECK(lines == std::set<std::int64_t>{7, skipped + 2});
}

TEST_CASE("references are known by folder, catalogue or catalog, else a warning") {
  Workshop workshop;
  workshop.AddAsset("node-next-keys", "queue");
  workshop.assets.Write(std::string(kCataloguePath), kCatalogueText);
  workshop.catalog.assets[{"elsewhere", "1.0.0"}].set_slug("elsewhere");
  workshop.AddAsset("runbook-keys", "outage");
  workshop.assets.Write("runbook-keys/outage/pack.json",
                        ManifestBuilder("runbook-keys")
                            .With("slug", R"("outage")")
                            .With("references_node_keys", R"(["node-queue"])")
                            .With("references_jupyter_keys", R"(["planned","jupyter-gone"])")
                            .With("related_runbooks", R"(["elsewhere"])")
                            .Text());
  const auto response = workshop.Run();
  CHECK(OutcomeOf(response, "outage") == "published");
  int unresolved = 0;
  for (const auto& warning : response.warnings()) {
    if (warning.code() != "REFERENCE_UNRESOLVED") continue;
    ++unresolved;
    CHECK(warning.pointer() == "/references_jupyter_keys/1");
  }
  CHECK(unresolved == 1);
  const auto& references = workshop.catalog.Get("outage", "1.2.0").references();
  CHECK(std::vector<std::string>(references.begin(), references.end()) ==
        std::vector<std::string>{"queue", "planned", "gone", "elsewhere"});
}

TEST_CASE("an author's digest that fits nothing is a warning") {
  Workshop workshop;
  workshop.AddAsset("jupyter-keys", "study");
  CHECK(WarningCodes(workshop.Run()).count("SHA256_MISMATCH") == 1);
  workshop.assets.Write("jupyter-keys/packed/build/pack.zip", "bytes");
  workshop.assets.Write("jupyter-keys/packed/key.json",
                        ManifestBuilder("jupyter-keys")
                            .With("slug", R"("packed")")
                            .With("assets", R"({"zip":"./build/pack.zip"})")
                            .With("sha256", "\"" + crypto::Sha256Hex("bytes") + "\"")
                            .Text());
  std::filesystem::remove_all(workshop.assets.At("jupyter-keys/study"));
  CHECK(WarningCodes(workshop.Run()).count("SHA256_MISMATCH") == 0);
}

TEST_CASE("what the catalog or the store refuses costs the asset, not the run") {
  Workshop workshop;
  workshop.AddAsset("runbook-keys", "outage");
  workshop.AddAsset("runbook-keys", "other");
  workshop.catalog.refused["outage"] = true;
  CHECK(Errors(workshop.Run()) ==
        std::set<std::string>{"outage PUBLISH_REFUSED runbook-keys/outage/pack.json#"});
  workshop.AddAsset("runbook-keys", "third");
  workshop.storage.Write("marketplace/keys/runbook/third", "a file in the folder's place");
  CHECK(Errors(workshop.Run()).count("third STORAGE_UNAVAILABLE runbook-keys/third/pack.json#") ==
        1);
}

TEST_CASE("a catalog that goes away in the middle costs what it did not take") {
  Workshop workshop;
  workshop.AddAsset("runbook-keys", "first");
  workshop.AddAsset("runbook-keys", "second");
  workshop.catalog.away_at = "second";
  CHECK(Errors(workshop.Run()) ==
        std::set<std::string>{"second CATALOG_UNAVAILABLE runbook-keys/second/pack.json#"});
  workshop.catalog.away_at = "";
  CHECK(OutcomeOf(workshop.Run(), "second") == "published");
}

TEST_CASE("a folder that is taken away in the middle is a finding of its own") {
  Workshop workshop;
  workshop.AddAsset("runbook-keys", "first");
  workshop.AddAsset("runbook-keys", "second");
  workshop.catalog.on_publish = [&] {
    std::filesystem::remove_all(workshop.assets.At("runbook-keys/second"));
  };
  CHECK(Errors(workshop.Run()) == std::set<std::string>{"second UNREADABLE runbook-keys/second#"});
}

TEST_CASE("without folder or catalog, or when stopping, the run fails as a whole") {
  Workshop workshop;
  workshop.AddAsset("runbook-keys", "outage");
  workshop.Run(false, workshop.assets.At("nowhere"));
  CHECK(error::ReasonOf(workshop.status) == error::Reason::UNAVAILABLE);
  workshop.catalog.is_reachable = false;
  workshop.Run();
  CHECK(error::ReasonOf(workshop.status) == error::Reason::UNAVAILABLE);
  workshop.catalog.is_reachable = true;
  workshop.is_stopping = true;
  CHECK(workshop.Run().success() == 0);
  CHECK(error::ReasonOf(workshop.status) == error::Reason::UNAVAILABLE);
}

TEST_CASE("the sample KEYS of this project are ingested without a fault") {
  Workshop workshop;
  auto response = workshop.Run(false, "deploy/sample-keys");
  REQUIRE(workshop.status.ok());
  CHECK(Errors(response) == std::set<std::string>{});
  for (const auto& warning : response.warnings()) {
    INFO(warning.slug() << " " << warning.code() << " " << warning.error());
    CHECK(warning.code() == "RECOMMENDED");
  }
  CHECK(response.success() >= 14);
  CHECK(workshop.catalog.pricing.bundles_size() == 3);
  std::set<std::string> families;
  for (const auto& [name, asset] : workshop.catalog.assets) {
    families.insert(asset.family());
    if (asset.has_sha256()) CHECK(workshop.StoredSha256(asset.storage_path()) == asset.sha256());
  }
  CHECK(families.size() == Families().size());
  response = workshop.Run(false, "deploy/sample-keys");
  CHECK(response.unchanged() == response.success());
}

}  // namespace
}  // namespace keys::ingestion
