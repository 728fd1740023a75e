#include "common/json/number.h"

#include <catch2/catch.hpp>
#include <limits>
#include <string>

namespace keys::json {
namespace {

std::optional<int64_t> Whole(const std::string& text) {
  rapidjson::Document document;
  document.Parse(text.data(), text.size());
  if (document.HasParseError()) return std::nullopt;
  return WholeNumber(document);
}

std::optional<absl::Time> Date(const std::string& text) {
  rapidjson::Document document;
  document.Parse(text.data(), text.size());
  if (document.HasParseError()) return std::nullopt;
  return NumericDate(document);
}

TEST_CASE("one value is one number, however it is written") {
  for (const char* five : {"5", "5.0", "5e0", "50e-1", "0.5E1", "5.000"}) {
    INFO(five);
    CHECK(Whole(five) == 5);
  }
  CHECK(Whole("1e3") == 1000);
  CHECK(Whole("-12.0") == -12);
  for (const char* zero : {"0", "-0", "0.0", "-0.0", "0e9"}) {
    INFO(zero);
    CHECK(Whole(zero) == 0);
  }
}

TEST_CASE("digits alone are exact as far as int64_t goes") {
  CHECK(Whole("9007199254740993") == int64_t{9'007'199'254'740'993});
  CHECK(Whole("9223372036854775807") == std::numeric_limits<int64_t>::max());
  CHECK(Whole("-9223372036854775808") == std::numeric_limits<int64_t>::min());
  CHECK_FALSE(Whole("9223372036854775808").has_value());
  CHECK_FALSE(Whole("18446744073709551616").has_value());
}

TEST_CASE("what a double may have rounded is refused, and so is what is no whole number") {
  CHECK(Whole("1e15") == int64_t{1'000'000'000'000'000});
  CHECK(Whole("123456789012345.0") == int64_t{123'456'789'012'345});
  for (const char* text :
       {"9007199254740993.0", "9007199254740991.0", "1000000000000001.0", "9007199254740992e0",
        "1e16", "-1e16", "1e400", "-1e400", "5.5", "1e-3", "\"5\"", "null", "true", "[5]", "{}"}) {
    INFO(text);
    CHECK_FALSE(Whole(text).has_value());
  }
}

TEST_CASE("a date may have a fraction or an exponent") {
  const absl::Time time = absl::FromUnixSeconds(1'795'000'000);
  for (const char* text : {"1795000000", "1795000000.0", "1.795e9", "17950000000e-1"}) {
    INFO(text);
    CHECK(Date(text) == time);
  }
  CHECK(Date("1795000000.25") == time + absl::Milliseconds(250));
  CHECK(Date("0") == absl::UnixEpoch());
  CHECK(Date("-0") == absl::UnixEpoch());
  CHECK(Date("253402300799").has_value());
  for (const char* text : {"253402300800", "-1", "-0.5", "1e400", "1e300", "9223372036854775807",
                           "18446744073709551615", "\"1795000000\"", "null"}) {
    INFO(text);
    CHECK_FALSE(Date(text).has_value());
  }
}

}  // namespace
}  // namespace keys::json
