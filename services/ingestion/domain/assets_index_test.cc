#include "services/ingestion/domain/assets_index.h"

#include <catch2/catch.hpp>
#include <string>

namespace keys::ingestion {
namespace {

TEST_CASE("index entries may lack tool, licence and documentation") {
  Findings findings;
  const auto entries = ParseAssetsIndex(
      R"({"version":"1.0.0","generated_at":"2026-11-23T10:00:00Z",
          "node_keys":[{"slug":"a","title":"A","version":"1.0.0","runtime":"next"}],
          "runbooks":[{"slug":"b","title":"B","version":"1.0.0","tool":"operational",
                       "key_type":["incident"],"license_spdx":"MIT",
                       "documentation":{"readme":"README.md"}}],
          "stripe_keys":[{"slug":"s","title":"S","version":"1.0.0"}],
          "cursor_keys":[{"slug":"c","title":"C","version":"1.0.0"}],
          "jupyter_keys":[{"slug":"j","title":"J","version":"1.0.0","license_spdx":"MIT"}]})",
      findings);
  REQUIRE(entries.has_value());
  CHECK(findings.ok());
  REQUIRE(entries->size() == 5);
  const auto asset = [&](std::size_t i) {
    const IndexEntry& entry = (*entries)[i];
    REQUIRE(entry.manifest.has_value());
    Findings ignored;
    return ToAsset(*entry.manifest, *entry.family, {.source_rank = kIndexRank}, ignored);
  };
  CHECK(asset(0).tool() == "next");
  CHECK(asset(0).incomplete());
  CHECK_FALSE(asset(0).has_license_spdx());
  CHECK(asset(1).tool() == "runbook");
  CHECK_FALSE(asset(1).incomplete());
  CHECK_FALSE(asset(2).incomplete());
  CHECK(asset(2).tool() == "jupyter");
  CHECK(asset(3).key_type() == "workflow");
  CHECK(asset(4).key_type() == "cursor");
  CHECK(asset(4).source_rank() == kIndexRank);
}

TEST_CASE("one bad entry never fails the good ones") {
  Findings findings;
  const auto entries = ParseAssetsIndex(
      R"({"version":"1","node_keys":[{"slug":"a","title":"A","version":"1.0"},7,
          {"slug":"b","title":"B","version":"1.0.0"},{"title":"C","version":"1.0.0","tool":"cobol"}],
          "runbooks":[{"slug":"b","title":"B","version":"1.0.0"}],"other":[]})",
      findings);
  REQUIRE(entries.has_value());
  REQUIRE(findings.violations().size() == 1);
  CHECK(findings.violations()[0].pointer == "/node_keys/1");
  CHECK(findings.warnings()[0].pointer == "/other");
  REQUIRE(entries->size() == 4);
  CHECK((*entries)[0].findings.violations()[0].code == code::kVersionInvalid);
  CHECK((*entries)[0].findings.violations()[0].pointer == "/node_keys/0/version");
  CHECK((*entries)[0].slug == "a");
  CHECK((*entries)[1].manifest.has_value());
  CHECK((*entries)[2].findings.violations().size() == 2);
  CHECK((*entries)[3].findings.violations()[0].code == code::kSlugDuplicate);
}

TEST_CASE("an index that is no object or has no version is reported") {
  Findings findings;
  CHECK_FALSE(ParseAssetsIndex("[]", findings).has_value());
  Findings unversioned;
  CHECK(ParseAssetsIndex("{}", unversioned).has_value());
  CHECK(unversioned.violations()[0].pointer == "/version");
}

TEST_CASE("the library of Jupyter packs is an index") {
  Findings findings;
  const auto entries = ParseAssetsIndex(
      R"({"version":"2","packs":[{"slug":"study","title":"S","version":"1.0.0","difficulty":"expert"},
          {"slug":"bad","title":"B","version":"1"}],
          "jupyter_keys":[{"slug":"study","title":"S","version":"1.0.0"}]})",
      findings);
  REQUIRE(entries.has_value());
  CHECK(findings.ok());
  CHECK(findings.warnings().empty());
  REQUIRE(entries->size() == 3);
  CHECK((*entries)[1].family->folder == "jupyter-keys");
  CHECK((*entries)[1].pointer == "/packs/0");
  CHECK((*entries)[1].findings.violations()[0].code == code::kSlugDuplicate);
  CHECK((*entries)[2].findings.violations()[0].code == code::kVersionInvalid);
}

}  // namespace
}  // namespace keys::ingestion
