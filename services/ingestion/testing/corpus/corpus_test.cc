// Every crafted asset in one run, and every code at least once.
#include "services/ingestion/testing/corpus/corpus.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <thread>

#include "services/ingestion/domain/codes.h"
#include "services/ingestion/domain/markdown_catalogue.h"

namespace keys::ingestion {
namespace {

using Codes = std::set<std::string>;

void AddCodes(const v1::IngestResponse& response, Codes& codes) {
  for (const auto& finding : response.errors()) codes.insert(finding.code());
  for (const auto& finding : response.warnings()) codes.insert(finding.code());
}

bool Rejects(const std::string& code) {
  const auto found =
      std::find_if(std::begin(code::kAllCodes), std::end(code::kAllCodes),
                   [&](const code::Meaning& meaning) { return meaning.code == code; });
  REQUIRE(found != std::end(code::kAllCodes));
  return !found->is_warning;
}

// All assets of the corpus in one run, so that it also shows that none disturbs another.
Codes RunCorpus() {
  Workshop workshop;
  std::vector<CorpusCase> cases = WriteManifestCases(workshop);
  for (const auto& more :
       {WriteTextCases(workshop), WriteFolderCases(workshop), WriteNotebookCases(workshop)}) {
    cases.insert(cases.end(), more.begin(), more.end());
  }
  CHECK(cases.size() >= 120);
  const auto response = workshop.Run();
  REQUIRE(workshop.status.ok());
  CHECK(response.assets_size() == static_cast<int>(cases.size()));
  for (const CorpusCase& one : cases) {
    INFO(one.family << "/" << one.slug);
    const auto reported = ReportedOf(response, one.slug);
    if (one.expected.count("*") == 0) CHECK(reported == one.expected);
    const bool is_rejected = std::any_of(reported.begin(), reported.end(), [](const auto& text) {
      return Rejects(text.substr(0, text.find(' ')));
    });
    CHECK(OutcomeOf(response, one.slug) == (is_rejected ? "rejected" : "published"));
  }
  Codes codes;
  AddCodes(response, codes);
  const auto again = workshop.Run();
  CHECK(again.unchanged() == response.success());
  CHECK(again.errors_size() == response.errors_size());
  return codes;
}

// Tries what concerns more than one asset, or stands beside them.
Codes RunNeighbours() {
  Codes codes;
  Workshop workshop;
  workshop.AddAsset("runbook-keys", "twin");
  workshop.AddAsset("cursor-keys", "twin");
  workshop.AddAsset("stripe-keys", "older", "1.0.0", ".versions/1.2.0/");
  workshop.assets.Write("marketplace.json",
                        R"({"currency":"EUR","keys":{"twin":{"price_cents":1}}})");
  workshop.assets.Write(std::string(kCataloguePath),
                        "### 1. twin\n**Title**: Twin\n**Slug**: `twin`\n"
                        "### 2. odd\n**Title**: Odd\n**Slug**: `even`\n"
                        "```\n### 3. example\n```\n");
  const auto response = workshop.Run();
  CHECK(ReportedOf(response, "older") == Codes{"VERSION_FOLDER_MISMATCH /version"});
  CHECK(Errors(response).count("twin SLUG_DUPLICATE cursor-keys/twin#") == 1);
  CHECK(Errors(response).count(" CURRENCY_INVALID marketplace.json#/currency") == 1);
  CHECK(ReportedOf(response, "odd") == Codes{"CATALOGUE_ENTRY_INVALID"});
  CHECK(ReportedOf(response, "twin").count("SHADOWED_BY_FOLDER") == 1);
  AddCodes(response, codes);
  return codes;
}

// Tries what store and catalog refuse.
Codes RunRefusals() {
  Workshop workshop;
  for (const char* slug : {"away", "changed", "refused", "unstored"}) {
    workshop.AddAsset("runbook-keys", slug);
  }
  workshop.storage.Write("marketplace/keys/runbook/unstored", "a file in the folder's place");
  workshop.catalog.refused["refused"] = true;
  workshop.catalog.away_at = "away";
  auto response = workshop.Run();
  CHECK(ReportedOf(response, "away") == Codes{"CATALOG_UNAVAILABLE"});
  CHECK(ReportedOf(response, "refused") == Codes{"PUBLISH_REFUSED"});
  CHECK(ReportedOf(response, "unstored") == Codes{"STORAGE_UNAVAILABLE"});
  CHECK(OutcomeOf(response, "changed") == "published");
  Codes codes;
  AddCodes(response, codes);
  workshop.assets.Write("runbook-keys/changed/more", "x");
  response = workshop.Run();
  CHECK(ReportedOf(response, "changed") == Codes{"VERSION_IMMUTABLE"});
  AddCodes(response, codes);
  return codes;
}

// A file that grows all the time has another size when it is archived than when it was looked at.
Codes RunChange() {
  Workshop workshop;
  workshop.AddAsset("runbook-keys", "growing");
  workshop.assets.Write("runbook-keys/growing/large", std::string(8u << 20, 'x'));
  const std::string log = workshop.assets.At("runbook-keys/growing/zlog");
  std::ofstream(log) << "x";
  std::atomic<bool> is_over{false};
  std::thread writer([&] {
    while (!is_over) std::ofstream(log, std::ios::app) << "x";
  });
  Codes codes;
  for (int i = 0; i < 50 && codes.count("FOLDER_CHANGED") == 0; ++i) {
    AddCodes(workshop.Run(true), codes);
  }
  is_over = true;
  writer.join();
  return codes;
}

TEST_CASE("every asset of the corpus is judged as written, and every code occurs") {
  Codes seen = RunCorpus();
  for (const Codes& more : {RunNeighbours(), RunRefusals(), RunChange()}) {
    seen.insert(more.begin(), more.end());
  }
  for (const code::Meaning& meaning : code::kAllCodes) {
    INFO(meaning.code);
    CHECK(seen.count(std::string(meaning.code)) == 1);
  }
}

}  // namespace
}  // namespace keys::ingestion
