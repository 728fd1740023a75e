#include "services/ingestion/domain/markdown_catalogue.h"

#include <catch2/catch.hpp>
#include <string>

#include "absl/strings/str_replace.h"
#include "common/base/text.h"
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
  const Finding& finding = entries[0].findings.violations()[0];
  CHECK(finding.detail.find(Concat({"Line ", std::to_string(finding.line), ":"})) == 0);
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

std::string Section(int number, const std::string& slug) {
  return Concat({"### ", std::to_string(number), ". ", slug, "\n**Title**: T ", slug,
                 "\n**Slug**: `", slug, "`\n**Maturity**: `starter`\n\n"});
}

struct Read {
  std::vector<std::string> slugs;  // of good sections
  std::vector<std::string> told;   // "Line 7", of what was skipped
};

Read ReadAll(const std::string& text) {
  Findings findings;
  Read read;
  for (const CatalogueEntry& entry : ParseCatalogue(text, findings)) {
    INFO(entry.asset.slug());
    CHECK(entry.ok());
    read.slugs.push_back(entry.asset.slug());
  }
  CHECK(findings.ok());
  for (const Finding& finding : findings.warnings()) {
    CHECK(finding.code == code::kCatalogueSectionSkipped);
    CHECK(finding.detail.substr(0, 6 + std::to_string(finding.line).size()) ==
          Concat({"Line ", std::to_string(finding.line), " "}));
    read.told.push_back(finding.detail.substr(0, finding.detail.find(" looks")));
  }
  return read;
}

using Texts = std::vector<std::string>;

TEST_CASE("what stands between two sections neither hides the second nor adds one") {
  const std::string inside = Section(90, "inside");
  struct Case {
    std::string between;
    bool tells;
  };
  const std::vector<Case> cases = {{"````md\n```python\n" + inside + "```\n````\n", true},
                                   {"~~~\n```\n" + inside + "~~~\n", true},
                                   {"```pip install x``` installs it\n", false},
                                   {"text\n\n    ```\n", false},
                                   {"```\n" + inside + "```python\n```\n", true},
                                   {"~~~~ md\n~~~\n" + inside + "~~~~\n", true},
                                   {"- an item\n\n  ```\n  # code\n  ```\n", false},
                                   {"> ```\n> quoted\n", false},  // the quote's end ends its fence
                                   {"<!--\n" + inside + "-->\n", true},
                                   {"<pre>\n" + inside + "</pre>\n", true},
                                   {"`` a ` b ``\n", false},
                                   {"a line with ~~~ in it\n", false},
                                   {"\\`\\`\\`\nnot a fence\n", false},
                                   {"> ### 90. inside\n> **Slug**: `inside`\n", true},
                                   {"1. item\n\n   ### 90. inside\n", true},
                                   {"    ### 90. inside\n", true},
                                   {"#### 90. inside\n**Slug**: `inside`\n", true},
                                   {"###90. inside\n", true}};
  for (const Case& one : cases) {
    INFO(one.between);
    const Read read =
        ReadAll(Concat({Section(1, "first"), one.between, "\n", Section(2, "after")}));
    CHECK(read.slugs == Texts{"first", "after"});
    CHECK(read.told.size() == (one.tells ? 1 : 0));
  }
}

TEST_CASE("a fence that is never closed hides the rest, and each section in it is told") {
  const Read read =
      ReadAll(Concat({Section(1, "first"), "```\n\n", Section(2, "second"), Section(3, "third")}));
  CHECK(read.slugs == Texts{"first"});
  CHECK(read.told == Texts{"Line 8", "Line 13"});
}

TEST_CASE("a heading of another form is told when it has a KEY's fields") {
  CHECK(ReadAll("### some-key\n**Title**: A\n**Slug**: `some-key`\n").told == Texts{"Line 1"});
  CHECK(ReadAll("### 1) some-key\n**Slug**: `some-key`\n").told == Texts{"Line 1"});
  CHECK(
      ReadAll("# Library\n\n## 1. About this page\n\n### Not numbered\n\n### 1 a\n").told.empty());
}

TEST_CASE("a KEY's slug that stands in no section is told, and spoils none") {
  const std::string second = "**Title**: B\n**Slug**: `second`\n";
  const std::vector<std::string> headings = {"**2. second**\n", "<h3>2. second</h3>\n\n",
                                             "2. second\n\n", "\\### 2. second\n"};
  for (const std::string& heading : headings) {
    INFO(heading);
    const Read read = ReadAll(Concat({Section(1, "first"), heading, second}));
    CHECK(read.slugs == Texts{"first"});
    CHECK(read.told.size() == 1);
  }
  CHECK(ReadAll(second).told == Texts{"Line 2"});
  CHECK(ReadAll("text\n\n> **Slug**: `a`\n\n- **Slug**: `b`\n").told == Texts{"Line 3", "Line 5"});
  CHECK(ReadAll("#### 1. a\n**Title**: A\n**Slug**: `a`\n**Slug**: `b`\n").told ==
        Texts{"Line 1", "Line 4"});
}

TEST_CASE("lines are counted however they end") {
  for (const char* end : {"\n", "\r\n", "\r"}) {
    std::string text = absl::StrReplaceAll(Section(1, "first") + "\n> ### 2. b\n", {{"\n", end}});
    const Read read = ReadAll("\xEF\xBB\xBF" + text);
    CHECK(read.slugs == Texts{"first"});
    CHECK(read.told == Texts{"Line 7"});
  }
}

TEST_CASE("fields are read as CommonMark shows them") {
  const auto entries = Parse(
      "\xEF\xBB\xBF### 1. `a-b` ###\n\n**Title:** R&amp;D *of* `x_y_z`  \n__Slug__: `a-b`\n"
      "**What It Unlocks**: 1 \\* 2 &#233; <b>bold</b>\n[link](http://x.example) text\n\n"
      "Not part of it.\n\n**Referenced By**:\n\n* Runbook: `one`\n* nothing\n    + Runbook: two\n");
  REQUIRE(entries.size() == 1);
  REQUIRE(entries[0].ok());
  const auto& asset = entries[0].asset;
  CHECK(asset.slug() == "a-b");
  CHECK(asset.title() == "R&D of x_y_z");
  CHECK(asset.description() == "1 * 2 \u00e9 bold link text");
  REQUIRE(asset.tags_size() == 2);
  CHECK(asset.tags(0) == "runbook:one");
  CHECK(asset.tags(1) == "runbook:two");
}

TEST_CASE("code blocks and other headings are prose") {
  CHECK(Parse("```\n### 1. a\n**Title**: A\n**Slug**: `a`\n```\n### Not numbered\n### 1 a\n")
            .empty());
}

TEST_CASE("a catalogue that is not text is refused as a whole") {
  Findings findings;
  CHECK(ParseCatalogue("### 1. a\n\xff", findings).empty());
  CHECK(findings.violations()[0].code == code::kJsonInvalidUtf8);
  Findings windows;
  CHECK(ParseCatalogue("\xFF\xFE#\x01", windows).empty());
  CHECK(windows.violations()[0].detail.find("UTF-16") != std::string::npos);
}

}  // namespace
}  // namespace keys::ingestion
