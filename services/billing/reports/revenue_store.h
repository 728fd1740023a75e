// The SQL of the report on revenue. Errors as in common/pg/error.h. Thread-safe.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/pg/executor.h"
#include "common/pg/statement.h"
#include "services/billing/domain/money_flow.h"

namespace keys::billing {

struct MoneyFactRow {
  std::string order_id;
  bool order_livemode = false;
  bool pays_shortfall = false;
  std::string kind;
  std::string object_id;
  std::string state;
  int64_t amount_cents = 0;
  int64_t other_cents = 0;
  std::string currency;
  bool livemode = false;
  int64_t number = 0;
  absl::Time recorded_at;
};
// Returns all facts known before $2 of the orders whose money moved in [$1, $2). The index
// marketplace_order_facts_of_money finds them, so its condition is repeated here.
inline constexpr pg::Statement kListMoneyFacts{"billing.list_money_facts", R"(
  SELECT o.id, o.livemode, o.parent_id IS NOT NULL, fact.kind, fact.object_id, fact.state,
         fact.amount_cents, fact.other_cents, fact.currency, fact.livemode, fact.number, fact.recorded_at
  FROM (SELECT DISTINCT order_id FROM marketplace_order_facts
        WHERE recorded_at >= $1 AND recorded_at < $2
          AND (kind IN ('charge', 'refund', 'dispute') OR (kind = 'session' AND state = 'paid'))) AS moved
  JOIN marketplace_orders o ON o.id = moved.order_id
  JOIN marketplace_order_facts fact ON fact.order_id = o.id AND fact.recorded_at < $2
    AND (fact.kind IN ('charge', 'refund', 'dispute') OR (fact.kind = 'session' AND fact.state = 'paid'))
  ORDER BY o.id)"};

struct OrderMoney {
  bool livemode = false;
  // True for a payment of another order's shortfall: it is money, but no order of its own to
  // clients.
  bool pays_shortfall = false;
  std::vector<DatedFact> facts;
};

// Returns the orders whose money moved in [from, to), with all facts known before `to`.
absl::StatusOr<std::vector<OrderMoney>> ListMoney(pg::Executor& db, absl::Time from, absl::Time to);

}  // namespace keys::billing
