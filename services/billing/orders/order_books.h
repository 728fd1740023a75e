// A tenant's orders as the rule about pledges reads them (domain/pledges.h). The caller holds the
// tenant's lock, or accepts that they change. Errors as in common/pg/error.h. Stateless;
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

// Two statements: the lines and the credits of all orders that were paid or can be, and of
// `order_id`. Without facts.
absl::StatusOr<TenantBooks> LoadBooks(pg::Executor& db, const Tenant& tenant,
                                      const std::string& order_id);

// Reads the facts of the order, and those of its backers when there is a waiver among them. What
// was read before stays.
absl::Status ReadFacts(const OrderStore& orders, pg::Executor& db, TenantBooks& books,
                       const std::string& order_id);

absl::StatusOr<Coverage> LoadCoverage(const OrderStore& orders, pg::Executor& db,
                                      const StoredOrder& order);

// Facts of a waiver of `cents` of what the order lacks, for the causes known now.
absl::StatusOr<std::vector<Fact>> PlanWaiver(const OrderStore& orders, pg::Executor& db,
                                             const StoredOrder& order, const std::string& name,
                                             int64_t cents);

}  // namespace keys::billing
