#include "services/discovery/domain/score.h"

#include <catch2/catch.hpp>
#include <fstream>
#include <sstream>

#include "services/discovery/domain/words.h"

namespace keys::discovery {
namespace {

// The rules the service ships with.
Rules ShippedRules() {
  std::ifstream file("services/discovery/rules.json");
  std::stringstream text;
  text << file.rdbuf();
  auto rules = Rules::FromJson(text.str());
  REQUIRE(rules.ok());
  return *std::move(rules);
}

catalog::v1::Candidate Key(const std::string& slug, const std::string& tool,
                           const std::string& maturity = "") {
  catalog::v1::Candidate candidate;
  candidate.set_id("id-" + slug);
  candidate.set_slug(slug);
  candidate.set_tool(tool);
  if (!maturity.empty()) candidate.set_maturity(maturity);
  return candidate;
}

int ScoreOf(const std::string& tool, const std::vector<ActiveSignal>& signals,
            const std::string& maturity = "") {
  return Score(Key("k", tool, maturity), signals, ShippedRules()).score;
}

TEST_CASE("words are runs of letters and digits, compared whole and in lower case") {
  CHECK(WordsOf("Node.js") == std::vector<std::string>{"node", "js"});
  CHECK(WordsOf("  Next-15/IDE ") == std::vector<std::string>{"next", "15", "ide"});
  CHECK(WordsOf("...").empty());
  CHECK(ScoreOf("node", {{"s", "tool_intent", "Node.js"}}) == 10);
  CHECK(ScoreOf("node", {{"s", "tool_intent", "nodejs"}}) == 1);
}

TEST_CASE("every row of the contract's table gives its points to its families") {
  struct Case {
    const char* type;
    const char* word;
    std::vector<std::string> families;
    int points;
  };
  const std::vector<Case> cases = {{"tool_intent", "cursor", {"runbook", "cursor"}, 10},
                                   {"tool_intent", "IDE", {"runbook", "cursor"}, 10},
                                   {"tool_intent", "jupyter", {"jupyter"}, 10},
                                   {"tool_intent", "notebook", {"jupyter"}, 10},
                                   {"tool_intent", "node", {"node", "next"}, 10},
                                   {"tool_intent", "next", {"node", "next"}, 10},
                                   {"tool_intent", "stripe", {"stripe"}, 10},
                                   {"tool_intent", "github", {"github"}, 10},
                                   {"tool_intent", "supabase", {"supabase"}, 10},
                                   {"problem_category", "incident", {"runbook"}, 8},
                                   {"problem_category", "debug", {"runbook"}, 8},
                                   {"problem_category", "build", {"node", "next"}, 8},
                                   {"problem_category", "monetize", {"node", "next"}, 8},
                                   {"problem_category", "validate", {"jupyter"}, 8},
                                   {"problem_category", "analysis", {"jupyter"}, 8},
                                   {"role", "operator", {"runbook"}, 6},
                                   {"role", "sre", {"runbook"}, 6},
                                   {"role", "developer", {"node", "next"}, 6},
                                   {"role", "engineer", {"node", "next"}, 6},
                                   {"role", "analyst", {"jupyter"}, 6},
                                   {"role", "data", {"jupyter"}, 6}};
  const std::vector<std::string> families = {"node",   "next",   "runbook",  "jupyter",
                                             "stripe", "github", "supabase", "cursor"};
  for (const Case& row : cases) {
    for (const std::string& family : families) {
      const bool matches =
          std::find(row.families.begin(), row.families.end(), family) != row.families.end();
      INFO(row.type << " " << row.word << " " << family);
      CHECK(ScoreOf(family, {{"s", row.type, row.word}}) == (matches ? row.points : 1));
    }
  }
}

TEST_CASE("signals add up, and the reason is that of the largest contribution") {
  const Rules rules = ShippedRules();
  const auto key = Key("k", "runbook", "operator");
  const Scored scored = Score(key,
                              {{"a", "role", "SRE"},
                               {"b", "problem_category", "incident response"},
                               {"c", "tool_intent", "my IDE"}},
                              rules);
  CHECK(scored.score == 6 + 8 + 10 + 3);
  CHECK(scored.reason == "Recommended because you're using my IDE");
  int sum = 0;
  for (const auto& contribution : scored.contributions) sum += contribution.points();
  CHECK(sum == scored.score);
  CHECK(scored.counterfactuals.size() == 3);
}

TEST_CASE("maturity adds only where a rule matched") {
  CHECK(ScoreOf("node", {{"s", "role", "developer"}}, "starter") == 9);
  CHECK(ScoreOf("node", {{"s", "role", "developer"}}, "scale") == 6);
  CHECK(ScoreOf("node", {}, "starter") == 1);
}

TEST_CASE("without a match a KEY is popular, and says so") {
  const auto key = Key("k", "jupyter");
  const Scored scored = Score(key, {}, ShippedRules());
  CHECK(scored.score == 1);
  CHECK(scored.reason == "Popular jupyter key");
  CHECK_FALSE(scored.counterfactuals.empty());
}

TEST_CASE("ties go to the more popular KEY, then to the slug") {
  const auto a = Key("a", "node");
  const auto b = Key("b", "node");
  const auto c = Key("c", "node");
  const auto d = Key("d", "stripe");
  const auto ranked = Rank({&a, &b, &c, &d}, {{"s", "tool_intent", "stripe"}}, ShippedRules(),
                           {{"id-c", {1, 0, 0}}, {"id-b", {0, 9, 9}}});
  std::string order;
  for (const Scored& scored : ranked) order += scored.candidate->slug();
  CHECK(order == "dcba");
}

TEST_CASE("what was seen under a KEY's slug counts with what was seen under its id") {
  const auto a = Key("a", "node");
  const auto b = Key("b", "node");
  const auto ranked = Rank({&a, &b}, {}, ShippedRules(),
                           {{"id-a", {0, 0, 5}}, {"id-b", {0, 0, 3}}, {"b", {0, 0, 3}}});
  CHECK(ranked.front().candidate->slug() == "b");
}

TEST_CASE("confidence follows the points") {
  CHECK(ConfidenceOf(10) == "high");
  CHECK(ConfidenceOf(9) == "medium");
  CHECK(ConfidenceOf(5) == "medium");
  CHECK(ConfidenceOf(4) == "low");
}

TEST_CASE("rules that are not as they should be are refused with what is wrong") {
  for (const char* json : {"", "[]", "{}", R"({"signals":[{}]})", R"({"signals":[],"maturity":{}})",
                           R"({"signals":[{"type":"role","points":-1,"reason":"","rows":[]}]})"}) {
    CHECK_FALSE(Rules::FromJson(json).ok());
  }
}

}  // namespace
}  // namespace keys::discovery
