#include "services/billing/reports/revenue.h"

#include <map>
#include <string>
#include <vector>

#include "common/base/status_macros.h"
#include "common/report/request.h"
#include "services/billing/reports/revenue_store.h"

namespace keys::billing {
namespace {

using report::Period;
using Flows = std::map<std::string, MoneyFlow>;

absl::StatusOr<Flows> FlowsIn(pg::Executor& db, const Period& day) {
  ASSIGN_OR_RETURN(const std::vector<OrderMoney> orders, ListMoney(db, day.start, day.end));
  Flows flows;
  for (const OrderMoney& order : orders) {
    for (auto [currency, flow] : FlowOf(order.facts, order.livemode, day.start, day.end)) {
      if (order.pays_shortfall) flow.orders = 0;
      flows[currency] += flow;
    }
  }
  return flows;
}

void Fill(const Period& period, const std::string& currency, const MoneyFlow& flow,
          v1::RevenueRow& row) {
  row.set_day(period.name);
  report::SetSpan(period, row);
  row.set_currency(currency);
  row.set_orders(flow.orders);
  row.set_gross_cents(flow.gross_cents);
  row.set_refunded_cents(flow.refunded_cents);
  row.set_disputed_cents(flow.disputed_cents);
  row.set_lost_cents(flow.lost_cents);
  row.set_net_cents(flow.net_cents());
}

}  // namespace

absl::StatusOr<v1::GetRevenueResponse> Revenue::Get(rpc::Call& call,
                                                    const v1::GetRevenueRequest& request) {
  ASSIGN_OR_RETURN(const report::Span span, report::SpanOf(request, clock_.Now()));
  const std::vector<Period> days = report::DaysOf(span);
  ASSIGN_OR_RETURN(pg::Connection db, pool_.Acquire(call.deadline()));
  // Facts are read a day at a time, so that memory is bounded by the busiest day and not by a year.
  std::vector<Flows> by_day;
  Flows totals;
  for (const Period& day : days) {
    ASSIGN_OR_RETURN(by_day.emplace_back(), FlowsIn(db, day));
    for (const auto& [currency, flow] : by_day.back()) totals[currency] += flow;
  }
  v1::GetRevenueResponse response;
  report::SetSpan(span, response);
  for (std::size_t i = 0; i < days.size(); ++i) {
    for (const auto& [currency, total] : totals) {
      Fill(days[i], currency, by_day[i][currency], *response.add_rows());
    }
  }
  for (const auto& [currency, total] : totals) {
    Fill({"total", span.from, span.to}, currency, total, *response.add_totals());
  }
  return response;
}

}  // namespace keys::billing
