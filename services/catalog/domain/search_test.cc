// Tests typing errors and the classes of a search.
#include "services/catalog/domain/search.h"

#include <catch2/catch.hpp>

#include "services/catalog/domain/words.h"

namespace keys::catalog {
namespace {

TEST_CASE("a distance counts letters, and a swap once") {
  CHECK(DistanceOf("ledger", "ledger") == 0);
  CHECK(DistanceOf("ledgr", "ledger") == 1);
  CHECK(DistanceOf("nxet", "next") == 1);
  CHECK(DistanceOf("café", "cafe") == 1);
  CHECK(DistanceOf("", "abc") == 3);
  CHECK(DistanceOf("kitten", "sitting") == 3);
}

TEST_CASE("words that mean nothing alone count only when nothing else was asked") {
  const SearchTerm the{.word = "the", .stop_word = true, .known = true};
  const SearchTerm job{.word = "job", .stem = "job", .known = true};
  CHECK(PlanSearch({the, job}).everything == "('job' | '.job')");
  CHECK(PlanSearch({the}).everything == "('the')");
  CHECK(PlanSearch({}).nothing);
}

TEST_CASE("a word nobody wrote stands for the nearest ones, and for those that contain it") {
  const SearchTerm term{.word = "ledgr", .near = {"ledge", "ledger", "edger", "xledgry", "lead"}};
  CHECK(PlanSearch({term}).everything == "('ledgr' | 'xledgry' | 'ledge' | 'ledger')");
  // Three letters are too few to guess from.
  CHECK(PlanSearch({{.word = "abc", .near = {"abd"}}}).nothing);
}

TEST_CASE("each class leaves out what a better one has shown") {
  const SearchPlan plan =
      PlanSearch({{.word = "cat", .stem = "cat", .known = true, .longer = {"catalog"}}});
  CHECK(plan.classes[0].head == "('acat' | 'a.cat')");
  CHECK(plan.classes[1].head == "(('acat' | 'acatalog' | 'a.cat')) & !(('acat' | 'a.cat'))");
  CHECK_FALSE(plan.classes[1].nothing);
  CHECK(plan.classes[4].all == "('cat' | 'catalog' | '.cat')");
  CHECK(plan.classes[4].not_head ==
        "('acat' | 'acatalog' | 'a.cat' | 'bcat' | 'bcatalog' | 'b.cat' | 'ccat' | 'ccatalog' | "
        "'c.cat')");
}

TEST_CASE("a word that nothing resembles is not looked for a second time in titles") {
  const SearchPlan plan = PlanSearch({{.word = "cat", .stem = "cat", .known = true}});
  CHECK(plan.classes[1].nothing);
  for (const int i : {0, 2, 3, 4}) CHECK_FALSE(plan.classes[i].nothing);
}

TEST_CASE("a beginning of many words is asked for as a beginning") {
  SearchTerm term{.word = "c", .known = true};
  for (int i = 0; i <= kMostLonger; ++i) term.longer.push_back("c" + std::to_string(i));
  const SearchPlan plan = PlanSearch({term});
  CHECK(plan.everything == "('c':*)");
  CHECK(plan.classes[0].head == "('ac')");
}

}  // namespace
}  // namespace keys::catalog
