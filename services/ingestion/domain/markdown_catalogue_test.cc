#include "services/ingestion/domain/markdown_catalogue.h"

#include <catch2/catch.hpp>
#include <string>

#include "services/ingestion/domain/manifest.h"

namespace keys::ingestion {
namespace {

std::vector<CatalogueEntry> Parse(std::string_view text) {
  Findings findings;
  auto entries = ParseCatalogue(text, findings);
  CHECK(findings.ok());
  return entries;
}

std::string OnlyCode(std::string_view text) {
  const auto entries = Parse(text);
  REQUIRE(entries.size() == 1);
  REQUIRE(entries[0].findings.violations().size() == 1);
  CHECK(entries[0].findings.violations()[0].detail.substr(0, 5) == "Line ");
  return entries[0].findings.violations()[0].code;
}

TEST_CASE("a section becomes a listed KEY with nothing to download") {
  const auto entries = Parse(
      "# Library\r\n\nWords for people.\n\n### 1. error-budget-burn\r\n\n"
      "**Title**: Error budget burn\n\n**Slug**: `error-budget-burn`\n\n"
      "**What It Unlocks**: Turns a month of counts\ninto the budget left.\n\n"
      "**Runtime**: 15 minutes\n\n**Maturity**: `operator`\n\n**Referenced By**:\n"
      "- Runbook: `webhook-backlog`\n- Runbook: `roll-back`\n\n- Somebody else\n\n"
      "## Afterwards\n\n**Title**: not a field any more\n");
  REQUIRE(entries.size() == 1);
  REQUIRE(entries[0].ok());
  const auto& asset = entries[0].asset;
  CHECK(asset.slug() == "error-budget-burn");
  CHECK(asset.title() == "Error budget burn");
  CHECK(asset.description() == "Turns a month of counts into the budget left.");
  CHECK(asset.maturity() == "operator");
  CHECK(asset.version() == "1.0.0");
  CHECK(asset.license_spdx() == "MIT");
  CHECK(asset.tool() == "jupyter");
  CHECK(asset.key_type() == "jupyter");
  CHECK(asset.key_types(0) == "notebook");
  REQUIRE(asset.tags_size() == 2);
  CHECK(asset.tags(0) == "runbook:webhook-backlog");
  CHECK(asset.attributes() == R"({"runtime_minutes":15,"preview_public":true})");
  CHECK(asset.source_rank() == kCatalogueRank);
  CHECK(asset.incomplete());
  CHECK_FALSE(asset.has_sha256());
}

TEST_CASE("a bad section costs only itself") {
  const auto entries = Parse(
      "### 1. good\n**Title**: Good\n**Slug**: `good`\n"
      "### 2. no-title\n**Slug**: `no-title`\n"
      "### 3. also-good\n**Title**: Also good\n**Slug**: `also-good`\n"
      "### 4. good\n**Title**: Again\n**Slug**: `good`\n");
  REQUIRE(entries.size() == 4);
  CHECK(entries[0].ok());
  CHECK_FALSE(entries[1].ok());
  CHECK(entries[1].asset.slug() == "no-title");
  CHECK(entries[2].ok());
  CHECK(entries[3].findings.violations()[0].code == code::kSlugDuplicate);
}

TEST_CASE("what a section gets wrong has a code and a line") {
  CHECK(OnlyCode("\n### 1. a\n**Title**: A\n**Slug**: `b`\n") == "CATALOGUE_ENTRY_INVALID");
  CHECK(OnlyCode("### 1. a\n**Title**: A\n") == "CATALOGUE_ENTRY_INVALID");
  CHECK(OnlyCode("### 1. A B\n**Title**: A\n**Slug**: `A B`\n") == "SLUG_INVALID");
  CHECK(OnlyCode("### 1. admin\n**Title**: A\n**Slug**: `admin`\n") == "SLUG_RESERVED");
  CHECK(OnlyCode("### 1. a\n**Title**: A\n**Slug**: `a`\n**Maturity**: `ripe`\n") == "NOT_ALLOWED");
}

TEST_CASE("code blocks and other headings are prose") {
  CHECK(Parse("```\n### 1. a\n**Title**: A\n**Slug**: `a`\n```\n### Not numbered\n### 1 a\n")
            .empty());
}

TEST_CASE("a catalogue that is not text is refused as a whole") {
  Findings findings;
  CHECK(ParseCatalogue("### 1. a\n\xff", findings).empty());
  CHECK(findings.violations()[0].code == code::kJsonInvalidUtf8);
}

}  // namespace
}  // namespace keys::ingestion
