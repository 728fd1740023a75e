#include "services/analytics/reports.h"

#include <cmath>
#include <map>
#include <utility>

#include "common/base/status_macros.h"
#include "common/report/request.h"
#include "common/time/proto_time.h"

namespace keys::analytics {
namespace {

using report::Period;
using report::Span;

void SetShare(int64_t part, int64_t whole, v1::FunnelRow& row, void (v1::FunnelRow::*set)(double)) {
  // The share is rounded to four digits, because the sample is too small for more. Four digits look
  // the same in JSON and CSV.
  if (whole > 0) (row.*set)(std::round(10'000.0 * part / whole) / 10'000.0);
}

void AddEvents(const EventsRow& counted, v1::FunnelRow& row) {
  if (counted.event_type == "view") {
    row.set_views(counted.events);
    row.set_anonymous_views(counted.events - counted.signed_in);
  } else if (counted.event_type == "discovery_click") {
    row.set_discovery_clicks(counted.events);
  } else if (counted.event_type == "purchase") {
    row.set_purchases(counted.events);
  } else if (counted.event_type == "download") {
    row.set_downloads(counted.events);
  }
}

void AddPersons(const PersonsRow& counted, v1::FunnelRow& row) {
  row.set_viewers(counted.viewers);
  row.set_clickers(counted.clickers);
  row.set_buyers(counted.buyers);
  row.set_downloaders(counted.downloaders);
  SetShare(counted.viewed_and_clicked, counted.viewers, row, &v1::FunnelRow::set_view_to_click);
  SetShare(counted.viewed_and_bought, counted.viewers, row, &v1::FunnelRow::set_view_to_purchase);
  SetShare(counted.clicked_and_bought, counted.clickers, row,
           &v1::FunnelRow::set_click_to_purchase);
  SetShare(counted.bought_and_downloaded, counted.buyers, row,
           &v1::FunnelRow::set_purchase_to_download);
}

struct Cell {
  int64_t buyers = 0;
  int64_t downloaders = 0;
  int64_t active = 0;
};

}  // namespace

absl::StatusOr<v1::GetFunnelResponse> Reports::Funnel(rpc::Call& call,
                                                      const v1::GetFunnelRequest& request) {
  ASSIGN_OR_RETURN(const Span span, report::SpanOf(request, clock_.Now()));
  // The first cut is the whole span as one period, the second has each day.
  std::vector<std::pair<std::vector<Period>, std::vector<v1::FunnelRow>>> cuts(2);
  cuts[0].first = {{"total", span.from, span.to}};
  cuts[1].first = report::DaysOf(span);
  for (auto& [periods, rows] : cuts) {
    for (const Period& period : periods) {
      v1::FunnelRow& row = rows.emplace_back();
      row.set_day(period.name);
      report::SetSpan(period, row);
    }
    const std::vector<absl::Time> starts = report::StartsOf(periods);
    const TimeSpan whole{span.from, span.to};
    ASSIGN_OR_RETURN(const auto events, store_.CountEvents(whole, starts, call.deadline()));
    for (const EventsRow& counted : events) AddEvents(counted, rows.at(counted.period - 1));
    ASSIGN_OR_RETURN(const auto persons, store_.CountPersons(whole, starts, call.deadline()));
    for (const PersonsRow& counted : persons) AddPersons(counted, rows.at(counted.period - 1));
  }
  v1::GetFunnelResponse response;
  report::SetSpan(span, response);
  *response.mutable_total() = std::move(cuts[0].second.front());
  for (v1::FunnelRow& row : cuts[1].second) *response.add_rows() = std::move(row);
  return response;
}

absl::StatusOr<v1::GetCohortsResponse> Reports::Cohorts(rpc::Call& call,
                                                        const v1::GetCohortsRequest& request) {
  ASSIGN_OR_RETURN(const Span span, report::SpanOf(request, clock_.Now()));
  const std::vector<Period> periods =
      request.period() == v1::COHORT_PERIOD_MONTH ? report::MonthsOf(span) : report::WeeksOf(span);
  ASSIGN_OR_RETURN(
      const auto counted,
      store_.CountCohorts({span.from, span.to}, report::StartsOf(periods), call.deadline()));
  std::map<std::pair<std::size_t, std::size_t>, Cell> cells;
  for (const CohortCountRow& row : counted) {
    cells[{row.cohort - 1, row.period - 1}] = {row.buyers, row.downloaders, row.active};
  }
  v1::GetCohortsResponse response;
  report::SetSpan(span, response);
  for (std::size_t cohort = 0; cohort < periods.size(); ++cohort) {
    // Every person of a cohort has bought in its first period.
    const int64_t persons = cells[{cohort, cohort}].buyers;
    for (std::size_t period = cohort; period < periods.size(); ++period) {
      const Cell& cell = cells[{cohort, period}];
      v1::CohortRow& row = *response.add_rows();
      row.set_cohort(periods[cohort].name);
      row.set_period(periods[period].name);
      row.set_offset(static_cast<int64_t>(period - cohort));
      row.set_persons(persons);
      row.set_buyers(cell.buyers);
      row.set_downloaders(cell.downloaders);
      row.set_active(cell.active);
    }
  }
  return response;
}

absl::StatusOr<v1::CountKeysResponse> Reports::CountKeys(rpc::Call& call,
                                                         const v1::CountKeysRequest& request) {
  const TimeSpan span{FromProto(request.from()), FromProto(request.to())};
  ASSIGN_OR_RETURN(const auto rows, store_.CountKeys(span, call.deadline()));
  v1::CountKeysResponse response;
  for (const KeyCountRow& row : rows) {
    auto& key = *response.add_keys();
    key.set_name(row.name);
    key.set_views(row.views);
    key.set_purchases(row.purchases);
    key.set_downloads(row.downloads);
    key.set_buyers(row.buyers);
  }
  auto& total = *response.mutable_total();
  if (rows.empty()) return response;
  total.set_views(rows.front().all_views);
  total.set_purchases(rows.front().all_purchases);
  total.set_downloads(rows.front().all_downloads);
  return response;
}

}  // namespace keys::analytics
