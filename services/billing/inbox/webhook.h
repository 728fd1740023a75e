// Takes events from Stripe: it verifies the raw bytes, stores the event, commits, and then tries
// the whole chain for a moment. An event that needs nothing of Stripe's is handled in the commit
// that stores it; any other, and one that fails, is stored alone and left to the workers.
//
// An event that was answered with success is committed. A forged event costs no database query.
// Errors: WEBHOOK_DISABLED without a secret, INVALID_SIGNATURE, BODY_TOO_LARGE, INVALID_JSON for a
// signed body that is no snapshot event, UNAVAILABLE when it could not be stored. Thread-safe.
#pragma once

#include "absl/status/statusor.h"
#include "common/metrics/metrics.h"
#include "common/pg/pool.h"
#include "common/rpc/call.h"
#include "common/time/clock.h"
#include "keys/billing/v1/billing.pb.h"
#include "services/billing/domain/webhook_signature.h"
#include "services/billing/inbox/event_store.h"
#include "services/billing/inbox/event_worker.h"

namespace keys::billing {

// The time that handling and delivering may take until Stripe is answered in any case. A buyer
// whose grant takes longer sees it a moment later, but a slower answer would hold up the buyer's
// return from Stripe's page.
inline constexpr absl::Duration kHotPath = absl::Milliseconds(800);

inline constexpr std::size_t kMaxEventBytes = 1u << 20;

class Webhook {
 public:
  struct Parts {
    pg::Pool& pool;
    const EventStore& events;
    const EventHandler& handler;
    EventWorker& worker;
    outbox::Relay& relay;
    const WebhookVerifier& verifier;
    const Clock& clock;
    metrics::Registry& metrics;
  };
  explicit Webhook(Parts parts);

  absl::StatusOr<v1::HandleEventResponse> Handle(rpc::Call& call,
                                                 const v1::HandleEventRequest& request);

 private:
  absl::Status Verify(const v1::HandleEventRequest& request) const;
  // Stores the event and tries the chain. Returns false when the event was stored before.
  absl::StatusOr<bool> Take(const stripe::Event& event, const std::string& payload,
                            Deadline deadline);
  absl::StatusOr<bool> TakeToWorkers(const stripe::Event& event, const std::string& payload,
                                     Deadline deadline, Deadline hot_path);
  void Count(std::string_view what) const;

  const Parts parts_;
};

}  // namespace keys::billing
