#include "services/catalog/domain/search.h"

#include <algorithm>
#include <string_view>

#include "common/base/text.h"
#include "services/catalog/domain/words.h"

namespace keys::catalog {
namespace {

constexpr size_t kMostNear = 8;

enum class Reading { kAsWritten, kLoosely };

void Or(std::string& query, std::string_view mark, std::string_view lexeme,
        std::string_view suffix = "") {
  if (!query.empty()) query += " | ";
  query += Concat({"'", mark, lexeme, "'", suffix});
}

// Writes the query for one word in the fields of `marks` ("" for search_all).
std::string TermQuery(const SearchTerm& term, const std::vector<std::string_view>& marks,
                      Reading reading) {
  std::string query;
  for (const std::string_view mark : marks) {
    const bool many = term.longer.size() > kMostLonger;
    Or(query, mark, term.word, many && reading == Reading::kLoosely ? ":*" : "");
    if (reading == Reading::kLoosely) {
      for (const std::string& near : term.near) Or(query, mark, near);
      if (!many) {
        for (const std::string& longer : term.longer) Or(query, mark, longer);
      }
    }
    if (term.stem.has_value()) Or(query, mark, "." + *term.stem);
  }
  return Concat({"(", query, ")"});
}

std::string Query(const std::vector<SearchTerm>& terms, const std::vector<std::string_view>& marks,
                  Reading reading) {
  std::string query;
  for (const SearchTerm& term : terms) {
    if (!query.empty()) query += " & ";
    query += TermQuery(term, marks, reading);
  }
  return query;
}

// Keeps only words that contain the word or differ by a few mistakes, the nearest first.
void KeepNearest(SearchTerm& term) {
  std::vector<std::pair<int, std::string>> nearest;
  const int allowed = MistakesAllowed(term.word);
  for (std::string& near : term.near) {
    const bool holds = near.find(term.word) != std::string::npos;
    const int distance = holds ? 0 : DistanceOf(term.word, near);
    if (distance <= allowed) nearest.emplace_back(distance, std::move(near));
  }
  std::sort(nearest.begin(), nearest.end());
  if (nearest.size() > kMostNear) nearest.resize(kMostNear);
  term.near.clear();
  for (auto& [distance, word] : nearest) term.near.push_back(std::move(word));
}

}  // namespace

SearchPlan PlanSearch(std::vector<SearchTerm> terms) {
  const bool only_stop_words =
      std::all_of(terms.begin(), terms.end(), [](const SearchTerm& t) { return t.stop_word; });
  if (!only_stop_words) {
    std::erase_if(terms, [](const SearchTerm& term) { return term.stop_word; });
  }
  if (terms.empty()) return {};
  for (SearchTerm& term : terms) {
    KeepNearest(term);
    if (!term.known && term.near.empty()) return {};
  }
  const std::string exact = Query(terms, {"a"}, Reading::kAsWritten);
  const std::string title = Query(terms, {"a"}, Reading::kLoosely);
  const std::string tags = Query(terms, {"a", "b"}, Reading::kLoosely);
  const std::string head = Query(terms, {"a", "b", "c"}, Reading::kLoosely);
  const std::string all = Query(terms, {""}, Reading::kLoosely);
  SearchPlan plan{.nothing = false, .everything = all};
  // When no word resembles the given ones, reading them loosely finds the same KEYS, so the class
  // has nothing beyond the better ones.
  const auto without = [](const std::string& query, const std::string& better) {
    return SearchClass{.head = Concat({"(", query, ") & !(", better, ")"}),
                       .nothing = query == better};
  };
  plan.classes = {SearchClass{.head = exact}, without(title, exact), without(tags, title),
                  without(head, tags), SearchClass{.all = all, .not_head = head}};
  return plan;
}

}  // namespace keys::catalog
