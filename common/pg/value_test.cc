#include "common/pg/value.h"

#include <catch2/catch.hpp>

#include "common/error/error.h"

namespace keys::pg {
namespace {

template <typename T>
T RoundTrip(const T& value) {
  T back{};
  const absl::Status status = DecodeCell(Encode(value), back);
  INFO(status.ToString());
  REQUIRE(status.ok());
  return back;
}

TEST_CASE("a moment keeps its microseconds and is always written in UTC") {
  const absl::Time time = absl::FromUnixMicros(1'795'433'578'123'456);
  CHECK(*Encode(time) == "2026-11-23 11:32:58.123456+00");
  CHECK(RoundTrip(time) == time);
  CHECK(RoundTrip(absl::UnixEpoch()) == absl::UnixEpoch());
  CHECK(RoundTrip(absl::InfiniteFuture()) == absl::InfiniteFuture());
}

TEST_CASE("a moment of another time zone is refused, not misread") {
  absl::Time time;
  CHECK_FALSE(Decode("2026-11-23 11:32:58+01", time).ok());
  CHECK(Decode("2026-11-23 11:32:58+00", time).ok());
}

TEST_CASE("arrays keep quotes, backslashes, commas, braces, empty texts and the word NULL") {
  const std::vector<std::string> texts = {"", "a,b", "{x}", "say \"hi\"", "back\\slash", "NULL"};
  CHECK(RoundTrip(texts) == texts);
  CHECK(RoundTrip(std::vector<std::string>{}).empty());
  const std::vector<std::optional<std::string>> holes = {"a", std::nullopt, "NULL"};
  CHECK(RoundTrip(holes) == holes);
}

TEST_CASE("an array that holds NULL does not fit a vector of plain texts") {
  std::vector<std::string> texts;
  CHECK_FALSE(Decode("{a,NULL}", texts).ok());
  CHECK_FALSE(Decode("{\"unfinished", texts).ok());
  CHECK_FALSE(Decode("{{a},{b}}", texts).ok());
}

TEST_CASE("numbers that do not fit are refused") {
  int32_t small = 0;
  CHECK_FALSE(Decode("2147483648", small).ok());
  CHECK_FALSE(Decode("12x", small).ok());
  int64_t large = 0;
  CHECK(Decode("-9223372036854775808", large).ok());
  CHECK(large == std::numeric_limits<int64_t>::min());
  CHECK(RoundTrip(0.1) == 0.1);
}

TEST_CASE("bytes survive") {
  std::string data;
  for (int i = 0; i < 256; ++i) data.push_back(static_cast<char>(i));
  CHECK(RoundTrip(Bytes{data}) == Bytes{data});
}

TEST_CASE("NULL fits an optional and nothing else") {
  std::optional<int64_t> maybe = 7;
  CHECK(DecodeCell(std::nullopt, maybe).ok());
  CHECK_FALSE(maybe.has_value());
  int64_t number = 0;
  CHECK_FALSE(DecodeCell(std::nullopt, number).ok());
}

TEST_CASE("a NUL character is the client's mistake") {
  const std::string text("a\0b", 3);
  CHECK(error::ReasonOf(Params::Of(text).problem()) == error::Reason::INVALID_ARGUMENT);
  CHECK(Params::Of("plain", int64_t{1}, nullptr).problem().ok());
}

}  // namespace
}  // namespace keys::pg
