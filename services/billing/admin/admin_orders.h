// What administrators do to orders: refund them, and give up what one lacks.
//
// A refund that would leave another order's credit uncovered is CREDIT_IN_USE, naming those orders;
// open sessions that count on the credit are ended at Stripe first. What cost nothing is taken back
// without Stripe. An order in full is also what was paid for its shortfalls. Every change is in
// billing's audit. Errors: NOT_FOUND, INVALID_ARGUMENT, CONFLICT, CREDIT_IN_USE, IN_PROGRESS,
// STRIPE_UNAVAILABLE. Thread-safe.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "common/audit/audit.h"
#include "common/id/id.h"
#include "common/idempotency/idempotency.h"
#include "common/outbox/relay.h"
#include "common/rpc/call.h"
#include "services/billing/domain/refund_plan.h"
#include "services/billing/payments/checkout_sessions.h"
#include "services/billing/payments/refunder.h"

namespace keys::billing {

class AdminOrders {
 public:
  struct Parts {
    pg::Pool& pool;
    const OrderStore& orders;
    const StripeStore& stripe;
    const OrderLedger& ledger;
    const CheckoutSessions& sessions;
    const Refunder& refunder;
    const idempotency::Store& idempotency;
    const audit::Log& audit;
    outbox::Relay& relay;
    const money::CurrencyTable& currencies;
    const Clock& clock;
    IdSource& ids;
  };
  explicit AdminOrders(Parts parts) : parts_(parts) {}

  absl::StatusOr<v1::RefundOrderResponse> Refund(rpc::Call& call,
                                                 const v1::RefundOrderRequest& request);
  absl::StatusOr<v1::WaiveShortfallResponse> Waive(rpc::Call& call,
                                                   const v1::WaiveShortfallRequest& request);

 private:
  // One look at an order under its tenant's lock.
  struct Snapshot {
    StoredOrder order;
    std::vector<StoredLine> lines;
    std::vector<HeldPledge> pledges;
    RefundWish wish;
    RefundPlan plan;
    // Of the line wished for; empty: of the order.
    std::string line_id;
    bool done = false;

    std::vector<std::string> ListHolders(bool open) const;
  };
  absl::Status AddShortfallLines(pg::Transaction& tx, const StoredOrder& order,
                                 std::vector<RefundLine>& lines) const;
  absl::StatusOr<Snapshot> Plan(pg::Transaction& tx, const std::string& order_id,
                                const v1::RefundOrderRequest& request) const;
  absl::StatusOr<Snapshot> PlanOrTake(rpc::Call& call, const std::string& order_id,
                                      const v1::RefundOrderRequest& request,
                                      const std::string& name);
  absl::Status Run(rpc::Call& call, const std::string& order_id,
                   const v1::RefundOrderRequest& request, const std::string& name);
  // The order and what was paid for its shortfalls.
  absl::Status RunAll(rpc::Call& call, const std::string& order_id,
                      const v1::RefundOrderRequest& request, const std::string& name);
  // Of the order itself where it has such a line that grants; else of a payment of its shortfall.
  absl::StatusOr<std::string> OrderWithLine(const std::string& order_id,
                                            const std::vector<StoredOrder>& shortfalls,
                                            const std::string& line, Deadline deadline) const;
  absl::Status Pay(rpc::Call& call, const Snapshot& look, const v1::RefundOrderRequest& request,
                   const std::string& name);
  absl::Status CloseHolders(rpc::Call& call, const Snapshot& look) const;
  absl::Status WaiveNow(rpc::Call& call, const std::string& order_id,
                        const v1::WaiveShortfallRequest& request, const std::string& name);
  absl::Status Note(pg::Transaction& tx, const rpc::Call& call, const std::string& action,
                    const std::string& order_id, const std::string& details_json) const;
  absl::StatusOr<v1::Order> Show(const std::string& order_id, Deadline deadline) const;
  // Acts once per Idempotency-Key and answers with the order as it then is. `act`: order's id,
  // name of what is done → Status.
  template <typename Response, typename Request, typename Act>
  absl::StatusOr<Response> Once(rpc::Call& call, const char* rpc, const Request& request,
                                Act&& act);
  const Parts parts_;
};

}  // namespace keys::billing
