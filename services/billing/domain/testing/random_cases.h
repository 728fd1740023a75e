// A seeded source of random cases for tests. The seed is KEYS_TEST_SEED, else a fixed one. It is
// printed, so that a failure can be repeated. KEYS_TEST_SCALE multiplies the number of cases (1).
#pragma once

#include <cstdint>
#include <cstdlib>
#include <iostream>
#include <random>
#include <string>

namespace keys::billing::testing {

class RandomCases {
 public:
  RandomCases() : generator_(SharedSeed()) {}

  // Both bounds are inclusive.
  int64_t Between(int64_t low, int64_t high) {
    return std::uniform_int_distribution<int64_t>(low, high)(generator_);
  }
  bool OneIn(int64_t n) { return Between(1, n) == 1; }

  static int64_t Count(int64_t small) {
    const char* scale = std::getenv("KEYS_TEST_SCALE");
    return scale != nullptr && std::string(scale) == "all" ? small * 100 : small;
  }

 private:
  static uint64_t SharedSeed() {
    static const uint64_t seed = [] {
      const char* text = std::getenv("KEYS_TEST_SEED");
      const uint64_t chosen = text == nullptr ? 20261123 : std::strtoull(text, nullptr, 10);
      std::cout << "KEYS_TEST_SEED=" << chosen << "\n";
      return chosen;
    }();
    return seed;
  }
  std::mt19937_64 generator_;
};

}  // namespace keys::billing::testing
