#include "tests/fakes/stripe_sandbox/form.h"

#include <catch2/catch.hpp>
#include <memory>
#include <string>

#include "tests/fakes/stripe_sandbox/params.h"
#include "tests/fakes/stripe_sandbox/shape.h"
#include "tests/fakes/stripe_sandbox/subset.h"

namespace stripe_sandbox {
namespace {

const Subset& Rules() {
  static std::string why;
  static const std::unique_ptr<Subset> subset =
      Subset::Load("tests/contract/stripe-openapi-subset.json", &why);
  return *subset;
}

Outcome ReadFor(const std::string& method, const std::string& path, const std::string& form) {
  std::string id;
  const Operation* operation = Rules().Match(method, path, &id);
  return ReadParams(Rules(), operation->params, FormTree(SplitForm(form)));
}

ApiError Refused(const std::string& path, const std::string& form) {
  Outcome outcome = ReadFor("POST", path, form);
  REQUIRE(std::holds_alternative<ApiError>(outcome));
  return std::get<ApiError>(outcome);
}

TEST_CASE("nested and indexed keys become a tree") {
  const Json tree = FormTree(SplitForm("a[b][0][c]=1&a[b][1][c]=two%20words&d[]=x&d[]=y&e=+"));
  CHECK(tree["a"]["b"]["0"]["c"].AsString() == "1");
  CHECK(tree["a"]["b"]["1"]["c"].AsString() == "two words");
  CHECK(tree["d"]["1"].AsString() == "y");
  CHECK(tree["e"].AsString() == " ");
}

TEST_CASE("a key with unbalanced brackets or too many levels stays one name") {
  CHECK(FormTree(SplitForm("a[b=1")).Has("a[b"));
  std::string deep = "a";
  for (int i = 0; i < 40; ++i) deep += "[b]";
  CHECK(FormTree(SplitForm(deep + "=1")).Has(deep));
}

TEST_CASE("JSON text survives a round trip, and broken text is refused") {
  const std::string text = R"({"a":[1,-2.5,true,null,"é\n"],"b":{"c":9007199254740993}})";
  REQUIRE(Json::Parse(text));
  CHECK(Json::Parse(text)->Write() == text);
  CHECK_FALSE(Json::Parse("{\"a\":1"));
  CHECK_FALSE(Json::Parse("{} {}"));
  CHECK_FALSE(Json::Parse("\"\xff\""));
  CHECK_FALSE(Json::Parse(std::string(100, '[') + std::string(100, ']')));
}

TEST_CASE("an unknown parameter is named with its whole path") {
  const ApiError error =
      Refused("/v1/checkout/sessions", "mode=payment&line_items[0][price_data][colour]=red");
  CHECK(error.code == "parameter_unknown");
  CHECK(error.param == "line_items[0][price_data][colour]");
  CHECK_FALSE(error.executed);
}

TEST_CASE("a missing parameter is named, also inside an object that was sent") {
  CHECK(Refused("/v1/products", "active=true").param == "name");
  const ApiError inner = Refused("/v1/checkout/sessions", "line_items[0][price_data][product]=p");
  CHECK(inner.code == "parameter_missing");
  CHECK(inner.param == "line_items[0][price_data][currency]");
}

TEST_CASE("types are checked: integers, booleans, enums, lists") {
  CHECK(Refused("/v1/coupons", "amount_off=1.5").code == "parameter_invalid_integer");
  CHECK(Refused("/v1/coupons", "amount_off=").param == "amount_off");
  CHECK(Refused("/v1/products", "name=n&active=yes").code == "parameter_invalid_boolean");
  CHECK(Refused("/v1/coupons", "duration=twice").param == "duration");
  CHECK(Refused("/v1/checkout/sessions", "line_items=x").code == "parameter_invalid_array");
  CHECK(Refused("/v1/checkout/sessions", "line_items[0]=x").code == "parameter_invalid_object");
}

TEST_CASE("lengths are counted in characters") {
  std::string name;
  for (int i = 0; i < 40; ++i) name += "%C3%A9";
  CHECK(std::holds_alternative<Json>(ReadFor("POST", "/v1/coupons", "name=" + name)));
  CHECK(Refused("/v1/coupons", "name=" + name + "x").param == "name");
}

TEST_CASE("metadata has at most 50 keys of 40 characters and values of 500") {
  std::string form = "name=n";
  for (int i = 0; i < 51; ++i) form += "&metadata[k" + std::to_string(i) + "]=v";
  CHECK(Refused("/v1/products", form).param == "metadata");
  CHECK(Refused("/v1/products", "name=n&metadata[" + std::string(41, 'k') + "]=v").param ==
        "metadata[" + std::string(41, 'k') + "]");
  CHECK(Refused("/v1/products", "name=n&metadata[k]=" + std::string(501, 'v')).param ==
        "metadata[k]");
  CHECK(Refused("/v1/products", "name=n&metadata[k][l]=v").param == "metadata[k]");
}

TEST_CASE("metadata keys that look like indexes are keys") {
  const Outcome outcome = ReadFor("POST", "/v1/products", "name=n&metadata[0]=a&metadata[1]=b");
  REQUIRE(std::holds_alternative<Json>(outcome));
  CHECK(std::get<Json>(outcome)["metadata"]["1"].AsString() == "b");
}

TEST_CASE("an empty string is refused unless the field can be unset") {
  CHECK(Refused("/v1/products", "name=").code == "parameter_invalid_empty");
  const Outcome unset = ReadFor("POST", "/v1/products/prod_1", "description=");
  REQUIRE(std::holds_alternative<Json>(unset));
  CHECK(std::get<Json>(unset)["description"].AsString().empty());
}

TEST_CASE("created takes a number or a range") {
  const Outcome range = ReadFor("GET", "/v1/events", "created[gte]=5&created[lt]=9");
  REQUIRE(std::holds_alternative<Json>(range));
  CHECK(std::get<Json>(range)["created"]["gte"].AsInt() == 5);
  CHECK(std::holds_alternative<Json>(ReadFor("GET", "/v1/events", "created=5")));
  CHECK(std::holds_alternative<ApiError>(ReadFor("GET", "/v1/events", "created[from]=5")));
}

TEST_CASE("a skeleton of every object fits its schema but for the words it cannot know") {
  for (const char* name : {"checkout.session", "payment_intent", "charge", "refund", "dispute",
                           "customer", "product", "price", "coupon", "webhook_endpoint"}) {
    CAPTURE(name);
    CHECK(Misfits(Rules(), Rules().Schema(name), Skeleton(Rules(), Rules().Schema(name))).empty());
  }
}

TEST_CASE("a misfit says where it is") {
  Json product = Skeleton(Rules(), Rules().Schema("product"));
  product.Set("active", "yes").Set("colour", "red");
  product.Remove("name");
  const std::vector<std::string> found = Misfits(Rules(), Rules().Schema("product"), product);
  CHECK(found.size() == 3);
}

}  // namespace
}  // namespace stripe_sandbox
