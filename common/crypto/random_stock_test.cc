#include "common/crypto/random_stock.h"

#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <catch2/catch.hpp>
#include <set>
#include <string>
#include <thread>

namespace keys::crypto {
namespace {

std::string Draw() {
  std::string bytes(16, '\0');
  FillFromStock(absl::MakeSpan(bytes));
  return bytes;
}

TEST_CASE("no bytes are handed out twice, in one thread or in several") {
  constexpr int kDraws = 5000;
  std::set<std::string> seen;
  std::array<std::set<std::string>, 2> drawn;
  std::array<std::thread, 2> threads;
  for (int t = 0; t < 2; ++t) {
    threads[t] = std::thread([&mine = drawn[t]] {
      for (int i = 0; i < kDraws; ++i) mine.insert(Draw());
    });
  }
  for (std::thread& thread : threads) thread.join();
  for (const auto& mine : drawn) seen.insert(mine.begin(), mine.end());
  CHECK(seen.size() == 2 * kDraws);
}

TEST_CASE("a child of fork() draws other bytes than its parent") {
  Draw();  // the stock is filled, so that the child has a copy of it
  int ends[2];
  REQUIRE(pipe(ends) == 0);
  const pid_t child = fork();
  REQUIRE(child >= 0);
  if (child == 0) {
    const std::string drawn = Draw();
    _exit(write(ends[1], drawn.data(), drawn.size()) == 16 ? 0 : 1);
  }
  std::string theirs(16, '\0');
  REQUIRE(read(ends[0], theirs.data(), theirs.size()) == 16);
  int status = 0;
  REQUIRE(waitpid(child, &status, 0) == child);
  CHECK(status == 0);
  CHECK(theirs != Draw());
  close(ends[0]);
  close(ends[1]);
}

TEST_CASE("a whole stock can be drawn at once") {
  std::string all(kRandomStockBytes, '\0');
  FillFromStock(absl::MakeSpan(all));
  CHECK(std::set<char>(all.begin(), all.end()).size() > 200);
}

}  // namespace
}  // namespace keys::crypto
