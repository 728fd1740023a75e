// Reads a tenant's orders in the form in which domain/pledges.h decides about them. The caller
// holds the tenant's lock, or accepts that they change. Errors as in common/pg/error.h. Stateless;
// thread-safe.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "common/pg/executor.h"
#include "services/billing/domain/pledges.h"
#include "services/billing/orders/order_store.h"

namespace keys::billing {

// Reads the lines and the credits of all orders that were paid or can be, and of `order_id`, in two
// statements. Facts are not read.
absl::StatusOr<TenantBooks> LoadBooks(pg::Executor& db, const Tenant& tenant,
                                      const std::string& order_id);

// Reads the lines of all orders that were paid or can be. Credits and facts are not read.
absl::StatusOr<TenantBooks> LoadLines(pg::Executor& db, const Tenant& tenant);

// Notes on an order that is about to be placed which lines give its KEYS by the books
// (LinesThatGive), so that its payment is not taken for a second one because of them.
absl::Status NoteLostLines(pg::Executor& tx, const Quote& quote, NewOrder& order);

// Reads the facts of the order and, when a waiver is among them, those of its backers. Facts that
// were read before stay.
absl::Status ReadFacts(const OrderStore& orders, pg::Executor& db, TenantBooks& books,
                       const std::string& order_id);

absl::StatusOr<Coverage> LoadCoverage(const OrderStore& orders, pg::Executor& db,
                                      const StoredOrder& order);

// Returns the facts of a waiver of `cents` of the order's shortfall, for its present causes only.
absl::StatusOr<std::vector<Fact>> PlanWaiver(const OrderStore& orders, pg::Executor& db,
                                             const StoredOrder& order, const std::string& name,
                                             int64_t cents);

}  // namespace keys::billing
