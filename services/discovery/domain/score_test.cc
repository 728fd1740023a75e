#include "services/discovery/domain/score.h"

#include <catch2/catch.hpp>
#include <fstream>
#include <sstream>

#include "common/base/text.h"
#include "common/text/words.h"
#include "services/discovery/domain/counterfactuals.h"

namespace keys::discovery {
namespace {

// The rules the service ships with.
Rules ShippedRules() {
  std::ifstream file("services/discovery/rules.json");
  std::stringstream json;
  json << file.rdbuf();
  // An editor on Windows may have saved the file so.
  auto rules = Rules::FromJson("\xEF\xBB\xBF" + json.str());
  REQUIRE(rules.ok());
  return *std::move(rules);
}

int ScoreOf(const std::string& tool, const std::vector<ActiveSignal>& signals,
            const std::string& maturity = "") {
  return Score(Features{tool, maturity}, signals, ShippedRules()).score;
}

std::vector<std::string> WordsOf(std::string_view value) { return text::WordsOf(value, 100); }

TEST_CASE("words are runs of letters and digits, compared whole and in lower case") {
  CHECK(WordsOf("Node.js") == std::vector<std::string>{"node", "js"});
  CHECK(WordsOf("  Next-15/IDE ") == std::vector<std::string>{"next", "15", "ide"});
  CHECK(WordsOf("...").empty());
  CHECK(ScoreOf("node", {{"s", "tool_intent", "Node.js"}}) == 10);
  CHECK(ScoreOf("node", {{"s", "tool_intent", "nodejs"}}) == 1);
}

TEST_CASE("what phones and word processors write between words ends a word too") {
  const std::vector<std::string> node_and_js = {"node", "js"};
  CHECK(WordsOf("\u201cNode.js\u201d") == node_and_js);  // curly quotes
  CHECK(WordsOf("node\u2011js") == node_and_js);         // hyphen that does not break
  CHECK(WordsOf("node\u00a0js\u2026") == node_and_js);   // blank that does not break, ellipsis
  CHECK(WordsOf("\U0001F680node\u2014js") == node_and_js);
  CHECK(WordsOf("node\u3001js") == node_and_js);
  CHECK(WordsOf("caf\u00e9 \u00dcbung \u65e5\u672c") ==
        std::vector<std::string>{"caf\u00e9", "\u00fcbung", "\u65e5\u672c"});
  CHECK(ScoreOf("node", {{"s", "tool_intent", "\u2018Node\u2019"}}) == 10);
}

TEST_CASE("letters of every script are lower-cased, and only letters and digits make words") {
  CHECK(WordsOf("CAF\u00c9 \u0416\u0423\u041a \u03a9\u039c\u0395\u0393\u0391") ==
        std::vector<std::string>{"caf\u00e9", "\u0436\u0443\u043a",
                                 "\u03c9\u03bc\u03b5\u03b3\u03b1"});
  CHECK(WordsOf("\u212aelvin") == std::vector<std::string>{"kelvin"});     // the sign K
  CHECK(WordsOf("\U00010400") == std::vector<std::string>{"\U00010428"});  // Deseret
  CHECK(WordsOf("cafe\u0301 x") == WordsOf("CAF\u00c9 \uff38"));  // one word in each normal form
  CHECK(WordsOf("node\u060cjs\u0964next\u05bexyz") ==             // Arabic comma, danda, maqaf
        std::vector<std::string>{"node", "js", "next", "xyz"});
  CHECK(WordsOf("\u0967\u0968 42") == std::vector<std::string>{"\u0967\u0968", "42"});
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
  const Features key{"runbook", "operator"};
  const std::vector<ActiveSignal> signals = {{"a", "role", "SRE"},
                                             {"b", "problem_category", "incident response"},
                                             {"c", "tool_intent", "my IDE"}};
  const Scored scored = Score(key, signals, rules);
  CHECK(scored.score == 6 + 8 + 10 + 3);
  CHECK(scored.reason == "Recommended because you're using my IDE");
  int sum = 0;
  for (const auto& contribution : scored.contributions) sum += contribution.points();
  CHECK(sum == scored.score);
}

TEST_CASE("a counterfactual is what the KEY scores when it is tried") {
  const Rules rules = ShippedRules();
  const Features key{"node", "starter"};
  const auto said = [&](const std::vector<ActiveSignal>& signals,
                        const std::set<std::string>& closed = {}) {
    return Counterfactuals(key, Score(key, signals, rules), signals, rules, closed);
  };
  using Sentences = std::vector<std::string>;
  CHECK(said({{"a", "role", "developer"}, {"b", "tool_intent", "node"}}) ==
        Sentences{"Without your tool intent \"node\" this KEY would score 9 instead of 19.",
                  "Without your role \"developer\" this KEY would score 13 instead of 19."});
  CHECK(said({{"a", "role", "developer"}}) ==
        Sentences{"Without your role \"developer\" this KEY would score 1 instead of 9."});
  CHECK(said({{"a", "role", "developer", "engineer"}}) ==
        Sentences{"Without your role \"developer\" your earlier \"engineer\" would count, and "
                  "this KEY would still score 9."});
  CHECK(said({{"a", "role", "developer", "analyst"}}) ==
        Sentences{"Without your role \"developer\" your earlier \"analyst\" would count, and "
                  "this KEY would score 1 instead of 9."});
  CHECK(said({{"a", "role", "sre"}}) ==
        Sentences{"With the tool intent \"node\" this KEY would score 13 instead of 1.",
                  "With the problem category \"build\" this KEY would score 11 instead of 1.",
                  "With the role \"developer\" this KEY would score 9 instead of 1."});
  CHECK(said({}, {"role", "tool_intent"}) ==
        Sentences{"With the problem category \"build\" this KEY would score 11 instead of 1."});
}

TEST_CASE("maturity adds only where a rule matched") {
  CHECK(ScoreOf("node", {{"s", "role", "developer"}}, "starter") == 9);
  CHECK(ScoreOf("node", {{"s", "role", "developer"}}, "scale") == 6);
  CHECK(ScoreOf("node", {}, "starter") == 1);
}

TEST_CASE("without a match a KEY is popular, and says so") {
  const Scored scored = Score({"jupyter", ""}, std::vector<ActiveSignal>{}, ShippedRules());
  CHECK(scored.score == 1);
  CHECK(scored.reason == "Popular jupyter key");
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
  const auto made = [](const std::string& type, const std::string& points, const std::string& row) {
    return Rules::FromJson(StrCat(R"({"signals":[{"type":")", type, R"(","points":)", points,
                                  R"(,"reason":"r","rows":[)", row,
                                  R"(]}],"maturity":{"words":[],"points":1},)",
                                  R"("popular":{"points":1,"reason":"p"}})"));
  };
  const std::string row = R"({"name":"n","words":["sre"],"families":["node"]})";
  CHECK(made("role", "1", row).ok());
  CHECK_FALSE(made("mood", "1", row).ok());
  CHECK_FALSE(made("role", "0", row).ok());
  CHECK_FALSE(made("role", "1.5", row).ok());
  CHECK_FALSE(made("role", "1001", row).ok());
  // One value is one number, however it is written.
  for (const char* one : {"1.0", "1e0", "10e-1", "1e3"}) {
    INFO(one);
    CHECK(made("role", one, row).ok());
  }
  for (const char* none :
       {"-0", "-1", "1e4", "1e400", "9007199254740993", "18446744073709551617", "\"1\"", "null"}) {
    INFO(none);
    CHECK_FALSE(made("role", none, row).ok());
  }
  CHECK_FALSE(made("role", "1", StrCat(row, ",", row)).ok());
  const auto with_word = [&](const char* word) {
    return made("role", "1",
                StrCat(R"({"name":"n","words":[")", word, R"("],"families":["node"]})"));
  };
  for (const char* word : {"Node.js", "site reliability", ""}) CHECK_FALSE(with_word(word).ok());
  // A word may be written in any case: it is compared folded, as those of signals are.
  for (const char* word : {"SRE", "\u00c9", "gr\u00f6\u00dfe"}) CHECK(with_word(word).ok());
  CHECK_FALSE(made("role", "1", R"({"name":"n","word":["sre"],"words":[],"families":[]})").ok());
}

}  // namespace
}  // namespace keys::discovery
