#include "services/billing/reports/revenue_store.h"

#include <utility>

#include "common/base/status_macros.h"

namespace keys::billing {

absl::StatusOr<std::vector<OrderMoney>> ListMoney(pg::Executor& db, absl::Time from,
                                                  absl::Time to) {
  ASSIGN_OR_RETURN(std::vector<MoneyFactRow> rows,
                   db.Query<MoneyFactRow>(kListMoneyFacts, from, to));
  std::vector<OrderMoney> orders;
  std::string last;
  for (MoneyFactRow& row : rows) {
    if (row.order_id != last) {
      orders.push_back({.livemode = row.order_livemode, .pays_shortfall = row.pays_shortfall});
      last = row.order_id;
    }
    Fact fact;
    ASSIGN_OR_RETURN(fact.kind, ParseFactKind(row.kind));
    fact.object_id = std::move(row.object_id);
    fact.state = std::move(row.state);
    fact.amount_cents = row.amount_cents;
    fact.other_cents = row.other_cents;
    fact.currency = std::move(row.currency);
    fact.livemode = row.livemode;
    fact.number = row.number;
    orders.back().facts.push_back({std::move(fact), row.recorded_at});
  }
  return orders;
}

}  // namespace keys::billing
