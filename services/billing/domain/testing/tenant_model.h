// Keeps one tenant's books in memory for tests, and changes them with the same pure domain that the
// product runs (quote, order state, pledges, refund plan). Stripe's side of the money is kept
// apart, in plain numbers, so that tests can compare the domain's decisions with it.
//
//   TenantModel tenant(prices, bundles);
//   tenant.Apply({ActionKind::kBuyKey, 0});
//   tenant.Holds(0)
//
// Not thread-safe.
#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "services/billing/domain/order_state.h"
#include "services/billing/domain/pledges.h"
#include "services/billing/domain/quote.h"
#include "services/billing/domain/refund_plan.h"
#include "services/billing/domain/waiver.h"

namespace keys::billing::testing {

inline constexpr int64_t kMinimumCents = 50;

struct ModelBundle {
  int64_t price_cents = 0;
  std::vector<int> keys;
};

// All prices at one time. A KEY without a price is not sold singly.
struct PriceList {
  std::vector<std::optional<int64_t>> keys;
  std::vector<ModelBundle> bundles;
};

enum class ActionKind {
  kBuyKey,        // a: KEY
  kBuyBundle,     // a: bundle
  kPlaceKey,      // the same, not paid yet
  kPlaceBundle,   //
  kPay,           // a: order
  kExpire,        // a: order
  kRefundAll,     // a: order
  kRefundAmount,  // a: order, cents
  kRefundLine,    // a: order, b: line
  kDashboard,     // a: order, cents: refunded at Stripe, nobody asked us
  kRefundFails,   // a: order, b: refund
  kDispute,       // a: order
  kDisputeWon,    // a: order
  kDisputeLost,   // a: order
  kGift,          // a: KEY
  kTakeGiftBack,  // a: KEY
  kWaive,         // a: order
  kPayShortfall,  // a: order
  kPriceKey,      // a: KEY, cents (negative: no longer sold singly)
  kPriceBundle,   // a: bundle, cents
};
inline constexpr int kActionKinds = 20;

struct Action {
  ActionKind kind = ActionKind::kBuyKey;
  int a = 0;
  int b = 0;
  int64_t cents = 0;
};
std::string ToString(const Action& action);

struct ModelRefund {
  int64_t cents = 0;
  // −1 means the whole order.
  int line = -1;
  bool failed = false;
};

struct ModelCredit {
  int order = 0;
  int line = 0;
  int key = 0;
  int64_t cents = 0;
};

struct ModelOrder {
  OrderTerms terms;
  std::vector<int> keys;
  std::vector<std::optional<int64_t>> list_cents;
  std::vector<ModelCredit> credits;
  std::vector<Fact> facts;
  // The order whose shortfall this one pays, or −1.
  int parent = -1;
  // The order is a purchase of one single KEY.
  bool single = false;

  // The fields from here to lines_taken_back are Stripe's side of the order.
  bool paid = false;
  std::vector<ModelRefund> refunds;
  bool disputed = false;
  // The number of disputes that were opened, one after the other.
  int disputes = 0;
  bool lost = false;
  // The part that was given away because it was too small to charge.
  int64_t given_cents = 0;
  bool taken_back = false;
  std::set<int> lines_taken_back;

  // The fields from here on are the domain's decision.
  OrderState state;
  std::vector<int64_t> net_cents;
  std::vector<int64_t> pledged_cents;
  // The part of each credit's shortfall that waivers forgive, one per credit.
  std::vector<int64_t> forgiven_cents;

  int64_t refunded() const;
  bool refunded_whole() const;
  bool line_refunded(int line) const;
};

class TenantModel {
 public:
  explicit TenantModel(PriceList prices);

  // Returns false when the shop or Stripe refuses; nothing has changed then.
  bool Apply(const Action& action);

  const std::vector<ModelOrder>& orders() const { return orders_; }
  const std::vector<PriceList>& price_history() const { return history_; }
  const std::set<int>& gifts() const { return gifts_; }
  const std::set<int>& gifts_ever() const { return gifts_ever_; }
  // Returns whether an order gives the tenant the KEY at this moment.
  bool Holds(int key) const;

 private:
  bool Do(const Action& action);
  bool Buy(bool bundle, int item, bool pay);
  bool Pay(int order);
  bool End(int order);
  bool Refund(int order, const RefundWish& wish);
  static void AddRefundLines(const ModelOrder& order, std::vector<RefundLine>& lines);
  bool SendRefund(int order, int64_t cents, int line);
  bool FailRefund(int order, int refund);
  bool MoveDispute(int order, ActionKind kind);
  bool Waive(int order);
  bool PayShortfall(int order);
  bool SetPrice(const Action& action);

  bool Exists(int order) const { return order >= 0 && order < static_cast<int>(orders_.size()); }
  QuoteKey KeyOf(int key) const;
  Quote QuoteOf(const std::vector<int>& keys, int64_t price) const;
  ModelOrder& Add(const Quote& quote);
  std::set<int> HoldersOf(int order, int line, bool open) const;
  int64_t Lacks(int order) const;
  // Returns the order as the books have it now.
  BookOrder BookOf(int order) const;
  void Decide();
  void GiveBackNeedless();

  std::vector<PriceList> history_;
  std::vector<ModelOrder> orders_;
  // The same orders, as the rule about pledges reads them. Decide keeps them up to date.
  TenantBooks books_;
  std::set<int> gifts_;
  std::set<int> gifts_ever_;
};

}  // namespace keys::billing::testing
