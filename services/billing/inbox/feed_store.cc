#include "services/billing/inbox/feed_store.h"

#include <utility>

#include "common/base/status_macros.h"
#include "common/id/id.h"
#include "services/billing/domain/stripe_states.h"
#include "services/billing/inbox/feed_statements.h"

namespace keys::billing {
namespace {

// A next_at further ahead than this was written before the clock was turned back.
constexpr absl::Duration kFurthest = absl::Hours(2);

absl::Status AddUp(pg::Executor& db, absl::StatusOr<std::optional<MovementRow>> moved) {
  RETURN_IF_ERROR(moved.status());
  if (!moved->has_value() || !(*moved)->order_id.has_value()) return absl::OkStatus();
  return db.Execute(kAddUpMovements, *(*moved)->order_id).status();
}

}  // namespace

absl::StatusOr<std::optional<FeedPosition>> FeedStore::Claim(pg::Executor& db,
                                                             const std::string& name,
                                                             absl::Time now,
                                                             absl::Duration interval) const {
  ASSIGN_OR_RETURN(auto row,
                   db.QueryOne<FeedRow>(kClaimFeed, name, now, now + interval, now + kFurthest));
  if (!row.has_value()) return std::optional<FeedPosition>();
  return std::optional<FeedPosition>({row->seen_until, std::move(row->sweep_after)});
}

absl::Status FeedStore::Advance(pg::Executor& db, const std::string& name,
                                const FeedPosition& position, absl::Time now) const {
  return db.Execute(kAdvanceFeed, name, position.seen_until, position.sweep_after, now).status();
}

absl::Status FeedStore::PutCharge(pg::Executor& db, const stripe::Charge& charge,
                                  absl::Time now) const {
  // Payments that name no order are not this shop's.
  const auto order_id = NormalizeUuid(charge.order_id);
  if (!order_id.has_value()) return absl::OkStatus();
  const int64_t cents = ChargeStateOf(charge.status) == ChargeState::kSucceeded ? charge.amount : 0;
  return AddUp(db, db.QueryOne<MovementRow>(kPutCharge, charge.id, *order_id, charge.currency,
                                            cents, charge.created, now));
}

absl::Status FeedStore::PutRefund(pg::Executor& db, const stripe::Refund& refund,
                                  absl::Time now) const {
  const bool failed = RefundStateOf(refund.status) == RefundState::kFailed;
  const int64_t cents = failed ? 0 : -refund.amount;
  return AddUp(db, db.QueryOne<MovementRow>(kPutListedRefund, refund.id, refund.charge,
                                            refund.currency, cents, refund.created, now));
}

absl::StatusOr<std::map<std::string, int64_t>> FeedStore::SumDifferences(
    pg::Executor& db, absl::Time quiet_since) const {
  ASSIGN_OR_RETURN(const auto rows, db.Query<DifferenceRow>(kMeasureLedger, quiet_since));
  std::map<std::string, int64_t> differences;
  for (const DifferenceRow& row : rows) differences[row.currency] = row.cents;
  return differences;
}

}  // namespace keys::billing
