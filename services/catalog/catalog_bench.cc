// Measures reading the catalog at 1,000 and at 50,000 KEYS, side by side; scripts/bench-catalog.sh
// runs it. It calls handlers over a real database, without gRPC and HTTP. Exit code 1 when the 99th
// percentile of a list or search at the larger size is above twice that of the smaller one.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "services/catalog/testing/catalog_scale.h"
#include "services/catalog/testing/catalog_world.h"

namespace keys::catalog {
namespace {

struct Case {
  const char* name;
  std::function<v1::ListKeysRequest(int round)> request;
  // Counted facets are kept, and counting them looks at every KEY that matches. Their figure is
  // shown and not bounded.
  bool bounded = true;
};

// The time for the batches of one line. All lines, and making 51,000 KEYS, must fit into ten
// minutes.
constexpr absl::Duration kCaseBudget = absl::Seconds(20);

struct Figures {
  double p50_ms = 0;
  double p99_ms = 0;
};

v1::ListKeysRequest Search(const std::string& words, const char* sort = "relevance") {
  v1::ListKeysRequest request;
  request.set_search(words);
  request.set_sort(sort);
  return request;
}

v1::ListKeysRequest Sorted(const char* sort) {
  v1::ListKeysRequest request;
  request.set_sort(sort);
  return request;
}

std::vector<Case> Cases() {
  std::vector<Case> cases;
  for (const char* sort : {"newest", "title", "price"}) {
    cases.push_back({sort, [sort](int) { return Sorted(sort); }});
  }
  cases.push_back({"tool and maturity", [](int round) {
                     v1::ListKeysRequest request;
                     request.set_tool(round % 2 ? "stripe" : "node");
                     request.set_maturity(round % 2 ? "starter" : "scale");
                     return request;
                   }});
  cases.push_back({"tag", [](int round) {
                     v1::ListKeysRequest request;
                     request.set_tag("tag" + std::to_string(round % 89));
                     return request;
                   }});
  cases.push_back({"word all have in the title", [](int) { return Search("guide"); }});
  cases.push_back({"word all have, newest", [](int) { return Search("guide", "newest"); }});
  cases.push_back({"word all have elsewhere", [](int) { return Search("marketplace"); }});
  cases.push_back({"word of every tenth", [](int) { return Search("payments"); }});
  cases.push_back({"two common words", [](int) { return Search("guide marketplace"); }});
  cases.push_back({"word of one in 211",
                   [](int round) { return Search("topic" + std::to_string(round % 211)); }});
  cases.push_back(
      {"word of a README", [](int round) { return Search("word" + std::to_string(round % 997)); }});
  cases.push_back({"beginning of a word", [](int) { return Search("mark"); }});
  cases.push_back({"typing error", [](int) { return Search("makretplace"); }});
  cases.push_back({"word nobody wrote", [](int) { return Search("xylophonist"); }});
  cases.push_back({"facets of a tool",
                   [](int) {
                     v1::ListKeysRequest request;
                     request.set_tool("stripe");
                     request.set_facets(true);
                     return request;
                   },
                   false});
  return cases;
}

double Once(World& world, const v1::ListKeysRequest& request) {
  const auto start = std::chrono::steady_clock::now();
  world.List(request);
  return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start)
      .count();
}

Figures FiguresOf(std::vector<double> milliseconds) {
  std::sort(milliseconds.begin(), milliseconds.end());
  return {.p50_ms = milliseconds[milliseconds.size() / 2],
          .p99_ms = milliseconds[milliseconds.size() * 99 / 100]};
}

// Takes the median of several batches, so that other work of the machine during one of them does
// not count.
Figures MiddleOf(const std::vector<Figures>& batches) {
  std::vector<double> p50;
  std::vector<double> p99;
  for (const Figures& figures : batches) {
    p50.push_back(figures.p50_ms);
    p99.push_back(figures.p99_ms);
  }
  std::sort(p50.begin(), p50.end());
  std::sort(p99.begin(), p99.end());
  return {.p50_ms = p50[p50.size() / 2], .p99_ms = p99[p99.size() / 2]};
}

// Measures both catalogs in turns, so that other work of the machine affects both. At least one
// batch is made, and none is begun after the deadline.
std::pair<Figures, Figures> Measure(World& small, World& large, const Case& one, int rounds,
                                    Deadline deadline) {
  constexpr int kWarmUp = 20;
  constexpr int kBatches = 5;
  for (int i = 0; i < kWarmUp; ++i) {
    Once(small, one.request(i));
    Once(large, one.request(i));
  }
  std::vector<Figures> of_small;
  std::vector<Figures> of_large;
  for (int batch = 0; batch < kBatches && (batch == 0 || !deadline.Expired()); ++batch) {
    std::vector<double> few;
    std::vector<double> many;
    for (int i = 0; i < rounds; ++i) {
      few.push_back(Once(small, one.request(i)));
      many.push_back(Once(large, one.request(i)));
    }
    of_small.push_back(FiguresOf(std::move(few)));
    of_large.push_back(FiguresOf(std::move(many)));
  }
  return {MiddleOf(of_small), MiddleOf(of_large)};
}

bool Run(int few, int many, int rounds) {
  World small;
  World large;
  GenerateKeys(small.database, few);
  GenerateKeys(large.database, many);
  std::printf("%-28s %10d KEYS %15d KEYS\n%-28s %9s %9s  %9s %9s  %s\n", "milliseconds", few, many,
              "", "p50", "p99", "p50", "p99", "p99 ratio");
  double small_total = 0;
  double large_total = 0;
  for (const Case& one : Cases()) {
    const auto [a, b] = Measure(small, large, one, rounds, Deadline::After(kCaseBudget));
    std::fflush(stdout);
    std::printf("%-28s %9.2f %9.2f  %9.2f %9.2f  %6.2f%s\n", one.name, a.p50_ms, a.p99_ms, b.p50_ms,
                b.p99_ms, b.p99_ms / a.p99_ms, one.bounded ? "" : "  (not bounded)");
    if (!one.bounded) continue;
    small_total = std::max(small_total, a.p99_ms);
    large_total = std::max(large_total, b.p99_ms);
  }
  std::printf("worst p99 of a list or search: %.2f ms and %.2f ms, ratio %.2f (at most 2)\n",
              small_total, large_total, large_total / small_total);
  return large_total <= 2 * small_total;
}

TEST_CASE("a list and a search cost at 50,000 KEYS at most twice what they cost at 1,000") {
  const char* rounds = std::getenv("BENCH_ROUNDS");
  CHECK(Run(1'000, 50'000, std::max(rounds == nullptr ? 200 : std::atoi(rounds), 1)));
}

}  // namespace
}  // namespace keys::catalog
