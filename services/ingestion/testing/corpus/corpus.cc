#include "services/ingestion/testing/corpus/corpus.h"

#include <fstream>

#include "common/base/text.h"
#include "common/crypto/encode.h"

namespace keys::ingestion {
namespace {

constexpr char kFolder[] = "services/ingestion/testing/corpus/";

// "{{x*3}}" → "xxx".
std::string Repeated(std::string_view text) {
  std::string out;
  while (true) {
    const auto open = text.find("{{");
    const auto close = open == text.npos ? text.npos : text.find("}}", open);
    // "{{" of nested objects is no repetition.
    const auto star = close == text.npos ? text.npos : text.substr(0, close).rfind('*');
    if (star == text.npos || star < open) return out + std::string(text);
    out += text.substr(0, open);
    const std::string_view unit = text.substr(open + 2, star - open - 2);
    const int times = std::stoi(std::string(text.substr(star + 1, close - star - 1)));
    for (int i = 0; i < times; ++i) out += unit;
    text.remove_prefix(close + 2);
  }
}

// "\x41" → "A".
std::string Bytes(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text.substr(i, 2) != "\\x") {
      out += text[i];
      continue;
    }
    out += crypto::HexDecode(text.substr(i + 2, 2)).value();
    i += 3;
  }
  return out;
}

std::vector<std::vector<std::string>> ReadTable(const std::string& name) {
  std::ifstream in(kFolder + name);
  REQUIRE(in);
  std::vector<std::vector<std::string>> rows;
  std::string line;
  while (std::getline(in, line)) {
    if (line.empty() || line[0] == '#') continue;
    std::vector<std::string> row;
    std::string_view rest = line;
    for (auto at = rest.find(" |"); at != rest.npos; at = rest.find(" |", at)) {
      const bool is_end = at + 2 == rest.size();
      if (!is_end && rest[at + 2] != ' ') {
        at += 2;  // "||" of an npm range
        while (at < rest.size() && rest[at] == '|') ++at;
        continue;
      }
      row.emplace_back(StripBlanks(rest.substr(0, at)));
      rest.remove_prefix(is_end ? at + 2 : at + 3);
      at = 0;
    }
    row.emplace_back(StripBlanks(rest));
    rows.push_back(std::move(row));
  }
  return rows;
}

std::set<std::string> ParseExpected(const std::string& list) {
  std::set<std::string> expected;
  if (list.empty()) return expected;
  for (std::string_view part : Split(list, ',')) {
    expected.insert(Repeated(StripBlanks(part)));
  }
  return expected;
}

std::string ManifestPath(const std::string& family, const std::string& slug) {
  return Concat({family, "/", slug, family == "runbook-keys" ? "/pack.json" : "/key.json"});
}

}  // namespace

std::vector<CorpusCase> WriteManifestCases(Workshop& workshop) {
  std::vector<CorpusCase> cases;
  for (const auto& row : ReadTable("manifests.txt")) {
    INFO(row[0]);
    REQUIRE(row.size() == 5);
    const std::string &slug = row[0], &family = row[1], &member = row[2], &json = row[3];
    ManifestBuilder manifest(family);
    manifest.With("slug", Concat({"\"", slug, "\""}));
    if (json == "-") {
      manifest.Without(member);
    } else {
      manifest.With(member, Repeated(json));
    }
    workshop.AddAsset(family, slug);
    workshop.assets.Write(ManifestPath(family, slug), manifest.Text());
    cases.push_back({slug, family, ParseExpected(row[4])});
  }
  return cases;
}

std::vector<CorpusCase> WriteTextCases(Workshop& workshop) {
  const std::string family = "node-next-keys";
  std::vector<CorpusCase> cases;
  for (const auto& row : ReadTable("texts.txt")) {
    INFO(row[0]);
    REQUIRE(row.size() == 3);
    const std::string& slug = row[0];
    std::string valid = ManifestBuilder(family).With("slug", Concat({"\"", slug, "\""})).Text();
    valid = valid.substr(1, valid.size() - 2);
    std::string text = row[1];
    if (const auto at = text.find("VALID"); at != text.npos) text.replace(at, 5, valid);
    workshop.AddAsset(family, slug);
    workshop.assets.Write(ManifestPath(family, slug), Bytes(Repeated(text)));
    cases.push_back({slug, family, ParseExpected(row[2])});
  }
  return cases;
}

std::set<std::string> ReportedOf(const v1::IngestResponse& response, std::string_view slug) {
  std::set<std::string> reported;
  const auto add = [&](const auto& findings) {
    for (const auto& finding : findings) {
      if (finding.slug() != slug) continue;
      reported.insert(finding.pointer().empty() ? finding.code()
                                                : finding.code() + " " + finding.pointer());
    }
  };
  add(response.errors());
  add(response.warnings());
  return reported;
}

}  // namespace keys::ingestion
