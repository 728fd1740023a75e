// Shows stored events of Stripe's with their outcome to administrators, and replays them.
//
// An event that was handled is not handled again. One that was given up or waits is tried at once.
// Errors: NOT_FOUND, CONFLICT, INVALID_ARGUMENT. Thread-safe.
#pragma once

#include "absl/status/statusor.h"
#include "common/audit/audit.h"
#include "common/pg/pool.h"
#include "common/rpc/call.h"
#include "common/time/clock.h"
#include "services/billing/inbox/event_store.h"
#include "services/billing/inbox/event_worker.h"
#include "services/billing/orders/listing.h"

namespace keys::billing {

class AdminWebhooks {
 public:
  struct Parts {
    pg::Pool& pool;
    const EventStore& events;
    EventWorker& worker;
    const audit::Log& audit;
    const page::CursorCodec& cursors;
    const Clock& clock;
  };
  explicit AdminWebhooks(Parts parts) : parts_(parts) {}

  absl::StatusOr<v1::ListWebhooksResponse> List(rpc::Call& call,
                                                const v1::ListWebhooksRequest& request);
  absl::StatusOr<v1::ReplayWebhookResponse> Replay(rpc::Call& call,
                                                   const v1::ReplayWebhookRequest& request);

 private:
  const Parts parts_;
};

}  // namespace keys::billing
