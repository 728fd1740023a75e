// Tests that the shop sells again within a minute once the cause of a refusal is gone, whatever
// Stripe refuses and for whatever reason, and without manual work.
#include <catch2/catch.hpp>
#include <functional>

#include "common/base/text.h"
#include "services/billing/stripe/answers.h"
#include "services/billing/stripe/testing/published_codes.h"
#include "tests/component/billing/shop.h"

namespace keys::billing {
namespace {

using error::Reason;
using stripe::Meaning;
using stripe_sandbox::Json;
using testing::KeyId;
using testing::ReasonOf;
using testing::Shop;

constexpr int kKeys = 50;
constexpr int kBuyers = 20;

std::string Slug(int i) { return Concat({"k", std::to_string(i)}); }
char LetterOf(int i) { return static_cast<char>(0x80 + i); }

std::string User(int i) {
  const std::string digits = std::to_string(1000 + i);
  return Concat({"dddddddd-0000-7000-8000-00000000", digits});
}

void Control(Shop& shop, const std::string& json) { shop.stripe->Control(json); }

void Stock(Shop& shop) {
  for (int i = 0; i < kKeys; ++i) shop.catalog->AddKey(KeyId(LetterOf(i)), Slug(i), 1000 + i);
}

// Stripe's answer to a call while the cause lasts.
std::string Fault(const std::string& path, int count, int status, std::string_view code) {
  return Concat({R"({"action":"api_fault","method":"POST","path":")", path, R"(","count":)",
                 std::to_string(count), R"(,"status":)", std::to_string(status),
                 R"(,"body":{"error":{"type":"invalid_request_error","code":")", code,
                 R"(","message":"x"}}})"});
}

int StatusOf(const stripe::Rule& rule) {
  if (rule.meaning == Meaning::kBusy) return 429;
  return rule.meaning == Meaning::kOutage || rule.meaning == Meaning::kBuyer ? 402 : 400;
}

TEST_CASE("each published code: told as what it is while it lasts, gone without when it can be") {
  Shop shop;
  Stock(shop);
  int i = 0;
  for (const stripe::Rule& rule : stripe::AllRules()) {
    CAPTURE(std::string(rule.code));
    const std::string user = User(i);
    const std::string slug = Slug(i++ % kKeys);
    const bool passes = rule.action == stripe::Action::kRetry;
    // The cause refuses a session however it is made.
    Control(shop, Fault("/v1/checkout/sessions", 100, StatusOf(rule), rule.code));
    const Reason told = ReasonOf(shop.BuyKey(user, slug));
    CHECK(told == (passes ? Reason::STRIPE_UNAVAILABLE : Reason::NOT_FOR_SALE));
    Control(shop, R"({"action":"clear"})");
    // The very next try sells.
    const auto session = shop.BuyKey(user, slug);
    INFO(session.status().ToString());
    REQUIRE(session.ok());
    REQUIRE_FALSE(session->url().empty());
    // Refused once, about something that a session can do without: sold within the same checkout.
    if (passes || rule.meaning == Meaning::kAmount) continue;
    Control(shop, Fault("/v1/checkout/sessions", 1, StatusOf(rule), rule.code));
    const auto at_once = shop.BuyKey(user, Slug(i % kKeys));
    INFO(at_once.status().ToString());
    CHECK(at_once.ok());
    Control(shop, R"({"action":"clear"})");
  }
}

// Buys in a round. Every round returns to another address, so that no session serves twice.
Shop::Response Wish(Shop& shop, int buyer, int round) {
  // Half of the buyers, and of the KEYS, are new to Stripe in each round.
  const std::string user = User(buyer % 2 == 0 ? buyer : buyer + kBuyers * round);
  v1::CheckoutKeyRequest request = Shop::KeyRequest(Slug((buyer * 7 + round * 3) % kKeys));
  request.set_success_url(Concat({"https://shop.test/ok?round=", std::to_string(round)}));
  rpc::Call call = shop.CallOf(user);
  return shop.Buy(call, request);
}

// Counts the buyers who have a session that can be paid.
int CountSold(Shop& shop, int round) {
  int sold = 0;
  for (int i = 0; i < kBuyers; ++i) {
    const auto session = Wish(shop, i, round);
    if (!session.ok() || session->url().empty()) continue;
    const auto at_stripe = shop.stripe->Get("/v1/checkout/sessions/" + session->session_id());
    sold += at_stripe.status == 200 && at_stripe.json()["status"].AsString() == "open" ? 1 : 0;
  }
  return sold;
}

void SwitchEverything(Shop& shop, const std::string& collection) {
  const auto list = shop.stripe->Get("/v1/" + collection + "?limit=100").json();
  for (const auto& item : list["data"].items()) {
    shop.stripe->Post("/v1/" + collection + "/" + item["id"].AsString(), {{"active", "false"}});
  }
}

// The key may not do what begins so, e.g. "POST /v1/products".
void Restrict(Shop& shop, const std::string& lacks) {
  Control(shop, Concat({R"({"action":"restrict_key","lacks":[)", lacks, "]}"}));
}

void CloseAccount(Shop& shop, const std::string& why) {
  Control(shop, Concat({R"({"action":"close_account","why":")", why, R"("})"}));
}

// Each object of a list, a hundred at a time, until `act` has left none that is new.
void ForEach(Shop& shop, const std::string& list, const std::function<void(const Json&)>& act) {
  std::string after;
  while (true) {
    const Json page = shop.stripe
                          ->Get(Concat({"/v1/", list, "?limit=100",
                                        after.empty() ? "" : "&starting_after=", after}))
                          .json();
    for (const Json& item : page["data"].items()) act(item);
    if (!page["has_more"].AsBool()) return;
    after = page["data"].items().back()["id"].AsString();
  }
}

void DeletePrices(Shop& shop) {
  std::vector<std::string> ids;
  ForEach(shop, "prices", [&](const Json& price) { ids.push_back(price["id"].AsString()); });
  for (const std::string& id : ids) {
    Control(shop, Concat({R"({"action":"delete_price","price":")", id, R"("})"}));
  }
}

void DeleteAll(Shop& shop, const std::string& list) {
  std::vector<std::string> ids;
  ForEach(shop, list, [&](const Json& item) { ids.push_back(item["id"].AsString()); });
  for (const std::string& id : ids) {
    shop.stripe->Delete(Concat({"/v1/", list, "/", id}));
  }
}

struct Cause {
  const char* name;
  std::function<void(Shop&)> begin;
  // Nothing: it stays, and the shop has to live with it.
  std::function<void(Shop&)> end = {};
};

const std::vector<Cause>& Causes() {
  static const auto* causes = new std::vector<Cause>{
      {"another account",
       [](Shop& shop) { Control(shop, R"({"action":"switch_account","account":"new"})"); }},
      {"back in the first", [](Shop& shop) { Control(shop, R"({"action":"switch_account"})"); }},
      {"test data deleted", [](Shop& shop) { Control(shop, R"({"action":"drop_data"})"); }},
      {"prices archived", [](Shop& shop) { SwitchEverything(shop, "prices"); }},
      {"products archived", [](Shop& shop) { SwitchEverything(shop, "products"); }},
      {"prices deleted", DeletePrices},
      {"prices and products deleted",
       [](Shop& shop) {
         DeletePrices(shop);
         DeleteAll(shop, "products");
       }},
      {"customers deleted", [](Shop& shop) { DeleteAll(shop, "customers"); }},
      {"products renamed, another default price, tax behaviour changed",
       [](Shop& shop) {
         ForEach(shop, "prices", [&](const Json& price) {
           const std::string id = price["id"].AsString();
           shop.stripe->Post("/v1/prices/" + id, {{"tax_behavior", "exclusive"}});
           shop.stripe->Post("/v1/products/" + price["product"].AsString(),
                             {{"name", "Renamed"}, {"default_price", id}});
         });
       }},
      {"customers' addresses changed",
       [](Shop& shop) {
         ForEach(shop, "customers", [&](const Json& customer) {
           shop.stripe->Post("/v1/customers/" + customer["id"].AsString(),
                             {{"email", "moved@shop.test"}});
         });
       }},
      {"key may not write the catalog",
       [](Shop& shop) { Restrict(shop, R"("POST /v1/products","POST /v1/prices")"); }},
      {"key may not write customers either",
       [](Shop& shop) {
         Restrict(
             shop,
             R"("POST /v1/products","POST /v1/prices","POST /v1/customers","GET /v1/customers")");
       },
       [](Shop& shop) { Restrict(shop, ""); }},
      {"key may not make sessions",
       [](Shop& shop) { Restrict(shop, R"("POST /v1/checkout/sessions")"); },
       [](Shop& shop) { Restrict(shop, ""); }},
      {"key may read nothing", [](Shop& shop) { Restrict(shop, R"("GET /v1/")"); },
       [](Shop& shop) { Restrict(shop, ""); }},
      {"account takes no charges", [](Shop& shop) { CloseAccount(shop, "charges"); },
       [](Shop& shop) { CloseAccount(shop, ""); }},
      {"account has no business name", [](Shop& shop) { CloseAccount(shop, "business_name"); },
       [](Shop& shop) { CloseAccount(shop, ""); }},
      {"no payment method takes the currency",
       [](Shop& shop) { CloseAccount(shop, "payment_methods"); },
       [](Shop& shop) { CloseAccount(shop, ""); }},
      {"key rolled",
       [](Shop& shop) { Control(shop, R"({"action":"roll_key","secret_key":"sk_test_n"})"); },
       [](Shop& shop) { Control(shop, R"({"action":"roll_key"})"); }},
      {"version refused",
       [](Shop& shop) { Control(shop, R"({"action":"api_version","version":"2030-01-01"})"); },
       [](Shop& shop) { Control(shop, R"({"action":"api_version"})"); }},
      {"every session refused",
       [](Shop& shop) { Control(shop, Fault("/v1/checkout/sessions", 10000, 400, "")); },
       [](Shop& shop) { Control(shop, R"({"action":"clear"})"); }},
      {"a 500 kept under every key",
       [](Shop& shop) {
         Control(shop, R"({"action":"api_fault","method":"POST","path":"/v1/","count":10000,
                           "status":500,"saved":true})");
       },
       [](Shop& shop) { Control(shop, R"({"action":"clear"})"); }},
  };
  return *causes;
}

TEST_CASE("fifty KEYS and twenty buyers: all are sold to within a minute after the cause is gone") {
  Shop shop;
  Stock(shop);
  int round = 0;
  REQUIRE(CountSold(shop, round) == kBuyers);
  for (const Cause& cause : Causes()) {
    CAPTURE(cause.name);
    cause.begin(shop);
    ++round;
    // Two buyers are enough to meet it; twenty would wait for all their retries.
    Wish(shop, 0, round).IgnoreError();
    Wish(shop, 1, round).IgnoreError();
    if (cause.end) cause.end(shop);
    // A minute of the reconciler's looks. Real pauses are those of the circuit alone.
    const absl::Time gone_at = shop.clock.Now();
    int sold = 0;
    REQUIRE(stripe_sandbox::testing::Eventually([&] {
      if (shop.clock.Now() - gone_at < absl::Seconds(45)) shop.clock.Advance(absl::Seconds(15));
      shop.wiring->reconciler.RunOnce();
      sold = CountSold(shop, round);
      return sold == kBuyers;
    }));
    CHECK(shop.clock.Now() - gone_at <= absl::Minutes(1));
  }
}

}  // namespace
}  // namespace keys::billing
