#include "common/rpc/turn_queue.h"

#include <catch2/catch.hpp>
#include <map>
#include <memory>
#include <random>

namespace keys::rpc {
namespace {

std::string Drain(TurnQueue<std::string>& queue) {
  std::string order;
  while (!queue.empty()) order += (order.empty() ? "" : " ") + queue.Pop();
  return order;
}

TEST_CASE("owners take turns, and each one's items stay in order") {
  TurnQueue<std::string> queue;
  for (const char* item : {"a1", "a2", "a3", "a4"}) queue.Push("a", item);
  queue.Push("b", "b1");
  for (const char* item : {"c1", "c2"}) queue.Push("c", item);
  CHECK(queue.size() == 7);
  CHECK(Drain(queue) == "a1 b1 c1 a2 c2 a3 a4");
  CHECK(queue.size() == 0);
  // With a single owner the items leave in the order in which they came.
  for (const char* item : {"x", "y", "z"}) queue.Push("", item);
  CHECK(Drain(queue) == "x y z");
}

TEST_CASE("who comes late waits for one item of each other owner at most") {
  TurnQueue<std::string> queue;
  for (int owner = 0; owner < 10; ++owner) {
    for (int item = 0; item < 100; ++item) queue.Push(std::to_string(owner), "theirs");
  }
  for (int i = 0; i < 37; ++i) queue.Pop();
  queue.Push("quiet", "quiet");
  int before = 0;
  while (queue.Pop() != "quiet") ++before;
  CHECK(before == 10);
  // An owner who has just had a turn waits for a whole round again.
  queue.Push("quiet", "quiet");
  before = 0;
  while (queue.Pop() != "quiet") ++before;
  CHECK(before == 10);
}

TEST_CASE("in whatever order they come, nothing is lost and nobody is served twice in a round") {
  std::mt19937 random(20261201);
  TurnQueue<std::unique_ptr<std::pair<std::string, int>>> queue;
  std::map<std::string, int> pushed, popped;
  for (int step = 0; step < 20'000; ++step) {
    if (random() % 2 == 0) {
      const std::string owner(1, static_cast<char>('a' + random() % 7));
      queue.Push(owner, std::make_unique<std::pair<std::string, int>>(owner, pushed[owner]++));
    } else if (!queue.empty()) {
      const auto item = queue.Pop();
      CHECK(item->second == popped[item->first]++);
    }
  }
  while (!queue.empty()) ++popped[queue.Pop()->first];
  CHECK(popped == pushed);
}

}  // namespace
}  // namespace keys::rpc
