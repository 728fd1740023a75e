#include "services/billing/upkeep/deliveries.h"

#include "common/base/status_macros.h"
#include "common/base/text.h"
#include "common/failpoint/failpoint.h"
#include "keys/analytics/v1/analytics.pb.h"
#include "keys/entitlement/v1/entitlement.pb.h"
#include "services/billing/orders/bookkeeping.h"

namespace keys::billing {
namespace {

// A grant takes some 10 ms, so these workers, on as many connections, deliver a few hundred a
// second.
constexpr int kAccessWorkers = 3;
constexpr int kPurchaseBatch = 100;
// Reports are read by people, who do not miss a quarter of a second.
constexpr absl::Duration kGather = absl::Milliseconds(250);

}  // namespace

std::vector<outbox::LaneOptions> Deliveries::ListLanes() const {
  return {{.topic = kOrderAccessTopic,
           .handler = Each(&Deliveries::DeliverAccess),
           .workers = kAccessWorkers,
           .marks_done = true},
          {.topic = kStripeRefundTopic, .handler = Each(&Deliveries::GiveBack)},
          {.topic = kStripeExpireTopic, .handler = Each(&Deliveries::Expire)},
          {.topic = kAnalyticsTopic,
           .handler = [this](const Rows& rows,
                             Deadline deadline) { return DeliverPurchases(rows, deadline); },
           .batch = kPurchaseBatch,
           .gather = kGather}};
}

outbox::Handler Deliveries::Each(OneRow deliver) const {
  return [this, deliver](const Rows& rows, Deadline deadline) -> absl::Status {
    for (const outbox::Delivery& row : rows) RETURN_IF_ERROR((this->*deliver)(row, deadline));
    return absl::OkStatus();
  };
}

absl::Status Deliveries::DeliverAccess(const outbox::Delivery& delivery, Deadline deadline) const {
  entitlement::v1::ApplyOrderAccessRequest request;
  if (!request.ParseFromString(delivery.payload)) return absl::InternalError("a broken payload");
  RETURN_IF_ERROR(failpoint::Reach("billing.access.sending", deadline));
  RETURN_IF_ERROR(
      parts_.entitlement.ApplyOrderAccess(request, rpc::Outgoing(deadline, delivery.request_id))
          .status());
  RETURN_IF_ERROR(failpoint::Reach("billing.access.sent", deadline));
  RETURN_IF_ERROR(pg::RunTransaction(
      parts_.pool, Deadline::After(kBookkeepingLimit), [&](pg::Transaction& tx) -> absl::Status {
        ASSIGN_OR_RETURN(const auto order, parts_.ledger.Open(tx, delivery.aggregate));
        if (!order.has_value()) return absl::InternalError("an outbox row without its order");
        Fact applied{FactKind::kApplied};
        applied.number = request.access().revision();
        RETURN_IF_ERROR(
            parts_.ledger.Record(tx, *order, {applied}, {CauseKind::kRelay, delivery.request_id})
                .status());
        RETURN_IF_ERROR(parts_.outbox.MarkDone(tx, {delivery.id}, parts_.clock.Now()));
        return failpoint::Reach("billing.access.recording", tx.deadline());
      }));
  return failpoint::Reach("billing.access.recorded", deadline);
}

absl::Status Deliveries::GiveBack(const outbox::Delivery& delivery, Deadline deadline) const {
  return parts_.refunder.GiveBack(delivery.payload, deadline);
}

// An order that turns out to be paid is settled by Close, and then decided again.
absl::Status Deliveries::Expire(const outbox::Delivery& delivery, Deadline deadline) const {
  std::optional<StoredOrder> order;
  {
    ASSIGN_OR_RETURN(pg::Connection db, parts_.pool.Acquire(deadline));
    ASSIGN_OR_RETURN(order, parts_.orders.Find(db, delivery.payload));
  }
  if (!order.has_value() || !order->open()) return absl::OkStatus();
  return parts_.sessions.Close(*order, {CauseKind::kRelay, delivery.request_id}, deadline).status();
}

absl::Status Deliveries::DeliverPurchases(const Rows& rows, Deadline deadline) const {
  RETURN_IF_ERROR(failpoint::Reach("billing.purchase.sending", deadline));
  const rpc::Outgoing outgoing(deadline, rows.front().request_id);
  analytics::v1::RecordEventsRequest request;
  for (const outbox::Delivery& row : rows) {
    analytics::v1::RecordEventsRequest events;
    if (!events.ParseFromString(row.payload)) return absl::InternalError("a broken payload");
    if (request.events_size() + events.events_size() > analytics::kEventsPerCall) {
      RETURN_IF_ERROR(parts_.analytics.RecordEvents(request, outgoing).status());
      request.Clear();
    }
    request.MergeFrom(events);
  }
  RETURN_IF_ERROR(parts_.analytics.RecordEvents(request, outgoing).status());
  return failpoint::Reach("billing.purchase.sent", deadline);
}

}  // namespace keys::billing
