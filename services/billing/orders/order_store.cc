#include "services/billing/orders/order_store.h"

#include <algorithm>
#include <utility>

#include "common/base/status_macros.h"
#include "common/error/error.h"
#include "common/tenant/tenant.h"
#include "common/time/proto_time.h"
#include "services/billing/orders/order_statements.h"
#include "services/billing/orders/quote_proto.h"

namespace keys::billing {
namespace {

// A next_check_at further ahead than this was written before the clock was turned back.
constexpr absl::Duration kFurthestCheck = absl::Hours(2);

// Tells the buyer why we refunded the payment by ourselves.
void AddNotice(const OrderRow& row, v1::Order& view) {
  if (row.second_payment) {
    view.mutable_notice()->set_code("SECOND_PAYMENT");
    view.mutable_notice()->set_detail(
        row.parent_id.has_value()
            ? "This order lacked that no more when the payment arrived, so it is refunded in full."
            : "You owned this already when the payment arrived, so it is refunded in full.");
  } else if (!row.mismatch.empty()) {
    view.mutable_notice()->set_code("PAYMENT_MISMATCH");
    view.mutable_notice()->set_detail(
        "The payment did not fit this order, so it is refunded in full.");
  }
}

absl::StatusOr<StoredOrder> FromRow(OrderRow row) {
  StoredOrder order;
  ASSIGN_OR_RETURN(order.status, ParseOrderStatus(row.status));
  ASSIGN_OR_RETURN(order.item_kind, ParseItemKind(row.item_kind));
  ASSIGN_OR_RETURN(order.mismatch, ParseMismatch(row.mismatch));
  ASSIGN_OR_RETURN(order.suspension, ParseSuspension(row.suspended_code.value_or("")));
  ASSIGN_OR_RETURN(const TenantType tenant_type, kTenantTypes.Parse(row.tenant_type));
  order.tenant = MakeTenant(tenant_type, row.tenant_id);
  order.view.set_id(row.id);
  order.view.mutable_item()->set_kind(row.item_kind);
  order.view.mutable_item()->set_id(row.item_id);
  order.view.mutable_item()->set_slug(row.item_slug);
  order.view.mutable_item()->set_title(row.item_title);
  order.view.set_amount_cents(row.final_cents);
  order.view.set_currency(row.currency);
  *order.view.mutable_created_at() = ToProto(row.created_at);
  order.view.set_tenant_id(row.tenant_id);
  order.view.set_tenant_type(row.tenant_type);
  if (row.suspended_code.has_value()) {
    order.view.mutable_suspended()->set_code(*row.suspended_code);
    for (const std::string& id : row.suspended_orders) {
      order.view.mutable_suspended()->add_orders(id);
    }
    order.view.mutable_suspended()->set_shortfall_cents(row.shortfall_cents);
  }
  order.view.set_refunded_cents(row.refunded_cents);
  order.second_payment = row.second_payment;
  order.shortfall_cents = row.shortfall_cents;
  AddNotice(row, order.view);
  order.user_id = std::move(row.user_id);
  order.original_cents = row.original_cents;
  order.livemode = row.livemode;
  order.quote_lines_json = std::move(row.quote_lines.text);
  order.quote_fingerprint = std::move(row.quote_fingerprint);
  order.success_url = std::move(row.success_url);
  order.cancel_url = std::move(row.cancel_url);
  order.expires_at = row.expires_at;
  order.created_at = row.created_at;
  order.awaiting_payment = row.awaiting_payment;
  order.paid_at = row.paid_at;
  order.granted = row.granted_at.has_value();
  order.access_revision = row.access_revision;
  order.parent_id = row.parent_id.value_or("");
  return order;
}

absl::StatusOr<std::optional<StoredOrder>> FromRow(absl::StatusOr<std::optional<OrderRow>> row) {
  RETURN_IF_ERROR(row.status());
  if (!row->has_value()) return std::optional<StoredOrder>();
  ASSIGN_OR_RETURN(StoredOrder order, FromRow(**std::move(row)));
  return std::optional<StoredOrder>(std::move(order));
}

absl::StatusOr<std::vector<std::string>> IdsOf(absl::StatusOr<std::vector<DueRow>> rows) {
  RETURN_IF_ERROR(rows.status());
  std::vector<std::string> ids;
  for (DueRow& row : *rows) ids.push_back(std::move(row.id));
  return ids;
}

absl::StatusOr<std::vector<StoredOrder>> FromRows(absl::StatusOr<std::vector<OrderRow>> rows) {
  RETURN_IF_ERROR(rows.status());
  std::vector<StoredOrder> orders;
  for (OrderRow& row : *rows) {
    ASSIGN_OR_RETURN(orders.emplace_back(), FromRow(std::move(row)));
  }
  return orders;
}

}  // namespace

absl::Status OrderStore::LockTenant(pg::Executor& tx, const Tenant& tenant) const {
  return tx.QueryOne<NothingRow>(kLockTenant, tenant.type(), tenant.id()).status();
}

absl::StatusOr<bool> OrderStore::LockTenantOf(pg::Executor& tx, const std::string& order_id) const {
  ASSIGN_OR_RETURN(const auto row, tx.QueryOne<LockedRow>(kLockTenantOfOrder, order_id));
  return row.has_value();
}

absl::StatusOr<bool> OrderStore::TryLockTenantOf(pg::Executor& tx,
                                                 const std::string& order_id) const {
  ASSIGN_OR_RETURN(const auto row, tx.QueryOne<LockedRow>(kTryLockTenantOfOrder, order_id));
  if (row.has_value() && !row->locked) {
    return error::Make(error::Reason::UNAVAILABLE, "The tenant's orders are being changed.");
  }
  return row.has_value();
}

absl::Status OrderStore::Insert(pg::Executor& tx, const NewOrder& order, const Quote& quote,
                                const std::vector<std::string>& line_ids, absl::Time now) const {
  RETURN_IF_ERROR(tx.Execute(kInsertOrder, order.id, order.tenant.id(), order.tenant.type(),
                             order.user_id, order.item.kind(), order.item.id(), order.item.slug(),
                             order.item.title(), quote.original_cents, quote.final_cents,
                             quote.currency, order.livemode, pg::Json{QuoteLinesToJson(quote)},
                             FingerprintOf(quote), order.success_url, order.cancel_url,
                             order.expires_at, order.next_check_at, now,
                             order.parent_id.empty() ? std::nullopt
                                                     : std::optional<std::string>(order.parent_id),
                             order.lost_line_ids)
                      .status());
  for (std::size_t i = 0; i < quote.charged.size(); ++i) {
    const ChargedLine& line = quote.charged[i];
    RETURN_IF_ERROR(tx.Execute(kInsertLine, line_ids[i], order.id, static_cast<int32_t>(i),
                               line.key_id, line.slug, line.title, line.amount_cents, line.grants,
                               line.list_price_cents)
                        .status());
  }
  for (const Pledge& pledge : quote.pledges) {
    RETURN_IF_ERROR(tx.Execute(kInsertCredit, order.id, pledge.source_line_id, pledge.key_id,
                               pledge.amount_cents, now)
                        .status());
  }
  return absl::OkStatus();
}

absl::StatusOr<std::optional<StoredOrder>> OrderStore::Find(pg::Executor& db,
                                                            const std::string& id) const {
  return FromRow(db.QueryOne<OrderRow>(kFindOrder, id));
}

absl::StatusOr<std::optional<StoredOrder>> OrderStore::Lock(pg::Executor& tx,
                                                            const std::string& id) const {
  return FromRow(tx.QueryOne<OrderRow>(kLockOrder, id));
}

absl::StatusOr<std::vector<StoredOrder>> OrderStore::ListOf(
    pg::Executor& db, const std::vector<std::string>& tenant_ids,
    const std::optional<std::string>& buyer_id, const PageStart& start, int limit) const {
  return FromRows(db.Query<OrderRow>(kListOrdersOf, tenant_ids, buyer_id, start.created_at,
                                     start.id, int32_t{limit}));
}

absl::StatusOr<std::vector<StoredOrder>> OrderStore::ListAll(
    pg::Executor& db, const std::optional<OrderStatus>& status, const PageStart& start,
    int limit) const {
  std::optional<std::string> filter;
  if (status.has_value()) filter = WordOf(*status);
  return FromRows(
      db.Query<OrderRow>(kListAllOrders, filter, start.created_at, start.id, int32_t{limit}));
}

absl::StatusOr<std::vector<StoredOrder>> OrderStore::ListOpenSharing(
    pg::Executor& tx, const Tenant& tenant, const std::vector<std::string>& key_ids) const {
  return FromRows(tx.Query<OrderRow>(kListOpenSharing, tenant.id(), tenant.type(), key_ids));
}

absl::StatusOr<std::vector<StoredOrder>> OrderStore::ListPayable(pg::Executor& db,
                                                                 const std::string& user_id) const {
  return FromRows(db.Query<OrderRow>(kListPayable, user_id));
}

absl::StatusOr<std::vector<Tenant>> OrderStore::ListOrgsBoughtFor(
    pg::Executor& db, const std::string& user_id) const {
  ASSIGN_OR_RETURN(std::vector<OrgRow> rows, db.Query<OrgRow>(kListOrgsBoughtFor, user_id));
  std::vector<Tenant> orgs;
  for (const OrgRow& row : rows) orgs.push_back(MakeTenant(TenantType::kOrg, row.id));
  return orgs;
}

absl::StatusOr<std::vector<StoredOrder>> OrderStore::ListShortfalls(
    pg::Executor& db, const std::vector<std::string>& order_ids) const {
  return FromRows(db.Query<OrderRow>(kListShortfalls, order_ids));
}

absl::StatusOr<std::vector<StoredLine>> OrderStore::ListLines(
    pg::Executor& db, const std::vector<std::string>& order_ids) const {
  ASSIGN_OR_RETURN(std::vector<LineRow> rows, db.Query<LineRow>(kListLines, order_ids));
  std::vector<StoredLine> lines;
  for (LineRow& row : rows) {
    StoredLine& line = lines.emplace_back();
    line.id = std::move(row.id);
    line.order_id = std::move(row.order_id);
    line.view.set_key_id(std::move(row.key_id));
    line.view.set_slug(std::move(row.slug));
    line.view.set_title(std::move(row.title));
    line.view.set_amount_cents(row.amount_cents);
    line.view.set_grants(row.grants);
    ASSIGN_OR_RETURN(line.standing, ParseStanding(row.standing));
    line.net_cents = row.net_cents;
    line.list_price_cents = row.list_price_cents;
    line.pledged = row.pledged;
  }
  return lines;
}

absl::StatusOr<std::vector<std::string>> OrderStore::ListUntoldSources(
    pg::Executor& db, const std::string& order_id) const {
  return IdsOf(db.Query<DueRow>(kListUntoldSources, order_id));
}

absl::StatusOr<AppliedRevisions> OrderStore::ListApplied(pg::Executor& db,
                                                         const Tenant& tenant) const {
  ASSIGN_OR_RETURN(const std::vector<AppliedRow> rows,
                   db.Query<AppliedRow>(kListApplied, tenant.id(), tenant.type()));
  AppliedRevisions applied;
  for (const AppliedRow& row : rows) applied[row.order_id] = row.revision;
  return applied;
}

absl::StatusOr<bool> OrderStore::AddFact(pg::Executor& tx, const std::string& id,
                                         const std::string& order_id, const Fact& fact,
                                         const std::string& source, absl::Time now) const {
  ASSIGN_OR_RETURN(const int64_t inserted,
                   tx.Execute(kInsertFact, id, order_id, WordOf(fact.kind), fact.object_id,
                              fact.state, fact.amount_cents, fact.other_cents, fact.currency,
                              fact.livemode, fact.order_line_id, fact.number, source, now));
  return inserted > 0;
}

absl::StatusOr<std::vector<Fact>> OrderStore::ListFacts(pg::Executor& db,
                                                        const std::string& order_id) const {
  ASSIGN_OR_RETURN(std::vector<FactRow> rows, db.Query<FactRow>(kListFacts, order_id));
  std::vector<Fact> facts;
  for (FactRow& row : rows) {
    ASSIGN_OR_RETURN(const FactKind kind, ParseFactKind(row.kind));
    facts.push_back({kind, std::move(row.object_id), std::move(row.state), row.amount_cents,
                     row.other_cents, std::move(row.currency), row.livemode,
                     std::move(row.order_line_id), row.number});
  }
  return facts;
}

absl::Status OrderStore::UpdateState(pg::Executor& tx, const StateUpdate& update,
                                     absl::Time now) const {
  const Suspension suspension = update.state.suspension();
  std::optional<std::string> code;
  if (suspension != Suspension::kNone) code = WordOf(suspension);
  return tx
      .Execute(kUpdateOrderState, update.order_id, WordOf(update.state.status),
               update.state.awaiting_payment, code, update.suspended_orders,
               WordOf(update.state.mismatch), update.state.refunded_cents, update.state.settled,
               update.state.granted, now, update.applied_revision, update.state.second_payment,
               update.state.shortfall_cents, update.state.settled_cents)
      .status();
}

absl::Status OrderStore::UpdateLine(pg::Executor& tx, const std::string& line_id, Standing standing,
                                    int64_t net_cents) const {
  return tx.Execute(kUpdateLine, line_id, static_cast<int32_t>(standing), net_cents).status();
}

absl::Status OrderStore::MarkPledged(pg::Executor& tx, const std::string& line_id,
                                     bool pledged) const {
  return tx.Execute(kMarkPledged, line_id, pledged).status();
}

absl::StatusOr<int64_t> OrderStore::RaiseRevision(pg::Executor& tx, const std::string& order_id,
                                                  bool given, absl::Time now) const {
  ASSIGN_OR_RETURN(const auto row, tx.QueryOne<RevisionRow>(kRaiseRevision, order_id, now, given));
  return row->revision;
}

absl::StatusOr<std::vector<std::string>> OrderStore::ClaimToCheck(pg::Executor& db, absl::Time now,
                                                                  absl::Time next,
                                                                  int limit) const {
  return IdsOf(
      db.Query<DueRow>(kClaimOrdersToCheck, now, next, now + kFurthestCheck, int32_t{limit}));
}

absl::Status OrderStore::CheckAt(pg::Executor& db, const std::string& order_id,
                                 absl::Time when) const {
  return db.Execute(kCheckOrderAt, order_id, when).status();
}

}  // namespace keys::billing
