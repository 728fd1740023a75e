#include "services/billing/stripe/lookup.h"

#include <catch2/catch.hpp>
#include <string>

namespace keys::billing::stripe {
namespace {

const absl::Time kFirst = absl::FromUnixSeconds(1'000'000);
const absl::Time kLast = absl::FromUnixSeconds(1'000'060);
constexpr char kWindow[] = "&created[gte]=999700&created[lte]=1000360";

struct Row {
  const char* name;
  Post post;
  std::string path;
  std::string made;
  std::string other;
};

const std::vector<Row>& Rows() {
  static const auto* rows = new std::vector<Row>{
      {"customer", CreateCustomer({.email = "a+b@shop.test", .metadata = {{"tenantId", "t1"}}}),
       std::string("/v1/customers?limit=100&email=a%2Bb%40shop.test") + kWindow,
       R"({"id":"cus_1","metadata":{"tenantId":"t1","more":"x"}})",
       R"({"id":"cus_2","metadata":{"tenantId":"t2"}})"},
      {"customer without address", CreateCustomer({.email = "", .metadata = {{"tenantId", "t1"}}}),
       std::string("/v1/customers?limit=100") + kWindow,
       R"({"id":"cus_1","metadata":{"tenantId":"t1"}})",
       R"({"id":"cus_1","deleted":true,"metadata":{"tenantId":"t1"}})"},
      {"customer's address", ForgetContact("cus_1"), "/v1/customers/cus_1",
       R"({"id":"cus_1","email":"erased@example.com"})", R"({"id":"cus_1","email":null})"},
      {"product",
       CreateProduct({.id = "keys_key_1", .name = "A", .description = "", .metadata = {}}),
       "/v1/products/keys_key_1", R"({"id":"keys_key_1","name":"B"})", R"([])"},
      {"product's name", UpdateProduct("keys_key_1", "Größe & Co", true), "/v1/products/keys_key_1",
       R"({"id":"keys_key_1","name":"Größe & Co","active":true})",
       R"({"id":"keys_key_1","name":"Größe & Co","active":false})"},
      {"price",
       CreatePrice({.product_id = "keys_key_1",
                    .currency = "usd",
                    .unit_amount = 7900,
                    .metadata = {{"itemId", "i1"}}}),
       "/v1/prices?limit=100&product=keys_key_1&currency=usd",
       R"({"id":"price_1","product":{"id":"keys_key_1"},"currency":"usd","unit_amount":7900,
           "active":true,"metadata":{"itemId":"i1"}})",
       R"({"id":"price_1","product":"keys_key_1","currency":"usd","unit_amount":7901,
           "active":true,"metadata":{"itemId":"i1"}})"},
      {"price's state", UpdatePrice("price_1", false), "/v1/prices/price_1",
       R"({"id":"price_1","active":false})", R"({"id":"price_1","active":true})"},
      {"coupon",
       CreateCoupon(
           {.amount_off = 500, .currency = "usd", .name = "x", .metadata = {{"order_id", "o1"}}}),
       std::string("/v1/coupons?limit=100") + kWindow,
       R"({"id":"c","amount_off":500,"currency":"usd","valid":true,"metadata":{"order_id":"o1"}})",
       R"({"id":"c","amount_off":500,"currency":"usd","valid":false,"metadata":{"order_id":"o1"}})"},
      {"session of a customer",
       CreateSession({.price_id = "price_1",
                      .inline_prices = {},
                      .customer_id = "cus_1",
                      .success_url = "https://a.b",
                      .cancel_url = "https://a.b",
                      .client_reference_id = "o1",
                      .metadata = {{"order_id", "o1"}}}),
       std::string("/v1/checkout/sessions?limit=100&customer=cus_1") + kWindow,
       R"({"id":"cs_1","metadata":{"order_id":"o1"}})", R"({"id":"cs_2","metadata":{}})"},
      {"expiry", ExpireSession("cs_1"), "/v1/checkout/sessions/cs_1",
       R"({"id":"cs_1","status":"expired"})", R"({"id":"cs_1","status":"open"})"},
      {"refund by amount",
       CreateRefund({.payment_intent = "pi_1",
                     .amount = 900,
                     .metadata = {{"order_id", "o1"}, {"refund", "r1"}}}),
       "/v1/refunds?limit=100&payment_intent=pi_1",
       R"({"id":"re_1","amount":900,"metadata":{"order_id":"o1","refund":"r1"}})",
       R"({"id":"re_1","amount":900,"metadata":{"order_id":"o1","refund":"r2"}})"},
  };
  return *rows;
}

TEST_CASE(
    "what a POST made is looked for by what identifies it, and nothing else is taken for it") {
  for (const Row& row : Rows()) {
    CAPTURE(row.name);
    const Lookup lookup = LookupOf(row.post, kFirst, kLast);
    CHECK(lookup.path == row.path);
    CHECK(lookup.is_list == (row.path.find('?') != std::string::npos));
    CHECK(IsMadeBy(row.post, row.made));
    CHECK_FALSE(IsMadeBy(row.post, row.other));
    CHECK_FALSE(IsMadeBy(row.post, "<html>"));
  }
}

TEST_CASE("what cannot be recognised is not looked for: a portal's session, an erased body") {
  CHECK(LookupOf(CreatePortal("cus_1", "https://a.b"), kFirst, kLast).path.empty());
  for (const Row& row : Rows()) {
    if (row.post.body.empty()) continue;
    CAPTURE(row.name);
    CHECK(LookupOf({row.post.path, ""}, kFirst, kLast).path.empty());
  }
  // An object of a list without the shop's metadata is not taken for it either.
  CHECK(LookupOf({"/v1/customers", "email=a%40b.test"}, kFirst, kLast).path.empty());
}

TEST_CASE(
    "each POST that billing knows is in the table, or is named as one that is not looked for") {
  for (const char* path : {"/v1/customers", "/v1/products", "/v1/prices", "/v1/coupons",
                           "/v1/checkout/sessions", "/v1/refunds"}) {
    CAPTURE(path);
    CHECK_FALSE(LookupOf({path, "id=x&metadata[order_id]=o"}, kFirst, kLast).path.empty());
  }
}

}  // namespace
}  // namespace keys::billing::stripe
