// All SQL of the inbox of Stripe's events.
//
// Errors as in common/pg/error.h. Stateless; thread-safe.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/pg/executor.h"
#include "keys/billing/v1/billing.pb.h"
#include "services/billing/orders/listing.h"
#include "services/billing/stripe/objects.h"

namespace keys::billing {

enum class EventStatus { kPending, kHandled, kDead };

// pending, handled, dead.
std::string_view WordOf(EventStatus status);
// Absent for any other word.
std::optional<EventStatus> FindEventStatus(std::string_view word);

// An event that this process has leased.
struct ClaimedEvent {
  std::string id;
  std::string payload;
  // The number of this attempt, from 1.
  int32_t attempt = 1;
  // The number of earlier attempts that failed because of the event itself. Attempts in which
  // something could not be reached do not count.
  int32_t failures = 0;
};

// The result of handling an event.
struct Handled {
  // A word for administrators: applied, ignored, no_order, other_mode, other_account, other_session
  // or gone.
  std::string outcome;
  // Empty when the event concerned no order.
  std::string order_id;
};

struct EventFailure {
  absl::Time next_attempt;
  // True when the event itself was at fault, and not something out of reach.
  bool counts = false;
  bool give_up = false;
  std::string error;
};

struct EventBacklog {
  int64_t unhandled = 0;
  int64_t dead = 0;
  absl::Duration oldest;
};

class EventStore {
 public:
  // Returns false when the event was stored before.
  absl::StatusOr<bool> Insert(pg::Executor& db, const stripe::Event& event,
                              const std::string& payload, absl::Time now) const;
  // The same for an event that is handled in this transaction.
  absl::StatusOr<bool> InsertHandled(pg::Executor& db, const stripe::Event& event,
                                     const std::string& payload, const Handled& handled,
                                     absl::Time now) const;
  // Leases an event whose type begins with `types`. `longest` is the longest pause or lease that
  // there can be.
  absl::StatusOr<std::optional<ClaimedEvent>> Claim(pg::Executor& db, absl::Time now,
                                                    absl::Duration lease, absl::Duration longest,
                                                    const std::string& types) const;
  absl::Status MarkHandled(pg::Executor& tx, const std::string& id, const Handled& handled,
                           absl::Time now) const;
  absl::Status MarkFailed(pg::Executor& db, const std::string& id, const EventFailure& failure,
                          absl::Time now) const;
  // Lists events, the newest first. Without a status all are listed.
  absl::StatusOr<std::vector<v1::StoredWebhook>> List(pg::Executor& db,
                                                      const std::optional<EventStatus>& status,
                                                      const PageStart& start, int limit) const;
  absl::StatusOr<std::optional<v1::StoredWebhook>> Find(pg::Executor& db,
                                                        const std::string& id) const;
  // Makes an event that is not handled due at once, even if it was given up. Returns false when it
  // is handled.
  absl::StatusOr<bool> Revive(pg::Executor& tx, const std::string& id, absl::Time now) const;
  absl::StatusOr<EventBacklog> Measure(pg::Executor& db, absl::Time now) const;
  absl::StatusOr<int64_t> Prune(pg::Executor& db, absl::Time handled_before, int limit) const;
};

}  // namespace keys::billing
