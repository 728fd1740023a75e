#include "services/analytics/analytics_store.h"

#include <optional>
#include <string>

#include "absl/strings/str_format.h"
#include "common/base/status_macros.h"
#include "common/id/id.h"
#include "common/log/log.h"
#include "common/time/proto_time.h"
#include "services/analytics/analytics_statements.h"

namespace keys::analytics {
namespace {

// This many make a message of about 0.5 MB.
constexpr int32_t kMostPopular = 10'000;
// Rows that one transaction deletes, so that none lasts long.
constexpr int32_t kForgetAtOnce = 20'000;

using Texts = std::vector<std::string>;
using MaybeTexts = std::vector<std::optional<std::string>>;

// Events as the columns of kInsertEvents.
struct Columns {
  Texts id, event_type, metadata;
  MaybeTexts key_id, key_slug, bundle_id, bundle_slug, user_id, tenant_id, tenant_type;
  MaybeTexts discovery_reason, amount_cents, currency;
  std::vector<absl::Time> created_at;
};

std::optional<std::string> When(bool present, const std::string& value) {
  return present ? std::optional<std::string>(value) : std::nullopt;
}

void AddEvent(const event::v1::AnalyticsEvent& event, Columns& columns) {
  columns.id.push_back(event.event_id());
  columns.event_type.push_back(event.event_type());
  columns.metadata.push_back(event.metadata().empty() ? "{}" : event.metadata());
  columns.key_id.push_back(When(event.has_key_id(), event.key_id()));
  columns.key_slug.push_back(When(event.has_key_slug(), event.key_slug()));
  columns.bundle_id.push_back(When(event.has_bundle_id(), event.bundle_id()));
  columns.bundle_slug.push_back(When(event.has_bundle_slug(), event.bundle_slug()));
  columns.user_id.push_back(When(event.has_user_id(), event.user_id()));
  columns.tenant_id.push_back(When(event.has_tenant(), event.tenant().id()));
  columns.tenant_type.push_back(When(event.has_tenant(), event.tenant().type()));
  columns.discovery_reason.push_back(When(event.has_discovery_reason(), event.discovery_reason()));
  columns.amount_cents.push_back(
      When(event.has_amount_cents(), std::to_string(event.amount_cents())));
  columns.currency.push_back(When(event.has_currency(), event.currency()));
  columns.created_at.push_back(FromProto(event.occurred_at()));
}

}  // namespace

absl::StatusOr<int64_t> AnalyticsStore::Insert(
    const std::vector<const event::v1::AnalyticsEvent*>& events, absl::Time now,
    Deadline deadline) {
  if (events.empty()) return 0;
  Columns c;
  for (const event::v1::AnalyticsEvent* event : events) AddEvent(*event, c);
  ASSIGN_OR_RETURN(pg::Connection db, pool_.Acquire(deadline));
  return db.Execute(kInsertEvents, c.id, c.event_type, c.key_id, c.key_slug, c.bundle_id,
                    c.bundle_slug, c.user_id, c.tenant_id, c.tenant_type, c.discovery_reason,
                    c.metadata, c.amount_cents, c.currency, c.created_at, now);
}

absl::StatusOr<v1::GetPopularityResponse> AnalyticsStore::GetPopularity(absl::Time since,
                                                                        Deadline deadline) {
  ASSIGN_OR_RETURN(pg::Connection db, pool_.Acquire(deadline));
  ASSIGN_OR_RETURN(const std::vector<PopularityRow> rows,
                   db.Query<PopularityRow>(kGetPopularity, since, kMostPopular));
  v1::GetPopularityResponse response;
  for (const PopularityRow& row : rows) {
    auto& key = *response.add_keys();
    // No slug has the form of an id.
    if (IsUuid(row.name)) {
      key.set_key_id(row.name);
    } else {
      key.set_key_slug(row.name);
    }
    key.set_purchases(row.purchases);
    key.set_downloads(row.downloads);
    key.set_views(row.views);
  }
  return response;
}

absl::StatusOr<bool> AnalyticsStore::EnsureMonth(absl::CivilMonth month, Deadline deadline) {
  const std::string first_day = absl::StrFormat("%04d-%02d-01", month.year(), month.month());
  ASSIGN_OR_RETURN(pg::Connection db, pool_.Acquire(deadline));
  ASSIGN_OR_RETURN(const auto row, db.QueryOne<EnsureMonthRow>(kEnsureMonth, first_day));
  return row.has_value() && row->made;
}

absl::StatusOr<bool> AnalyticsStore::DropMonth(absl::Time before, Deadline deadline) {
  ASSIGN_OR_RETURN(pg::Connection db, pool_.Acquire(deadline));
  ASSIGN_OR_RETURN(const auto row, db.QueryOne<DropMonthRow>(kDropMonth, before));
  const bool dropped = row.has_value() && !row->partition.empty();
  if (dropped) log::Info("analytics.month_dropped", {{"partition", row->partition}});
  return dropped;
}

absl::StatusOr<int64_t> AnalyticsStore::ForgetStep(absl::Time before, Deadline deadline) {
  ASSIGN_OR_RETURN(pg::Connection db, pool_.Acquire(deadline));
  ASSIGN_OR_RETURN(const auto row, db.QueryOne<ForgetStepRow>(kForgetStep, before, kForgetAtOnce));
  return row.has_value() ? row->rows : 0;
}

}  // namespace keys::analytics
