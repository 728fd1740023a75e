#include "gateway/transcode/json_writer.h"

#include <catch2/catch.hpp>

#include "google/protobuf/any.pb.h"
#include "google/protobuf/struct.pb.h"
#include "keys/catalog/v1/catalog.pb.h"
#include "keys/discovery/v1/discovery.pb.h"
#include "keys/event/v1/facts.pb.h"

namespace keys::gateway {
namespace {

std::string Write(const google::protobuf::Message& message) {
  ShapeSet shapes;
  REQUIRE(shapes.Add(*message.GetDescriptor()).ok());
  return WriteJson(message, shapes.Of(*message.GetDescriptor()));
}

TEST_CASE("names, nulls, numbers and times are written as the contract words them") {
  catalog::v1::ListKeysResponse response;
  auto* key = response.add_keys();
  key->set_id("1");
  key->set_slug("a");
  key->set_price_cents(9007199254740993);
  key->set_description("line\n\"é\"");
  key->mutable_created_at()->set_seconds(1795436100);
  key->mutable_created_at()->set_nanos(123'999'999);
  const std::string json = Write(response);
  for (const char* part :
       {R"({"keys":[{"id":"1","slug":"a","title":"","description":"line\n\"é\"","tool":"",)",
        R"("key_types":[],"category":null,)", R"("price_cents":9007199254740993,)",
        R"("available":false,"created_at":"2026-11-23T12:15:00.123Z")"}) {
    INFO(json);
    CHECK(json.find(part) != std::string::npos);
  }
  // A member that is absent, and neither nullable nor a list, is left out.
  for (const char* name : {"hasAccess", "updated_at", "next_cursor", "facets"}) {
    CHECK(json.find(name) == std::string::npos);
  }
  key->set_has_access(false);
  CHECK(Write(response).find(R"("hasAccess":false)") != std::string::npos);
  CHECK(Write(response).find("has_access") == std::string::npos);
}

TEST_CASE("a flattened object fills in what the message did not write") {
  catalog::v1::KeyDetail detail;
  detail.set_slug("a");
  detail.set_attributes(
      R"({"runtime":"node","slug":"evil","nested":{"slug":"kept","n":[1.50,{"a":null}]},"x":1e3})");
  const std::string json = Write(detail);
  CHECK(json.find(R"("runtime":"node","nested":{"slug":"kept","n":[1.50,{"a":null}]},"x":1e3})") !=
        std::string::npos);
  CHECK(json.find("evil") == std::string::npos);
  CHECK(json.find("attributes") == std::string::npos);
}

TEST_CASE("a text that is not the JSON it should be is left out") {
  catalog::v1::KeyDetail detail;
  const std::string without = Write(detail);
  for (const char* text : {"", "[1]", "{\"a\":", "{} {}", "7"}) {
    detail.set_attributes(text);
    CHECK(Write(detail) == without);
  }
  discovery::v1::Signal signal;
  signal.set_metadata("{broken");
  CHECK(Write(signal).find(R"("metadata":null)") != std::string::npos);
  signal.set_metadata(R"({"a": [1, 2]})");
  CHECK(Write(signal).find(R"("metadata":{"a": [1, 2]})") != std::string::npos);
}

TEST_CASE("enums are words and an unknown number stays a number") {
  event::v1::OrderAccess::Grant grant;
  CHECK(Write(grant).find("standing") == std::string::npos);
  grant.set_standing(event::v1::STANDING_REVOKED_REFUND);
  CHECK(Write(grant).find(R"("standing":"revoked_refund")") != std::string::npos);
  grant.set_standing(static_cast<event::v1::Standing>(77));
  CHECK(Write(grant).find(R"("standing":77)") != std::string::npos);
}

TEST_CASE("map keys are sorted and doubles that are no numbers are null") {
  google::protobuf::Struct value;
  for (const char* name : {"b", "c", "a"}) {
    (*value.mutable_fields())[name].set_number_value(1.5);
  }
  (*value.mutable_fields())["d"].set_number_value(1 / 0.0);
  CHECK(Write(value) == R"({"fields":{"a":{"number_value":1.5},"b":{"number_value":1.5},)"
                        R"("c":{"number_value":1.5},"d":{"number_value":null}}})");
}

TEST_CASE("a shape without JSON form is refused at start") {
  ShapeSet shapes;
  CHECK_FALSE(shapes.Add(*google::protobuf::Any::descriptor()).ok());
}

}  // namespace
}  // namespace keys::gateway
