#include <catch2/catch.hpp>
#include <string>

#include "services/ingestion/domain/json_reader.h"

namespace keys::ingestion {
namespace {

struct Outcome {
  std::optional<Json> value;
  Findings findings;
};

Outcome Read(std::string_view text, std::size_t max_bytes = kMaxManifestBytes) {
  Outcome outcome;
  outcome.value = ReadJson(text, {.file = "key.json", .max_bytes = max_bytes}, outcome.findings);
  return outcome;
}

// Returns the code and pointer of the only violation.
std::string Only(std::string_view text) {
  const Outcome outcome = Read(text);
  CHECK_FALSE(outcome.value.has_value());
  REQUIRE(outcome.findings.violations().size() == 1);
  const Finding& finding = outcome.findings.violations()[0];
  CHECK(finding.file == "key.json");
  CHECK_FALSE(finding.detail.empty());
  return finding.code + " " + finding.pointer;
}

TEST_CASE("a value is written back as it was read") {
  const std::string text =
      R"({"b":[1,1.0,-0.5e+10,12345678901234567890,true,false,null],"a":{"ü":"\"\\ \n é"},"e":{},"f":[]})";
  const auto outcome = Read(" \n" + text + "\n ");
  REQUIRE(outcome.value.has_value());
  CHECK(WriteJson(*outcome.value) == text);
  CHECK(outcome.value->Find("a")->FindText("ü") == "\"\\ \n é");
  CHECK(outcome.value->Find("x") == nullptr);
}

TEST_CASE("integers may be written with a fraction or exponent of nothing") {
  const auto number = [](const char* text) { return Json::Number(text).AsInteger(); };
  CHECK(number("7") == 7);
  CHECK(number("1.0") == 1);
  CHECK(number("1e2") == 100);
  CHECK(number("-0") == 0);
  CHECK(number("9007199254740991") == 9007199254740991);
  CHECK_FALSE(number("9007199254740992").has_value());
  CHECK_FALSE(number("9007199254740993").has_value());
  CHECK_FALSE(number("1.5").has_value());
  CHECK_FALSE(number("1e300").has_value());
  CHECK_FALSE(Json::String("1").AsInteger().has_value());
}

TEST_CASE("a byte order mark is skipped, and only one") {
  const auto outcome = Read("\xEF\xBB\xBF {\"a\":\"\xEF\xBB\xBF\"}");
  REQUIRE(outcome.value.has_value());
  CHECK(outcome.value->FindText("a") == "\xEF\xBB\xBF");
  CHECK(Only("\xEF\xBB\xBF") == "JSON_EMPTY ");
  CHECK(Only("\xEF\xBB\xBF\xEF\xBB\xBF{}") == "JSON_SYNTAX ");
  const auto utf16 = Read(std::string_view("\xFF\xFE{\0}\0", 6));
  REQUIRE(utf16.findings.violations().size() == 1);
  CHECK(utf16.findings.violations()[0].code == "JSON_INVALID_UTF8");
  CHECK(utf16.findings.violations()[0].detail.find("UTF-16") != std::string::npos);
}

TEST_CASE("what is not an object in clean UTF-8 is refused with a code each") {
  CHECK(Only("") == "JSON_EMPTY ");
  CHECK(Only(" \r\n\t") == "JSON_EMPTY ");
  CHECK(Only("{\"a\":\"\xff\"}") == "JSON_INVALID_UTF8 ");
  CHECK(Only("{\"a\":\"\xc0\xaf\"}") == "JSON_INVALID_UTF8 ");
  CHECK(Only("{\"a\":\"\xed\xa0\x80\"}") == "JSON_INVALID_UTF8 ");
  CHECK(Only(R"({"a":"\udc00"})") == "JSON_INVALID_UTF8 /a");
  CHECK(Only(R"({"a":"\ud800x"})") == "JSON_SYNTAX ");
  CHECK(Only("[]") == "JSON_ROOT_NOT_OBJECT ");
  CHECK(Only("\"text\"") == "JSON_ROOT_NOT_OBJECT ");
  CHECK(Only("null") == "JSON_ROOT_NOT_OBJECT ");
  CHECK(Only("12") == "JSON_ROOT_NOT_OBJECT ");
  CHECK(Only("{") == "JSON_SYNTAX ");
  CHECK(Only("{} {}") == "JSON_SYNTAX ");
  CHECK(Only("{'a':1}") == "JSON_SYNTAX ");
  CHECK(Only("{\"a\":1,}") == "JSON_SYNTAX ");
  CHECK(Only("{\"a\":01}") == "JSON_SYNTAX ");
  CHECK(Only("{\"a\":NaN}") == "JSON_SYNTAX ");
  CHECK(Only("{\"a\":+1}") == "JSON_SYNTAX ");
  CHECK(Only("{} // comment") == "JSON_SYNTAX ");
  CHECK(Only("{\"a\":\"\n\"}") == "JSON_SYNTAX ");
  CHECK(Only(std::string("{}\0x", 4)) == "JSON_SYNTAX ");
  CHECK(Only(R"({"a":{"b":"x\u0000y"}})") == "JSON_NUL /a/b");
  CHECK(Only(R"({"a":[1,1e999]})") == "JSON_NUMBER_TOO_LARGE /a/1");
  CHECK(Only("{\"a\":-1e400}") == "JSON_NUMBER_TOO_LARGE /a");
  CHECK(Only("{\"a\":{\"" + std::string(257, 'k') + "\":1}}") == "JSON_KEY_TOO_LONG /a/…");
  CHECK(Only("{\"a\":" + std::string(400, '9') + "}") == "JSON_NUMBER_TOO_LARGE /a");
}

TEST_CASE("every duplicate member is reported with its pointer") {
  const auto outcome = Read(R"({"a":1,"b":{"c/d":1,"c/d":2},"e":[{"f":1,"f":1}],"a":3})");
  CHECK_FALSE(outcome.value.has_value());
  REQUIRE(outcome.findings.violations().size() == 3);
  CHECK(outcome.findings.violations()[0].pointer == "/b/c~1d");
  CHECK(outcome.findings.violations()[1].pointer == "/e/0/f");
  CHECK(outcome.findings.violations()[2].pointer == "/a");
  CHECK(outcome.findings.violations()[2].code == code::kJsonDuplicateKey);
}

TEST_CASE("a duplicate is found among many members too") {
  std::string text = "{";
  for (int i = 0; i < 5000; ++i) text += "\"k" + std::to_string(i) + "\":1,";
  CHECK(Only(text + "\"k17\":2}") == "JSON_DUPLICATE_KEY /k17");
}

TEST_CASE("depth, size and number of values are bounded") {
  const auto nested = [](int levels) {
    std::string text = "{\"a\":";
    for (int i = 1; i < levels; ++i) text += "[";
    for (int i = 1; i < levels; ++i) text += "]";
    return (levels == 1 ? "{\"a\":1" : text) + "}";
  };
  CHECK(Read(nested(kMaxJsonDepth)).value.has_value());
  CHECK(Read(nested(kMaxJsonDepth + 1)).findings.violations()[0].code == code::kJsonTooDeep);
  const std::string bomb = "{\"a\":" + std::string(200'000, '[');
  CHECK(Only(bomb).substr(0, 14) == "JSON_TOO_DEEP ");
  CHECK(Read("{\"a\":1}", 6).findings.violations()[0].code == code::kJsonTooLarge);
  std::string many = "{\"a\":[0";
  for (std::size_t i = 0; i < kMaxJsonValues; ++i) many += ",0";
  CHECK(Only(many + "]}").substr(0, 21) == "JSON_TOO_MANY_VALUES ");
}

TEST_CASE("characters are code points, not bytes") {
  CHECK(CountCharacters("aé漢😀") == 4);
  CHECK(CountCharacters("") == 0);
}

}  // namespace
}  // namespace keys::ingestion
