// Runs billing for a test: with a database of its own, its neighbours as fakes and the payment
// sandbox as the real program. Each test case makes its own.
//
//   Shop shop;
//   const auto session = *shop.BuyKey(kAnn, "a");
//   shop.Pay(session, "pay");            // as the buyer's browser does; the webhook comes meanwhile
//   shop.DeliverWebhooks();
//   CHECK(shop.Order(session.order_id()).status() == "fulfilled");
#pragma once

#include <catch2/catch.hpp>
#include <memory>
#include <string>
#include <vector>

#include "common/testing/test_database.h"
#include "services/billing/wiring.h"
#include "tests/component/billing/neighbours.h"
#include "tests/fakes/stripe_sandbox/testing/sandbox.h"
#include "tests/fakes/stripe_sandbox/testing/webhook_receiver.h"

namespace keys::billing::testing {

inline constexpr char kAnn[] = "aaaaaaaa-0000-7000-8000-000000000001";
inline constexpr char kBob[] = "bbbbbbbb-0000-7000-8000-000000000002";
inline constexpr char kOrg[] = "cccccccc-0000-7000-8000-000000000003";
inline constexpr char kOk[] = "https://shop.test/ok?s={CHECKOUT_SESSION_ID}";
inline constexpr char kNo[] = "https://shop.test/no";

// "11111111-0000-7000-8000-00000000000N" of the KEY with that one-letter slug.
std::string KeyId(char slug);

class Shop {
 public:
  // Sells KEYS a 7900, b 9900, c 19900, d 29900, free 0; unlisted (no price), away (not available);
  // bundle "all" of a–d for 49900, bundle "pair" of a and b for 14900.
  Shop();
  ~Shop();
  Shop(const Shop&) = delete;
  Shop& operator=(const Shop&) = delete;

  using Response = absl::StatusOr<v1::CheckoutResponse>;
  Response BuyKey(const std::string& user, const std::string& slug);
  Response BuyBundle(const std::string& user, const std::string& slug);
  Response Buy(rpc::Call& call, v1::CheckoutKeyRequest request);
  rpc::Call CallOf(const std::string& user, const std::string& idempotency_key = "") const;
  static v1::CheckoutKeyRequest KeyRequest(const std::string& slug);

  // The buyer: POST {session url}/{verb}, pay, pay_later, decline.
  void Pay(const v1::CheckoutResponse& session, const std::string& verb = "pay");
  // Buys, pays, delivers; the order's id.
  std::string Own(const std::string& user, const std::string& slug);

  // Ann's: buys, pays, delivers; the order's id.
  std::string OwnBundle(const std::string& slug);
  static v1::CheckoutShortfallRequest ShortfallRequest(const std::string& order_id);
  // Stripe's id of the session that was paid for the order.
  std::string SessionOf(const std::string& order_id);
  // Refunds in Stripe's Dashboard and delivers the webhook. With `amount` 0 all that is left is
  // refunded.
  void RefundAtStripe(const std::string& session, int64_t amount = 0);
  // Whether entitlement was told that the order's first granting line is pledged.
  bool IsPledged(const std::string& order_id);

  // Hands every webhook that came since to billing, as the gateway does. How many.
  int DeliverWebhooks();
  // The same once `type` has come (again: `count` in all).
  int DeliverWebhooks(const std::string& type, std::size_t count = 1);
  absl::StatusOr<v1::HandleEventResponse> Deliver(const std::string& body,
                                                  const std::string& signature);
  // Delivers an event that Stripe did not make, rightly signed.
  absl::StatusOr<v1::HandleEventResponse> DeliverForged(const std::string& body);

  v1::Order Order(const std::string& id);
  // Every order's, also of payments of shortfalls.
  std::vector<std::string> OrderIds();
  std::vector<Fact> Facts(const std::string& order_id);
  Standing StandingOf(const std::string& tenant, char slug);
  absl::StatusOr<v1::GetDiscountResponse> DiscountOf(const std::string& user,
                                                     const std::string& bundle);
  int64_t CountRows(const std::string& table);
  // Sum of succeeded payments, in cents.
  int64_t PaidAtStripe() const;
  int64_t StripeRequests(const std::string& operation) const;
  // Waits until relay and worker have nothing left to do.
  void Settle();
  // The same after delivering what came.
  void SettleAll();

  // Another sandbox and other neighbours, who know nothing of what was done; the database stays.
  void ReplaceStripe();

  stripe_sandbox::testing::WebhookReceiver receiver;
  std::unique_ptr<stripe_sandbox::testing::Sandbox> stripe;
  ::keys::testing::TestDatabase database;
  FakeClock clock;
  UuidV7Source ids{clock};
  metrics::Registry metrics;
  std::unique_ptr<http::HttpClient> http;
  FakeCatalog* catalog = nullptr;
  FakeEntitlement* entitlement = nullptr;
  FakeAnalytics* analytics = nullptr;
  std::unique_ptr<Wiring> wiring;

 private:
  void StartStripe();
  void Stock(FakeCatalog& stock);
  void Wire();
  std::size_t delivered_ = 0;
};

// The reason of an error, REASON_UNSPECIFIED for success.
template <typename T>
error::Reason ReasonOf(const absl::StatusOr<T>& result) {
  return error::ReasonOf(result.status());
}

}  // namespace keys::billing::testing
