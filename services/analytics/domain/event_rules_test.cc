#include "services/analytics/domain/event_rules.h"

#include <catch2/catch.hpp>

namespace keys::analytics {
namespace {

TEST_CASE("anyone may see, users may click, services tell the rest") {
  CHECK(OriginOf("view") == Origin::kAnyone);
  CHECK(OriginOf("discovery_click") == Origin::kUser);
  for (const char* type : {"purchase", "download", "bundle_upgrade"}) {
    CHECK(OriginOf(type) == Origin::kService);
  }
  for (const char* type : {"", "VIEW", "views", "refund"}) {
    CHECK(OriginOf(type) == Origin::kUnknown);
  }
}

TEST_CASE("a KEY is named by its id, in any case, or by its slug") {
  CHECK(ParseReference("A0EEBC99-9C0B-4EF8-BB6D-6BB9BD380A11")->id ==
        "a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11");
  CHECK(ParseReference("leased-job-queue")->slug == "leased-job-queue");
  for (const std::string& text :
       {std::string(), std::string("A-b"), std::string("-a"), std::string("a-"),
        std::string("a--b"), std::string("a b"), std::string(101, 'a')}) {
    INFO(text);
    CHECK_FALSE(ParseReference(text).has_value());
  }
}

std::string Nested(int depth) {
  std::string text = R"({"a":)";
  for (int i = 1; i < depth; ++i) text += "[";
  text += depth > 1 ? "" : "1";
  for (int i = 1; i < depth; ++i) text += "]";
  return text + "}";
}

TEST_CASE("metadata is one JSON object that Postgres can store") {
  for (const std::string& text :
       {std::string("{}"), std::string(R"({"a":1,"b":[true,null,"x"],"c":{"d":1.5e3}})"),
        Nested(kMetadataDepth), "{\"a\":\"" + std::string(kMetadataBytes - 8, 'x') + "\"}"}) {
    CHECK_FALSE(CheckMetadata(text).has_value());
  }
  for (const std::string& text :
       {std::string(), std::string("[]"), std::string("1"), std::string("\"x\""),
        std::string("null"), std::string("{"), std::string("{} {}"), std::string("{\"a\":NaN}"),
        std::string(R"({"a":1e400000})"), std::string(R"({"a":[-1e-400000]})"),
        std::string(R"({"a":"\u0000"})"), std::string(R"({"\u0000":1})"),
        std::string("{\"a\":\"\xff\"}"), Nested(kMetadataDepth + 1), Nested(1500)}) {
    INFO(text);
    const auto violation = CheckMetadata(text);
    REQUIRE(violation.has_value());
    CHECK(violation->pointer() == "/metadata");
    CHECK(violation->code() == "WRONG_TYPE");
  }
  CHECK(CheckMetadata("{\"a\":\"" + std::string(kMetadataBytes - 7, 'x') + "\"}")->code() ==
        "TOO_LONG");
}

TEST_CASE("characters are counted, not bytes") {
  CHECK(AtMostCharacters("\xc3\xa4\xc3\xb6\xf0\x9f\x94\x91", 3));
  CHECK_FALSE(AtMostCharacters("abcd", 3));
}

}  // namespace
}  // namespace keys::analytics
