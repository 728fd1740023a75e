#include "tests/component/billing/shop.h"

#include "common/base/text.h"
#include "common/crypto/encode.h"
#include "common/crypto/hash.h"

namespace keys::billing::testing {
namespace {

using ::keys::testing::Soon;
using stripe_sandbox::Json;
using stripe_sandbox::testing::kSecretKey;
using stripe_sandbox::testing::kWebhookSecret;
using stripe_sandbox::testing::Sandbox;

constexpr char kAllBundle[] = "22222222-0000-7000-8000-00000000000a";
constexpr char kPairBundle[] = "22222222-0000-7000-8000-00000000000b";

struct TextRow {
  std::string text;
};
struct CountRow {
  int64_t count = 0;
};

}  // namespace

std::string KeyId(char slug) {
  static constexpr char kHex[] = "0123456789abcdef";
  const auto n = static_cast<unsigned char>(slug);
  return Concat({"11111111-0000-7000-8000-0000000000", std::string{kHex[n >> 4], kHex[n & 0xf]}});
}

Shop::Shop() : clock(SystemClock().Now()), http(http::MakeCurlClient({})) {
  StartStripe();
  Wire();
  wiring->Start();
}

Shop::~Shop() { wiring->Stop(); }

void Shop::StartStripe() {
  stripe = std::make_unique<Sandbox>(std::vector<std::string>{"--webhook-url", receiver.url(),
                                                              "--webhook-secret", kWebhookSecret});
}

void Shop::Stock(FakeCatalog& stock) {
  stock.AddKey(KeyId('a'), "a", 7900);
  stock.AddKey(KeyId('b'), "b", 9900);
  stock.AddKey(KeyId('c'), "c", 19900);
  stock.AddKey(KeyId('d'), "d", 29900);
  stock.AddKey(KeyId('f'), "free", 0);
  stock.AddKey(KeyId('u'), "unlisted", 0).clear_price_cents();
  auto& away = stock.AddKey(KeyId('w'), "away", 900);
  away.set_available(false);
  stock.AddBundle(kAllBundle, "all", 49900, {"a", "b", "c", "d"});
  stock.AddBundle(kPairBundle, "pair", 14900, {"a", "b"});
}

void Shop::Wire() {
  auto own_catalog = std::make_unique<FakeCatalog>();
  auto own_entitlement = std::make_unique<FakeEntitlement>();
  auto own_analytics = std::make_unique<FakeAnalytics>();
  Stock(*own_catalog);
  catalog = own_catalog.get();
  entitlement = own_entitlement.get();
  analytics = own_analytics.get();
  Wiring::Outside outside{clock,
                          ids,
                          metrics,
                          *http,
                          std::move(own_catalog),
                          std::move(own_entitlement),
                          std::move(own_analytics)};
  Wiring::Settings settings{
      .pool = {.conninfo = database.ConninfoFor("keys_billing"), .size = 8, .name = "test"},
      .urls = *ReturnUrlPolicy::Make({"https://shop.test"}),
      .currencies = *money::CurrencyTable::Make("kwd=100"),
      .cursor_key = "a secret of sixteen bytes or more",
      .webhook_secrets = {kWebhookSecret}};
  settings.stripe.secret_key = kSecretKey;
  settings.stripe.api_base = stripe->url();
  settings.stripe.attempt_timeout = absl::Seconds(1);
  // Faults that tests order are for what they do, not for a thread that asks meanwhile.
  settings.feeds.interval = absl::ZeroDuration();
  settings.relay.first_pause = absl::Milliseconds(20);
  settings.relay.scan_interval = absl::Milliseconds(50);
  wiring = std::make_unique<Wiring>(std::move(outside), std::move(settings));
}

rpc::Call Shop::CallOf(const std::string& user, const std::string& idempotency_key) const {
  return rpc::Call({.caller = {.user_id = user, .email = user.substr(0, 8) + "@shop.test"},
                    .deadline = Deadline::After(absl::Seconds(10)),
                    .request_id = "req-test",
                    .peer = "gateway",
                    .idempotency_key = idempotency_key});
}

v1::CheckoutKeyRequest Shop::KeyRequest(const std::string& slug) {
  v1::CheckoutKeyRequest request;
  request.set_slug(slug);
  request.set_success_url(kOk);
  request.set_cancel_url(kNo);
  return request;
}

Shop::Response Shop::Buy(rpc::Call& call, v1::CheckoutKeyRequest request) {
  return wiring->checkout.BuyKey(call, request);
}

Shop::Response Shop::BuyKey(const std::string& user, const std::string& slug) {
  rpc::Call call = CallOf(user);
  return wiring->checkout.BuyKey(call, KeyRequest(slug));
}

Shop::Response Shop::BuyBundle(const std::string& user, const std::string& slug) {
  v1::CheckoutBundleRequest request;
  request.set_slug(slug);
  request.set_success_url(kOk);
  request.set_cancel_url(kNo);
  rpc::Call call = CallOf(user);
  return wiring->checkout.BuyBundle(call, request);
}

void Shop::Pay(const v1::CheckoutResponse& session, const std::string& verb) {
  const Json page = Json::MakeObject({{"id", session.session_id()}});
  const auto answer = stripe->Buyer(page, verb);
  INFO(answer.body);
  REQUIRE(answer.status == (verb == "decline" ? 402 : 303));
}

std::string Shop::Own(const std::string& user, const std::string& slug) {
  const Response session = BuyKey(user, slug);
  INFO(session.status().ToString());
  REQUIRE(session.ok());
  Pay(*session);
  DeliverWebhooks();
  // On a busy machine the answer to the webhook does not wait for the grant (kHotPath).
  REQUIRE(stripe_sandbox::testing::Eventually(
      [&] { return Order(session->order_id()).status() == "fulfilled"; }));
  return session->order_id();
}

std::string Shop::OwnBundle(const std::string& slug) {
  const Response session = BuyBundle(kAnn, slug);
  INFO(session.status().ToString());
  REQUIRE(session.ok());
  Pay(*session);
  SettleAll();
  REQUIRE(Order(session->order_id()).status() == "fulfilled");
  return session->order_id();
}

v1::CheckoutShortfallRequest Shop::ShortfallRequest(const std::string& order_id) {
  v1::CheckoutShortfallRequest request;
  request.set_id(order_id);
  request.set_success_url(kOk);
  request.set_cancel_url(kNo);
  return request;
}

std::string Shop::SessionOf(const std::string& order_id) {
  const Json ledger = stripe->Ledger();
  for (const Json& payment : ledger["payments"].items()) {
    if (payment["order_id"].AsString() == order_id) return payment["session"].AsString();
  }
  return "";
}

void Shop::RefundAtStripe(const std::string& session, int64_t amount) {
  const std::string part = amount == 0 ? "" : Concat({",\"amount\":", std::to_string(amount)});
  const std::size_t before = receiver.OfType("charge.refunded").size();
  stripe->Control(Concat({R"({"action":"refund","session":")", session, "\"", part, "}"}));
  DeliverWebhooks("charge.refunded", before + 1);
  Settle();
}

bool Shop::IsPledged(const std::string& order_id) {
  const auto access = entitlement->AccessOf(order_id);
  return access.grants_size() > 0 && access.grants(0).pledged();
}

int Shop::DeliverWebhooks() {
  const auto all = receiver.All();
  int count = 0;
  for (; delivered_ < all.size(); ++delivered_, ++count) {
    const auto response = Deliver(all[delivered_].body, all[delivered_].signature);
    INFO(response.status().ToString());
    REQUIRE(response.ok());
    REQUIRE(response->received());
  }
  return count;
}

int Shop::DeliverWebhooks(const std::string& type, std::size_t count) {
  REQUIRE(receiver.WaitFor(type, count));
  return DeliverWebhooks();
}

absl::StatusOr<v1::HandleEventResponse> Shop::Deliver(const std::string& body,
                                                      const std::string& signature) {
  v1::HandleEventRequest request;
  request.set_payload(body);
  request.set_signature(signature);
  rpc::Call call({.deadline = Soon(), .peer = "gateway"});
  return wiring->webhook.Handle(call, request);
}

absl::StatusOr<v1::HandleEventResponse> Shop::DeliverForged(const std::string& body) {
  const std::string t = std::to_string(absl::ToUnixSeconds(clock.Now()));
  const std::string v1 =
      crypto::HexEncode(crypto::HmacSha256(kWebhookSecret, Concat({t, ".", body})));
  return Deliver(body, Concat({"t=", t, ",v1=", v1}));
}

v1::Order Shop::Order(const std::string& id) {
  v1::GetOrderRequest request;
  request.set_id(id);
  rpc::Call call = CallOf(kAnn);
  const auto response = wiring->orders.GetAny(call, request);
  REQUIRE(response.ok());
  return response->order();
}

std::vector<std::string> Shop::OrderIds() {
  auto db = wiring->pool.Acquire(Soon());
  REQUIRE(db.ok());
  const auto rows =
      db->Query<TextRow>({"test.order_ids", "SELECT id FROM marketplace_orders ORDER BY id"});
  std::vector<std::string> ids_found;
  for (const TextRow& row : *rows) ids_found.push_back(row.text);
  return ids_found;
}

std::vector<Fact> Shop::Facts(const std::string& order_id) {
  auto db = wiring->pool.Acquire(Soon());
  REQUIRE(db.ok());
  return *wiring->order_store.ListFacts(*db, order_id);
}

Standing Shop::StandingOf(const std::string& tenant, char slug) {
  return entitlement->StandingsOf(tenant)[KeyId(slug)];
}

absl::StatusOr<v1::GetDiscountResponse> Shop::DiscountOf(const std::string& user,
                                                         const std::string& bundle) {
  v1::GetDiscountRequest request;
  request.set_slug(bundle);
  rpc::Call call = CallOf(user);
  return wiring->discount.Get(call, request);
}

int64_t Shop::CountRows(const std::string& table) {
  auto db = wiring->pool.Acquire(Soon());
  REQUIRE(db.ok());
  const std::string name = "test.count_" + table;
  const std::string sql = "SELECT count(*) FROM " + table;
  return (*db->QueryOne<CountRow>({name, sql}))->count;
}

int64_t Shop::PaidAtStripe() const { return stripe->Ledger()["totals"]["usd"]["paid"].AsInt(); }

int64_t Shop::StripeRequests(const std::string& operation) const {
  return stripe->Ledger()["requests"][operation].AsInt();
}

void Shop::Settle() {
  REQUIRE(stripe_sandbox::testing::Eventually([&] {
    auto db = wiring->pool.Acquire(Soon());
    // In this order: what an event leads to is in the outbox once it is handled.
    const auto events = wiring->event_store.Measure(*db, clock.Now());
    for (const auto& lane : wiring->deliveries.ListLanes()) {
      if (wiring->outbox.Measure(*db, lane.topic, clock.Now())->undelivered > 0) return false;
    }
    return events->unhandled == 0;
  }));
}

void Shop::SettleAll() {
  DeliverWebhooks();
  Settle();
}

void Shop::ReplaceStripe() {
  wiring->Stop();
  wiring.reset();
  stripe.reset();
  StartStripe();
  Wire();
  wiring->Start();
}

}  // namespace keys::billing::testing
