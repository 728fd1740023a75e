#include "common/base/word_table.h"

#include <catch2/catch.hpp>

namespace keys {
namespace {

enum class Colour { kRed, kBlue };

constexpr auto kColours =
    MakeWordTable<Colour>("colour", {{Colour::kRed, "red"}, {Colour::kBlue, "blue"}});
static_assert(kColours.WordOf(Colour::kBlue) == "blue");

TEST_CASE("a word and its value are found by each other") {
  CHECK(kColours.WordOf(Colour::kRed) == "red");
  CHECK(kColours.Find("blue") == Colour::kBlue);
  CHECK(kColours.Parse("red").value() == Colour::kRed);
}

TEST_CASE("a word that is not in the table is no value") {
  CHECK(kColours.Find("green") == std::nullopt);
  CHECK(kColours.Find("") == std::nullopt);
  CHECK(kColours.Find("Red") == std::nullopt);
  const absl::Status status = kColours.Parse("green").status();
  CHECK(status.code() == absl::StatusCode::kInternal);
  CHECK(MessageOf(status) == "'green' is not a known colour");
}

}  // namespace
}  // namespace keys
