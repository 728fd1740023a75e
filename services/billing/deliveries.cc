#include "services/billing/deliveries.h"

#include "common/base/status_macros.h"
#include "common/base/text.h"
#include "common/failpoint/failpoint.h"
#include "keys/analytics/v1/analytics.pb.h"
#include "keys/entitlement/v1/entitlement.pb.h"

namespace keys::billing {
namespace {

constexpr absl::Duration kBookkeepingLimit = absl::Seconds(3);

}  // namespace

absl::Status Deliveries::Deliver(const outbox::Delivery& delivery, Deadline deadline) const {
  if (delivery.topic == kOrderAccessTopic) return Access(delivery, deadline);
  if (delivery.topic == kAnalyticsTopic) return Purchase(delivery, deadline);
  if (delivery.topic == kStripeRefundTopic) {
    return parts_.refunder.GiveBack(delivery.payload, deadline);
  }
  if (delivery.topic == kStripeExpireTopic) return Expire(delivery, deadline);
  return absl::InternalError(Concat({"nobody takes the topic ", delivery.topic}));
}

absl::Status Deliveries::Access(const outbox::Delivery& delivery, Deadline deadline) const {
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
            parts_.ledger.Record(tx, *order, {applied}, {"relay", delivery.request_id}).status());
        return failpoint::Reach("billing.access.recording", tx.deadline());
      }));
  return failpoint::Reach("billing.access.recorded", deadline);
}

// What turns out paid is settled by it, and decided on then.
absl::Status Deliveries::Expire(const outbox::Delivery& delivery, Deadline deadline) const {
  std::optional<StoredOrder> order;
  {
    ASSIGN_OR_RETURN(pg::Connection db, parts_.pool.Acquire(deadline));
    ASSIGN_OR_RETURN(order, parts_.orders.Find(db, delivery.payload));
  }
  if (!order.has_value() || !order->open()) return absl::OkStatus();
  return parts_.desk.Close(*order, {"relay", delivery.request_id}, deadline).status();
}

absl::Status Deliveries::Purchase(const outbox::Delivery& delivery, Deadline deadline) const {
  analytics::v1::RecordEventsRequest request;
  if (!request.ParseFromString(delivery.payload)) return absl::InternalError("a broken payload");
  RETURN_IF_ERROR(failpoint::Reach("billing.purchase.sending", deadline));
  RETURN_IF_ERROR(
      parts_.analytics.RecordEvents(request, rpc::Outgoing(deadline, delivery.request_id))
          .status());
  return failpoint::Reach("billing.purchase.sent", deadline);
}

}  // namespace keys::billing
