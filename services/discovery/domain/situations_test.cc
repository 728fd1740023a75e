#include "services/discovery/domain/situations.h"

#include <catch2/catch.hpp>
#include <fstream>
#include <sstream>

#include "common/base/text.h"
#include "common/text/words.h"
#include "services/discovery/domain/score.h"

namespace keys::discovery {
namespace {

std::string FileText(const char* path) {
  std::ifstream file(path);
  std::stringstream text;
  text << file.rdbuf();
  return text.str();
}

v1::ListSituationsResponse Shipped() {
  auto situations = SituationsFromJson(FileText("services/discovery/situations.json"));
  INFO(situations.status().ToString());
  REQUIRE(situations.ok());
  return *std::move(situations);
}

// What a visitor has told who chose this: the choice's word for a type takes the situation's place.
std::vector<ActiveSignal> Told(const v1::Situation& situation, const v1::SituationChoice& choice) {
  std::map<std::string, std::string> told;
  for (const auto& signal : situation.signals()) told[signal.signal_type()] = signal.signal_value();
  for (const auto& signal : choice.signals()) told[signal.signal_type()] = signal.signal_value();
  std::vector<ActiveSignal> signals;
  for (const auto& [type, value] : told)
    signals.push_back({.id = type, .type = type, .value = value});
  return signals;
}

TEST_CASE("each choice that ships leads signed-in and signed-out visitors to the same family") {
  const auto rules = Rules::FromJson(FileText("services/discovery/rules.json"));
  REQUIRE(rules.ok());
  const auto shipped = Shipped();
  CHECK(shipped.situations_size() >= 6);
  for (const v1::Situation& situation : shipped.situations()) {
    for (const v1::SituationChoice& choice : situation.choices()) {
      INFO(situation.id() << " " << choice.id());
      v1::SituationFilters filters = situation.filters();
      filters.MergeFrom(choice.filters());
      REQUIRE(filters.has_tool());
      const Scored scored = Score({filters.tool(), ""}, Told(situation, choice), *rules);
      CHECK(ConfidenceOf(scored.score) != "low");
    }
  }
}

TEST_CASE("what ships is said plainly: no urgency, nothing watched, nobody else's purchases") {
  const auto shipped = Shipped();
  for (const v1::Situation& situation : shipped.situations()) {
    std::vector<std::string> texts = {situation.title(), situation.sentence()};
    for (const v1::SituationChoice& choice : situation.choices()) texts.push_back(choice.title());
    for (const std::string& said : texts) {
      for (const std::string& word : text::WordsOf(said, 100)) {
        INFO(said);
        for (const char* banned : {"now", "hurry", "today", "limited", "track", "tracking", "watch",
                                   "watching", "watched", "everyone", "everybody", "others"}) {
          CHECK(word != banned);
        }
      }
      CHECK(said.find('!') == std::string::npos);
    }
  }
}

std::string One(const std::string& situation) { return R"({"situations":[)" + situation + "]}"; }
std::string Choice(const std::string& id, const std::string& filters = R"({"tag":"x"})",
                   const std::string& signals = "[]") {
  return R"({"id":")" + id + R"(","title":"T","signals":)" + signals + R"(,"filters":)" + filters +
         "}";
}
std::string Situation(const std::string& choices, const std::string& more = "") {
  return R"({"id":"s","title":"T","sentence":"S","signals":[],"filters":{},"choices":[)" + choices +
         "]" + more + "}";
}

TEST_CASE("situations that are not as they should be are refused with what is wrong") {
  const std::string two = Choice("a") + "," + Choice("b");
  CHECK(SituationsFromJson(One(Situation(two))).ok());
  CHECK(SituationsFromJson(R"({"situations":[]})").ok());
  const std::string signal = R"({"signal_type":"role","signal_value":"sre"})";
  const std::vector<std::pair<std::string, std::string>> wrong = {
      {"", "not a JSON object"},
      {"[]", "not a JSON object"},
      {R"({"situations":[],"more":1})", "'more' means nothing here"},
      {R"({"situations":[1]})", "an entry of 'situations' must be an object"},
      {One(Situation(two) + "," + Situation(two)), "situation 2: the id 's' comes twice"},
      {One(Situation(Choice("a"))), "situation 1: 'choices' must be 2 to 4"},
      {One(Situation(two + "," + Choice("c") + "," + Choice("d") + "," + Choice("e"))),
       "situation 1: 'choices' must be 2 to 4"},
      {One(Situation(Choice("a") + "," + Choice("a"))), "situation 1: the id 'a' comes twice"},
      {One(Situation(Choice("A") + "," + Choice("b"))),
       "situation 1: 'A' is no id of small letters, digits and hyphens"},
      {One(Situation(two, R"(,"colour":"red")")), "situation 1: 'colour' means nothing here"},
      {One(Situation(two, R"(,"id":"t")")), "situation 1: 'id' comes twice"},
      {One(Situation(Choice("a", "{}") + "," + Choice("b"))),
       "situation 1: the choice 'a' filters nothing"},
      {One(Situation(Choice("a", R"({"colour":"red"})") + "," + Choice("b"))),
       "situation 1: 'colour' is no filter"},
      {One(Situation(Choice("a", R"({"tag":" "})") + "," + Choice("b"))),
       "situation 1: 'tag' must have a word"},
      {One(Situation(Choice("a", R"({"tag":1})") + "," + Choice("b"))),
       "situation 1: 'tag' must be a text"},
      {One(Situation(
           Choice("a", R"({"tag":"x"})", R"([{"signal_type":"view","signal_value":"x"}])") + "," +
           Choice("b"))),
       "situation 1: nobody tells a signal of type 'view'"},
      {One(Situation(Choice("a", R"({"tag":"x"})", "[" + signal + "," + signal + "]") + "," +
                     Choice("b"))),
       "situation 1: two signals are of type 'role'"}};
  for (const auto& [text, complaint] : wrong) {
    const auto read = SituationsFromJson(text);
    CHECK(MessageOf(read.status()) == "discovery situations: " + complaint);
  }
  std::string many;
  for (int i = 0; i <= kMostSituations; ++i) many += std::string(i == 0 ? "" : ",") + "{}";
  CHECK(MessageOf(SituationsFromJson(One(many)).status()) ==
        "discovery situations: more than 24 situations");
}

}  // namespace
}  // namespace keys::discovery
