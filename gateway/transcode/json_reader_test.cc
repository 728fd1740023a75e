#include "gateway/transcode/json_reader.h"

#include <catch2/catch.hpp>

#include "keys/catalog/v1/catalog.pb.h"
#include "keys/discovery/v1/discovery.pb.h"
#include "keys/event/v1/facts.pb.h"

namespace keys::gateway {
namespace {

// The result of reading: violations as "pointer CODE" lines, or the error's code.
template <typename Message>
struct Read {
  Message message;
  std::vector<std::string> violations;
  std::string error;
  std::string detail;
};

template <typename Message>
Read<Message> ReadAs(std::string_view body, const std::vector<std::string>& hidden = {}) {
  ShapeSet shapes;
  REQUIRE(shapes.Add(*Message::descriptor()).ok());
  Read<Message> read;
  Violations violations;
  const absl::Status status =
      ReadJson(body, {shapes.Of(*Message::descriptor()), hidden}, read.message, violations);
  if (!status.ok()) {
    read.error = error::CodeOf(error::ReasonOf(status));
    read.detail = error::DetailOf(status)->detail();
  }
  for (const auto& violation : violations.list()) {
    read.violations.push_back(violation.pointer() + " " + violation.code());
  }
  return read;
}

using catalog::v1::ApplyPricingRequest;
using catalog::v1::GetPublishedResponse;
using catalog::v1::UpdateKeyRequest;
using discovery::v1::RecordSignalRequest;
using Lines = std::vector<std::string>;

TEST_CASE("members go to fields of every kind") {
  const auto read = ReadAs<catalog::v1::Key>(
      R"({"slug":"a","tags":["x","y"],"available":true,"price_cents":12,"description":"é"})");
  CHECK(read.error.empty());
  CHECK(read.violations.empty());
  CHECK(read.message.slug() == "a");
  CHECK(read.message.tags_size() == 2);
  CHECK(read.message.available());
  CHECK(read.message.price_cents() == 12);
  CHECK(read.message.description() == "é");
  const auto inner = ReadAs<GetPublishedResponse>(R"({"versions":[{"source_rank":-3}]})");
  REQUIRE(inner.message.versions_size() == 1);
  CHECK(inner.message.versions(0).source_rank() == -3);
}

TEST_CASE("every violation is named with its pointer") {
  const auto read = ReadAs<ApplyPricingRequest>(
      R"({"currency":5,"keys":[{"slug":"a","price_cents":"7"},{"colour":1},3,{"slug":null}],
          "bundles":{"a":1},"dry_run":"yes","no/pe":{"a":[1,{"b":2}]}})");
  CHECK(read.violations == Lines{"/currency WRONG_TYPE", "/keys/0/price_cents WRONG_TYPE",
                                 "/keys/1/colour UNKNOWN_FIELD", "/keys/2 WRONG_TYPE",
                                 "/bundles WRONG_TYPE", "/dry_run WRONG_TYPE",
                                 "/no~1pe UNKNOWN_FIELD"});
  CHECK(read.message.keys_size() == 3);
}

TEST_CASE("a whole number may be written 1.0 or 1e2 when that is exact") {
  const auto number = [](std::string_view literal) {
    const auto read = ReadAs<UpdateKeyRequest>("{\"price_cents\":" + std::string(literal) + "}");
    if (!read.error.empty()) return read.error;
    return read.violations.empty() ? std::to_string(read.message.price_cents())
                                   : read.violations.front().substr(13);
  };
  CHECK(number("1.0") == "1");
  CHECK(number("1e2") == "100");
  CHECK(number("12.50e1") == "125");
  CHECK(number("-0") == "0");
  CHECK(number("9223372036854775807") == "9223372036854775807");
  CHECK(number("-9223372036854775808") == "-9223372036854775808");
  CHECK(number("9007199254740992.0") == "9007199254740992");
  CHECK(number("9007199254740993.0") == "OUT_OF_RANGE");
  CHECK(number("9223372036854775808") == "OUT_OF_RANGE");
  CHECK(number("1e30") == "OUT_OF_RANGE");
  CHECK(number("1e-400") == "WRONG_TYPE");
  CHECK(number("1.5") == "WRONG_TYPE");
  // The parser refuses a number that no double can hold.
  CHECK(number("1e400") == "INVALID_JSON");
  CHECK(number("01") == "INVALID_JSON");
  CHECK(number("1.") == "INVALID_JSON");
  CHECK(number("+1") == "INVALID_JSON");
  CHECK(number("0x10") == "INVALID_JSON");
  CHECK(number("NaN") == "INVALID_JSON");
}

TEST_CASE("a 32-bit field refuses what does not fit into it") {
  CHECK(ReadAs<GetPublishedResponse>(R"({"versions":[{"source_rank":2147483648}]})").violations ==
        Lines{"/versions/0/source_rank OUT_OF_RANGE"});
}

TEST_CASE("what is not JSON is one error") {
  const auto code = [](std::string_view body) { return ReadAs<UpdateKeyRequest>(body).error; };
  CHECK(code("{") == "INVALID_JSON");
  CHECK(code("   ") == "INVALID_JSON");
  CHECK(code("{\"status\":\"\xff\"}") == "INVALID_JSON");
  CHECK(code("\xef\xbb\xbf{}") == "INVALID_JSON");
  CHECK(code("{} {}") == "INVALID_JSON");
  CHECK(code(std::string_view("{}\0{}", 5)) == "INVALID_JSON");
  CHECK(code("{'status':1}") == "INVALID_JSON");
  CHECK(code("{\"status\":\"a\",}") == "INVALID_JSON");
  CHECK(code("{\"status\":\"\\ud800\"}") == "INVALID_JSON");
  CHECK(code("{\"status\":\"\\udc00\"}") == "INVALID_JSON");
  CHECK(code("{\"\\udc00\":1}") == "INVALID_JSON");
  CHECK(code("{\"\\ud83d\\udd11\":1}") != "INVALID_JSON");
  CHECK(code("{\"status\":\"tab\there\"}") == "INVALID_JSON");
  CHECK(code("// comment\n{}") == "INVALID_JSON");
  CHECK(code(R"({"status":"a","status":"b"})") == "INVALID_JSON");
  CHECK(code(R"({"unknown":{"a":1,"\u0061":2}})") == "INVALID_JSON");
  CHECK(code(std::string(65, '[') + std::string(65, ']')) == "INVALID_JSON");
  CHECK(code(std::string(1'000'000, '[')) == "INVALID_JSON");
}

TEST_CASE("a body that is no object is of the wrong type") {
  CHECK(ReadAs<UpdateKeyRequest>("[]").violations == Lines{" WRONG_TYPE"});
  CHECK(ReadAs<UpdateKeyRequest>("3").violations == Lines{" WRONG_TYPE"});
  CHECK(ReadAs<UpdateKeyRequest>("null").violations == Lines{" WRONG_TYPE"});
}

TEST_CASE("an empty body is an empty object") {
  const auto read = ReadAs<UpdateKeyRequest>("");
  CHECK(read.error.empty());
  CHECK(read.violations.empty());
}

TEST_CASE("the mask holds the members present, and null clears") {
  const auto read = ReadAs<UpdateKeyRequest>(R"({"price_cents":null,"status":"draft"})");
  CHECK(read.violations.empty());
  CHECK_FALSE(read.message.has_price_cents());
  CHECK(read.message.status() == "draft");
  REQUIRE(read.message.update_mask().paths_size() == 2);
  CHECK(read.message.update_mask().paths(0) == "price_cents");
  CHECK(read.message.update_mask().paths(1) == "status");
}

TEST_CASE("trusted fields and path variables do not exist in a body") {
  const auto read = ReadAs<UpdateKeyRequest>(R"({"update_mask":"x","slug":"y"})", {"slug"});
  CHECK(read.violations == Lines{"/update_mask UNKNOWN_FIELD", "/slug UNKNOWN_FIELD"});
  CHECK(read.message.slug().empty());
}

TEST_CASE("a JSON field keeps any value as text") {
  const auto metadata = [](std::string_view value) {
    return ReadAs<RecordSignalRequest>("{\"metadata\":" + std::string(value) + "}").message;
  };
  CHECK(metadata(R"({"a" : [1.50, true,null, {"b":"é\n"}]})").metadata() ==
        R"({"a":[1.50,true,null,{"b":"é\n"}]})");
  CHECK(metadata("\"text\"").metadata() == "\"text\"");
  CHECK(metadata("12345678901234567890123").metadata() == "12345678901234567890123");
  CHECK(metadata("false").metadata() == "false");
  CHECK_FALSE(metadata("null").has_metadata());
  CHECK(ReadAs<RecordSignalRequest>(R"({"metadata":{"a":1,"a":2}})").error == "INVALID_JSON");
  CHECK(ReadAs<RecordSignalRequest>(R"({"metadata":{"a":"\u0000"}})").violations ==
        Lines{"/metadata NOT_ALLOWED"});
  const auto after = ReadAs<RecordSignalRequest>(R"({"metadata":{"x":[{}]},"signal_type":7})");
  CHECK(after.violations == Lines{"/signal_type WRONG_TYPE"});
}

TEST_CASE("strings are limited in characters, not bytes") {
  const auto value = [](const std::string& text) {
    return ReadAs<RecordSignalRequest>("{\"signal_value\":\"" + text + "\"}").violations;
  };
  std::string characters;
  for (int i = 0; i < 200; ++i) characters += "é";
  CHECK(value(characters).empty());
  CHECK(value(characters + "x") == Lines{"/signal_value TOO_LONG"});
  CHECK(value("a\\u0000b") == Lines{"/signal_value NOT_ALLOWED"});
}

TEST_CASE("enum words are lower case without their prefix, and the zero value has none") {
  using event::v1::OrderAccess;
  const auto read = ReadAs<OrderAccess>(
      R"({"grants":[{"standing":"suspended_credit"},{"standing":"unspecified"},{"standing":1}],
          "occurred_at":"2026-11-23T12:00:00+01:00"})");
  CHECK(read.violations ==
        Lines{"/grants/1/standing NOT_ALLOWED", "/grants/2/standing WRONG_TYPE"});
  CHECK(read.message.grants(0).standing() == event::v1::STANDING_SUSPENDED_CREDIT);
  CHECK(read.message.occurred_at().seconds() == 1795431600);
  CHECK(ReadAs<OrderAccess>(R"({"occurred_at":"yesterday"})").violations ==
        Lines{"/occurred_at WRONG_TYPE"});
}

TEST_CASE("no more than a hundred violations are kept") {
  std::string body = "{\"keys\":[";
  for (int i = 0; i < 500; ++i) body += i == 0 ? "1" : ",1";
  CHECK(ReadAs<ApplyPricingRequest>(body + "]}").violations.size() == 100);
}

}  // namespace
}  // namespace keys::gateway
