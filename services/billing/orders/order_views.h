// Orders as clients see them: lines, receipt, and what was paid for their shortfalls.
//
// A payment of a shortfall is an order of its own inside and lines of the order it was made for
// here: amounts, refunds and status tell of both. Stateless; thread-safe.
#pragma once

#include <vector>

#include "absl/status/statusor.h"
#include "common/pg/executor.h"
#include "services/billing/orders/order_store.h"

namespace keys::billing {

// One view per order, in their order.
absl::StatusOr<std::vector<v1::Order>> ViewsOf(pg::Executor& db, const OrderStore& store,
                                               const std::vector<StoredOrder>& orders);
absl::StatusOr<v1::Order> ViewOf(pg::Executor& db, const OrderStore& store,
                                 const StoredOrder& order);

}  // namespace keys::billing
