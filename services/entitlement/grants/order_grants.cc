#include "services/entitlement/grants/order_grants.h"

#include <map>
#include <set>
#include <utility>
#include <vector>

#include "common/base/status_macros.h"
#include "common/base/text.h"
#include "common/error/error.h"
#include "common/failpoint/failpoint.h"
#include "common/time/proto_time.h"
#include "services/entitlement/admin/admin_rules.h"
#include "services/entitlement/domain/bundle_order.h"
#include "services/entitlement/ledger/bundle_store.h"

namespace keys::entitlement {
namespace {

using event::v1::OrderAccess;

bool IsOrderSource(const std::string& source) {
  return source == "order_line" || source == "bundle" || source == "free";
}

// Returns why the snapshot cannot be applied, or an empty text.
std::string WhyNotApplicable(const OrderAccess& access) {
  if (!IsUuid(access.order_id())) return "order_id is no UUID";
  if (access.revision() < 1) return "revision is not positive";
  if (!IsUuid(access.tenant().id())) return "tenant.id is no UUID";
  if (access.tenant().type() != "user" && access.tenant().type() != "org") {
    return "tenant.type is neither user nor org";
  }
  if (!IsUuid(access.user_id())) return "user_id is no UUID";
  if (access.has_bundle_id() && !IsUuid(access.bundle_id())) return "bundle_id is no UUID";
  if (!IsOrderSource(access.source())) return "source is not order_line, bundle or free";
  if (!access.has_occurred_at()) return "occurred_at is missing";
  if (access.grants_size() > kGrantsPerOrder) return "more grants than an order can have";
  std::set<std::pair<std::string, std::string>> seen;
  for (const auto& grant : access.grants()) {
    if (grant.order_line_id().empty()) return "a grant lacks its order_line_id";
    if (!IsUuid(grant.key_id())) return "a key_id is no UUID";
    const bool owned = access.has_bundle_id() &&
                       grant.standing() == event::v1::STANDING_UNSPECIFIED && !grant.pledged();
    if (!owned && !StandingOf(grant.standing()).has_value()) return "a standing is not specified";
    if (!seen.emplace(grant.order_line_id(), grant.key_id()).second) return "a grant comes twice";
  }
  return "";
}

// Writes ids as Postgres returns them, so that they can be compared.
OrderAccess Normalized(OrderAccess access) {
  access.set_order_id(ToAsciiLower(access.order_id()));
  access.mutable_tenant()->set_id(ToAsciiLower(access.tenant().id()));
  if (access.has_bundle_id()) access.set_bundle_id(ToAsciiLower(access.bundle_id()));
  for (auto& grant : *access.mutable_grants()) grant.set_key_id(ToAsciiLower(grant.key_id()));
  return access;
}

std::vector<std::string> PledgedLines(const OrderAccess& access) {
  std::vector<std::string> lines;
  for (const auto& grant : access.grants()) {
    if (grant.pledged()) lines.push_back(grant.order_line_id());
  }
  return lines;
}

std::vector<std::string> QuotedKeys(const OrderAccess& access) {
  std::vector<std::string> keys;
  for (const auto& grant : access.grants()) keys.push_back(grant.key_id());
  return keys;
}

// Returns the status of an order's grants together.
std::string StatusOfBundle(const std::vector<Grant>& grants) {
  bool suspended = false;
  for (const Grant& grant : grants) {
    if (grant.standing == Standing::kActive) return "active";
    suspended = suspended || IsSuspended(grant.standing);
  }
  return suspended ? "suspended" : "revoked";
}

Grant NewGrant(std::string id, const GrantChange& change, const OrderAccess& access,
               absl::Time now) {
  Grant grant{.id = std::move(id),
              .tenant = {access.tenant().id(), access.tenant().type()},
              .key_id = change.key_id,
              .source = access.source(),
              .starts_at = now,
              .order_id = access.order_id(),
              .order_line_id = change.order_line_id};
  if (access.has_bundle_id()) grant.bundle_id = access.bundle_id();
  return grant;
}

}  // namespace

OrderGrants::OrderGrants(pg::Pool& pool, const Clock& clock, IdSource& ids,
                         metrics::Registry& metrics)
    : pool_(pool),
      clock_(clock),
      ids_(ids),
      applied_(metrics.Counter("keys_entitlement_order_access_total",
                               "Snapshots of orders' access received.", {{"outcome", "applied"}})),
      repeated_(metrics.Counter("keys_entitlement_order_access_total",
                                "Snapshots of orders' access received.",
                                {{"outcome", "repeated"}})) {}

absl::StatusOr<v1::ApplyOrderAccessResponse> OrderGrants::Apply(
    rpc::Call& call, const v1::ApplyOrderAccessRequest& request) {
  if (std::string why = WhyNotApplicable(request.access()); !why.empty()) {
    return error::Invalid("/access", "INVALID", std::move(why));
  }
  const OrderAccess access = Normalized(request.access());
  RETURN_IF_ERROR(failpoint::Reach("entitlement.access.received", call.deadline()));
  ASSIGN_OR_RETURN(
      const bool applied,
      pg::RunTransaction(pool_, call.deadline(), [&](pg::Transaction& tx) -> absl::StatusOr<bool> {
        ASSIGN_OR_RETURN(const bool advanced, ApplyIn(tx, access));
        RETURN_IF_ERROR(failpoint::Reach("entitlement.access.applying", tx.deadline()));
        return advanced;
      }));
  RETURN_IF_ERROR(failpoint::Reach("entitlement.access.applied", call.deadline()));
  (applied ? applied_ : repeated_).Increment();
  v1::ApplyOrderAccessResponse response;
  response.set_applied(applied);
  return response;
}

absl::StatusOr<bool> OrderGrants::ApplyIn(pg::Transaction& tx, const OrderAccess& access) {
  const absl::Time now = clock_.Now();
  const std::string order_id = ToAsciiLower(access.order_id());
  ASSIGN_OR_RETURN(const bool advanced, ledger::AdvanceOrder(tx, order_id, access.revision(), now));
  if (!advanced) return false;
  ASSIGN_OR_RETURN(const std::vector<Grant> current,
                   ledger::LockGrantsOfOrder(tx, access.order_id()));
  RETURN_IF_ERROR(ledger::PutPledges(tx, order_id, PledgedLines(access), now));
  std::map<std::string, Grant> after;
  for (const Grant& grant : current) after[grant.id] = grant;
  ASSIGN_OR_RETURN(const OrderAccess whole, WithBundle(tx, access, current, now));
  for (const GrantChange& change : DiffOrder(current, whole)) {
    ASSIGN_OR_RETURN(Grant grant, RecordChange(tx, change, access, now));
    after[grant.id] = std::move(grant);
  }
  if (!access.has_bundle_id() || after.empty()) return true;
  std::vector<Grant> grants;
  grants.reserve(after.size());
  for (auto& [id, grant] : after) grants.push_back(std::move(grant));
  RETURN_IF_ERROR(bundles::Put(tx,
                               {.id = ids_.NewUuid(),
                                .tenant = {access.tenant().id(), access.tenant().type()},
                                .bundle_id = access.bundle_id(),
                                .order_id = access.order_id(),
                                .status = StatusOfBundle(grants),
                                .standing = StandingOfBundle(access)},
                               now));
  return true;
}

// Returns the snapshot with the KEYS that were added to the bundle later: those that the order has
// got before, and those that were added between quote and payment, or while the order gave nothing.
absl::StatusOr<OrderAccess> OrderGrants::WithBundle(pg::Transaction& tx, const OrderAccess& access,
                                                    const std::vector<Grant>& current,
                                                    absl::Time now) {
  if (!access.has_bundle_id()) return access;
  RETURN_IF_ERROR(bundles::ShareContents(tx, access.bundle_id()));
  RETURN_IF_ERROR(bundles::NoteKeys(tx, access.order_id(), QuotedKeys(access), now));
  std::vector<std::string> added = AddedKeys(current);
  if (StandingOfBundle(access).grows) {
    ASSIGN_OR_RETURN(const std::vector<std::string> missing,
                     bundles::MissingKeys(tx, access.order_id(), access.bundle_id()));
    RETURN_IF_ERROR(bundles::NoteKeys(tx, access.order_id(), missing, now));
    added.insert(added.end(), missing.begin(), missing.end());
  }
  return WithAdded(access, added);
}

absl::StatusOr<Grant> OrderGrants::RecordChange(pg::Transaction& tx, const GrantChange& change,
                                                const OrderAccess& access, absl::Time now) {
  std::optional<Grant> grant = change.grant;
  const Grant made = grant.has_value() ? *grant : NewGrant(ids_.NewUuid(), change, access, now);
  for (const Step& step : change.steps) {
    Fact fact{.id = ids_.NewUuid(),
              .kind = step.kind,
              .grant = made,
              .order_revision = access.revision(),
              .actor = "billing",
              .note = access.cause(),
              .occurred_at = FromProto(access.occurred_at()),
              .recorded_at = now};
    fact.grant.standing = step.standing;
    ASSIGN_OR_RETURN(grant, ledger::Record(tx, grant, fact));
  }
  // Purchases are recorded in billing's books, but free claims are recorded here only, so they
  // leave an audit entry.
  if (!change.grant.has_value() && access.source() == "free") {
    RETURN_IF_ERROR(audit_.Append(tx,
                                  {.actor = ToAsciiLower(access.user_id()),
                                   .action = "entitlement.claim",
                                   .subject = grant->id,
                                   .details_json = DetailsOf(*grant, "claimed free of charge")},
                                  now));
  }
  return *grant;
}

}  // namespace keys::entitlement
