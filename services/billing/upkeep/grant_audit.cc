#include "services/billing/upkeep/grant_audit.h"

#include <vector>

#include "common/base/status_macros.h"
#include "common/base/text.h"
#include "common/log/log.h"

namespace keys::billing {
namespace {

constexpr absl::Duration kPageLimit = absl::Seconds(3);

struct UnknownGrantRow {
  std::string grant_id;
};
// $1 are grants, $2 their orders, $3 the orders' lines. A line that is no UUID came into a bundle
// after it was bought, so its order alone is checked.
constexpr pg::Statement kUnknownGrants{"billing.unknown_grants", R"(
  SELECT g.grant_id
  FROM unnest($1::text[], $2::uuid[], $3::text[]) AS g(grant_id, order_id, line_id)
  WHERE NOT EXISTS (
      SELECT 1 FROM marketplace_orders o
      WHERE o.id = g.order_id AND o.status NOT IN ('open', 'expired', 'failed'))
    OR (g.line_id ~ '^[0-9a-f-]{36}$' AND NOT EXISTS (
      SELECT 1 FROM marketplace_order_lines line WHERE line.id = g.line_id::uuid)))"};

}  // namespace

GrantAudit::GrantAudit(Parts parts)
    : parts_(parts),
      without_source_(parts.metrics.Gauge(
          "keys_invariant_access_without_source",
          "Grants of orders that billing does not know or that were never paid.")) {}

void GrantAudit::Start() {
  thread_ = std::thread([this] { Run(); });
}

void GrantAudit::Stop() {
  {
    absl::MutexLock lock(&mutex_);
    stopping_ = true;
  }
  if (thread_.joinable()) thread_.join();
}

absl::StatusOr<bool> GrantAudit::CheckPage(Deadline deadline) {
  entitlement::v1::ListOrderGrantsRequest request;
  request.set_after_grant_id(after_);
  request.set_limit(parts_.page);
  ASSIGN_OR_RETURN(const auto page,
                   parts_.sources.ListOrderGrants(request, {deadline, "billing.grant_audit"}));
  std::vector<std::string> grants, orders, lines;
  for (const auto& grant : page.grants()) {
    grants.push_back(grant.grant_id());
    orders.push_back(grant.order_id());
    lines.push_back(grant.order_line_id());
  }
  if (!grants.empty()) {
    ASSIGN_OR_RETURN(pg::Connection db, parts_.pool.Acquire(deadline));
    ASSIGN_OR_RETURN(const auto unknown,
                     db.Query<UnknownGrantRow>(kUnknownGrants, grants, orders, lines));
    for (const UnknownGrantRow& row : unknown) {
      log::Error("access.without_source", {{"grant_id", row.grant_id}});
    }
    found_ += static_cast<int64_t>(unknown.size());
    after_ = grants.back();
  }
  if (static_cast<int>(grants.size()) == parts_.page) return false;
  without_source_.Set(static_cast<double>(found_));
  after_.clear();
  found_ = 0;
  return true;
}

void GrantAudit::Run() {
  bool stopping = false;
  while (!stopping) {
    const absl::StatusOr<bool> ended = CheckPage(Deadline::After(kPageLimit));
    if (!ended.ok()) log::Warning("grant_audit.failed", {{"why", MessageOf(ended.status())}});
    absl::MutexLock lock(&mutex_);
    mutex_.AwaitWithTimeout(absl::Condition(&stopping_),
                            ended.ok() && !*ended ? parts_.pause_in_pass : parts_.pause_after_pass);
    stopping = stopping_;
  }
}

}  // namespace keys::billing
