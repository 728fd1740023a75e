// All SQL about what was read from Stripe's lists.
//
// Errors as in common/pg/error.h. Stateless; thread-safe.
#pragma once

#include <map>
#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/pg/executor.h"
#include "services/billing/stripe/objects.h"

namespace keys::billing {

struct FeedPosition {
  // Absent when the list was never read to its end.
  std::optional<absl::Time> seen_until;
  // Empty when the sweep begins with the newest.
  std::string sweep_after;
};

class FeedStore {
 public:
  // Returns nothing when the feed is not due. The next claim succeeds after `interval`.
  absl::StatusOr<std::optional<FeedPosition>> Claim(pg::Executor& db, const std::string& name,
                                                    absl::Time now, absl::Duration interval) const;
  // If seen_until is absent, the stored one is kept.
  absl::Status Advance(pg::Executor& db, const std::string& name, const FeedPosition& position,
                       absl::Time now) const;

  absl::Status PutCharge(pg::Executor& db, const stripe::Charge& charge, absl::Time now) const;
  absl::Status PutRefund(pg::Executor& db, const stripe::Refund& refund, absl::Time now) const;

  // Returns one sum for each currency, each more than 0, of differences that have not changed since
  // `quiet_since`.
  absl::StatusOr<std::map<std::string, int64_t>> SumDifferences(pg::Executor& db,
                                                                absl::Time quiet_since) const;
};

}  // namespace keys::billing
