// Lets administrators refund orders and waive shortfalls.
//
// A refund that would leave another order's credit uncovered is refused with CREDIT_IN_USE, which
// names those orders; open sessions that count on the credit are ended at Stripe first. An order
// that cost nothing is taken back without Stripe. A full refund includes the order's shortfall
// payments. Every change is recorded in billing's audit. Errors: NOT_FOUND, INVALID_ARGUMENT,
// CONFLICT, CREDIT_IN_USE, IN_PROGRESS, STRIPE_UNAVAILABLE. Thread-safe.
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
  // The state of an order, read once under its tenant's lock.
  struct Snapshot {
    StoredOrder order;
    std::vector<StoredLine> lines;
    std::vector<HeldPledge> pledges;
    RefundWish wish;
    RefundPlan plan;
    // The line that shall be refunded; empty for the whole order.
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
  // Refunds the order and its shortfall payments.
  absl::Status RunAll(rpc::Call& call, const std::string& order_id,
                      const v1::RefundOrderRequest& request, const std::string& name);
  // Returns the order itself when it has a line of that KEY that grants, else the shortfall payment
  // that has one.
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
  // Acts once per Idempotency-Key and answers with the order as it is afterwards. `act` takes the
  // order's id and the name of the action, and returns a Status.
  template <typename Response, typename Request, typename Act>
  absl::StatusOr<Response> Once(rpc::Call& call, const char* rpc, const Request& request,
                                Act&& act);
  const Parts parts_;
};

}  // namespace keys::billing
