// What backs the credits of an order, and what waivers forgive (domain/waiver.h): OrderStore's
// CoverageOf is made of it, and the facts of a waiver.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "common/pg/executor.h"
#include "services/billing/orders/order_store.h"

namespace keys::billing {

// Facts of a waiver of `cents` of what the order lacks, for the causes known now. Of several
// credits the last ones: what a shortfall's payment charges begins with the first.
absl::StatusOr<std::vector<Fact>> WaiverOf(const OrderStore& orders, pg::Executor& db,
                                           const std::string& order_id, const std::string& name,
                                           int64_t cents);

}  // namespace keys::billing
