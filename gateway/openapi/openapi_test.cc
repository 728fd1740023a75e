#include "gateway/openapi/openapi.h"

#include <catch2/catch.hpp>
#include <set>

#include "common/base/text.h"
#include "gateway/openapi/examples.h"
#include "gateway/openapi/proto_comments.h"
#include "gateway/transcode/contract_notes.h"
#include "keys/billing/v1/billing.pb.h"
#include "keys/catalog/v1/catalog.pb.h"
#include "rapidjson/document.h"
#include "rapidjson/pointer.h"

namespace keys::gateway {
namespace {

using rapidjson::Value;

class Contract {
 public:
  Contract() {
    std::vector<ContractFile> files = ContractFiles();
    files.push_back(OwnFile());
    auto read = ReadRoutes(files, shapes_);
    REQUIRE(read.ok());
    routes = *std::move(read);
    const std::string text = BuildOpenApi({.routes = routes,
                                           .others = PlainOperations("supabase"),
                                           .version = "1.2.3",
                                           .server_url = "https://keys.example"});
    api.Parse(text.data(), text.size());
    REQUIRE_FALSE(api.HasParseError());
  }

  // Returns null where there is nothing.
  const Value* At(const std::string& pointer) const {
    return rapidjson::Pointer(pointer.c_str()).Get(api);
  }
  std::string Text(const std::string& pointer) const {
    const Value* value = At(pointer);
    return value != nullptr && value->IsString() ? value->GetString() : "";
  }
  // Returns the strings of an array, in order.
  std::vector<std::string> Words(const std::string& pointer) const {
    std::vector<std::string> words;
    const Value* array = At(pointer);
    if (array == nullptr || !array->IsArray()) return words;
    for (const Value& word : array->GetArray()) {
      words.emplace_back(word.IsNull() ? "null" : word.GetString());
    }
    return words;
  }
  // Returns "/paths/~1marketplace~1keys/get".
  static std::string Operation(const std::string& verb, const std::string& path) {
    std::string escaped;
    for (const char c : path) escaped += c == '/' ? "~1" : std::string(1, c);
    return StrCat("/paths/", escaped, "/", verb);
  }
  // Returns the codes that an operation lists for a status.
  std::vector<std::string> Codes(const std::string& operation, const std::string& status) const {
    const std::string reference = Text(StrCat(operation, "/responses/", status, "/$ref"));
    if (reference.empty()) return {};
    return Words(StrCat(reference.substr(1),
                        "/content/application~1problem+json/schema/allOf/1/properties/code/enum"));
  }

  std::vector<RpcRoute> routes;
  rapidjson::Document api;

 private:
  ShapeSet shapes_;
};

using Lines = std::vector<std::string>;

// Collects properties and parameters without a description, as pointers.
void FindUndescribed(const Value& value, const std::string& at, Lines& found) {
  if (value.IsArray()) {
    for (rapidjson::SizeType i = 0; i < value.Size(); ++i) {
      FindUndescribed(value[i], StrCat(at, "/", i), found);
    }
  }
  if (!value.IsObject()) return;
  if (value.HasMember("in") && !value.HasMember("description")) found.push_back(at);
  for (const auto& member : value.GetObject()) {
    const std::string name = member.name.GetString();
    const std::string below = StrCat(at, "/", name);
    if (name == "properties" && !at.ends_with("/allOf/1")) {
      for (const auto& property : member.value.GetObject()) {
        if (!property.value.HasMember("description")) {
          found.push_back(StrCat(below, "/", property.name.GetString()));
        }
      }
    }
    FindUndescribed(member.value, below, found);
  }
}

TEST_CASE("every property and every parameter is described") {
  const Contract contract;
  Lines undescribed;
  FindUndescribed(contract.api, "", undescribed);
  CHECK(undescribed == Lines{});
}

TEST_CASE(
    "every operation has a name of its own, a description, a tag that is described, and its "
    "errors") {
  const Contract contract;
  std::set<std::string> tags, names;
  for (const Value& tag : contract.api["tags"].GetArray()) {
    CHECK(tag.HasMember("description"));
    tags.insert(tag["name"].GetString());
  }
  for (const auto& path : contract.api["paths"].GetObject()) {
    for (const auto& operation : path.value.GetObject()) {
      INFO(path.name.GetString() << " " << operation.name.GetString());
      CHECK(names.insert(operation.value["operationId"].GetString()).second);
      CHECK(operation.value.HasMember("description"));
      CHECK(tags.contains(operation.value["tags"][0].GetString()));
      CHECK(operation.value.HasMember("security"));
      CHECK(operation.value["responses"].HasMember("400"));
      CHECK(operation.value["responses"].HasMember("503"));
    }
  }
  CHECK(names.size() >= contract.routes.size());
}

TEST_CASE("descriptions are the comments of the protos") {
  const Contract contract;
  const std::string list = Contract::Operation("get", "/marketplace/keys");
  CHECK(contract.Text(list + "/description") == ProtoComment("keys.catalog.v1.Catalog.ListKeys"));
  CHECK(contract.Text("/components/schemas/catalog.Key/properties/slug/description") ==
        ProtoComment("keys.catalog.v1.Key.slug"));
  CHECK(contract.Text("/components/schemas/catalog.Key/description") == "A KEY as lists show it.");
  CHECK(ProtoComment("keys.catalog.v1.Key.nothing").empty());
  CHECK(ProtoComment("").empty());
}

TEST_CASE("what is trusted is told to nobody") {
  const Contract contract;
  const Value& parameters =
      *contract.At(Contract::Operation("get", "/marketplace/keys") + "/parameters");
  for (const Value& parameter : parameters.GetArray()) {
    CHECK(std::string(parameter["name"].GetString()) != "access_set");
  }
  CHECK(contract.At("/components/schemas/type.AccessSet") == nullptr);
}

TEST_CASE("closed sets are enums, with null where null may be") {
  const Contract contract;
  CHECK(contract.Words("/components/schemas/billing.OrderItem/properties/kind/enum") ==
        Lines{"key", "bundle"});
  const std::string patch = Contract::Operation("patch", "/marketplace/admin/keys/{slug}") +
                            "/requestBody/content/application~1json/schema/properties/status";
  CHECK(contract.Words(patch + "/enum") == Lines{"draft", "published", "archived", "null"});
  CHECK(contract.Words(patch + "/type") == Lines{"string", "null"});
  CHECK(contract
            .Words("/components/schemas/discovery.DiscoverResponse/properties/optedOut/items/enum")
            .size() == 6);
  // The set of families is not closed, because manifests may bring further ones.
  CHECK(contract.At("/components/schemas/catalog.Key/properties/tool/enum") == nullptr);
}

TEST_CASE("members that are always sent are required, the others are not") {
  const Contract contract;
  const Lines order = contract.Words("/components/schemas/billing.Order/required");
  const std::set<std::string> required(order.begin(), order.end());
  CHECK(required.contains("receipt"));
  CHECK(required.contains("created_at"));
  CHECK_FALSE(required.contains("suspended"));
  CHECK(contract.Words("/components/schemas/billing.GetOrderResponse/required") == Lines{"order"});
}

TEST_CASE("an operation lists the codes that follow from its rule and those stated beside it") {
  const Contract contract;
  const std::string get = Contract::Operation("get", "/marketplace/keys/{slug}/diff");
  CHECK(contract.Codes(get, "404") == Lines{"NOT_FOUND", "VERSION_UNKNOWN"});
  CHECK(contract.Codes(get, "403").empty());
  const std::string buy = Contract::Operation("post", "/marketplace/keys/{slug}/checkout");
  CHECK(contract.Codes(buy, "422") == Lines{"IDEMPOTENCY_KEY_REUSED"});
  CHECK(contract.Codes(buy, "503") == Lines{"STRIPE_UNAVAILABLE", "UNAVAILABLE"});
  const std::string all = Contract::Operation("get", "/marketplace/admin/orders");
  CHECK(contract.Codes(all, "403") == Lines{"NOT_ADMIN"});
  CHECK(contract.Codes(all, "404").empty());
  CHECK(contract.Codes(all, "500") == Lines{"INTERNAL"});
  CHECK(contract.Codes(all, "400") == Lines{"INVALID_ARGUMENT", "UNKNOWN_FIELD", "INVALID_CURSOR"});
}

TEST_CASE("headers, bodies and media types are described") {
  const Contract contract;
  const std::string list = Contract::Operation("get", "/marketplace/keys");
  CHECK(contract.At(list + "/responses/200/headers/ETag") != nullptr);
  CHECK(contract.At(list + "/responses/304/headers/ETag") != nullptr);
  const std::string buy = Contract::Operation("post", "/marketplace/keys/{slug}/checkout");
  CHECK(contract.At(buy + "/responses/200/headers/Idempotent-Replayed") != nullptr);
  CHECK(contract.At(buy + "/requestBody/required")->GetBool());
  CHECK(contract.Text(buy + "/requestBody/content/application~1json/example/successUrl") ==
        "https://shop.example/thanks");
  const std::string retry = contract.Text(buy + "/responses/503/$ref").substr(1);
  CHECK(contract.At(retry + "/headers/Retry-After") != nullptr);
  const std::string report = Contract::Operation("get", "/marketplace/admin/reports/revenue");
  CHECK(contract.Text(report + "/responses/200/content/text~1csv/schema/examples/0")
            .starts_with("day,from,to,"));
  const std::string preview = Contract::Operation("get", "/marketplace/keys/{slug}/preview");
  CHECK(contract.At(preview + "/responses/200/content/text~1html") != nullptr);
  CHECK(contract.Text("/servers/0/url") == "https://keys.example");
  CHECK(contract.Text("/info/version") == "1.2.3");
}

TEST_CASE("a note about something that is not there is refused at start") {
  CHECK(CheckNotes().ok());
  v1::Contract contract;
  contract.add_fields()->set_name("keys.catalog.v1.Key.colour");
  v1::FieldNote& number = *contract.add_fields();
  number.set_name("keys.catalog.v1.Key.price_cents");
  number.set_words("cheap dear");
  contract.add_operations()->set_name("keys.catalog.v1.Catalog.GetColour");
  for (int i = 0; i < 2; ++i) contract.add_operations()->set_name("keys.catalog.v1.Catalog.GetKey");
  CHECK(CheckNotes(contract).message() ==
        "contract.textproto: keys.catalog.v1.Key.colour: there is no such field\n"
        "contract.textproto: keys.catalog.v1.Key.price_cents: words are for strings\n"
        "contract.textproto: keys.catalog.v1.Catalog.GetColour: there is no such RPC\n"
        "contract.textproto: keys.catalog.v1.Catalog.GetKey: stands there twice");
}

TEST_CASE("examples have the form of their fields") {
  ShapeSet shapes;
  REQUIRE(shapes.Add(*billing::v1::RefundOrderRequest::descriptor()).ok());
  REQUIRE(shapes.Add(*catalog::v1::PutBundleRequest::descriptor()).ok());
  const MessageShape& refund = shapes.Of(*billing::v1::RefundOrderRequest::descriptor());
  CHECK(ExampleOf(*refund.FindForInput("amount_cents")) == "5900");
  CHECK(ExampleBody(refund, {"id"}) == R"({"reason":"Bought twice by mistake"})");
  const MessageShape& bundle = shapes.Of(*catalog::v1::PutBundleRequest::descriptor());
  CHECK(ExampleOf(*bundle.FindForInput("rule")).empty());
  CHECK(
      ExampleBody(bundle, {"slug"}) ==
      R"({"title":"Production Pro","bundle_type":"starter","price_cents":5900,"key_slugs":["leased-job-queue"]})");
}

}  // namespace
}  // namespace keys::gateway
