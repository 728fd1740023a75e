// Makes the views of orders that clients see: lines, receipt, and payments of their shortfalls.
//
// In the tables a payment of a shortfall is an order of its own. Here its lines are lines of the
// order for which it was paid, and amounts, refunds and status cover both. Stateless; thread-safe.
#pragma once

#include <vector>

#include "absl/status/statusor.h"
#include "common/pg/executor.h"
#include "services/billing/orders/order_store.h"

namespace keys::billing {

// Returns one view for each order, in their order.
absl::StatusOr<std::vector<v1::Order>> ViewsOf(pg::Executor& db, const OrderStore& store,
                                               const std::vector<StoredOrder>& orders);
absl::StatusOr<v1::Order> ViewOf(pg::Executor& db, const OrderStore& store,
                                 const StoredOrder& order);

}  // namespace keys::billing
