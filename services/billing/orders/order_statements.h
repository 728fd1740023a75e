// The statements of order_store.cc and the rows that they return, in a file of their own, so that a
// test can compare each with the migrated schema.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "common/pg/statement.h"
#include "common/pg/value.h"

namespace keys::billing {

struct NothingRow {
  std::string nothing;
};
// This lock is taken before any order row of the tenant, so that nobody else decides about the
// tenant's orders at the same time.
inline constexpr pg::Statement kLockTenant{
    "billing.lock_tenant",
    "SELECT pg_advisory_xact_lock(hashtextextended('billing ' || $1 || ' ' || $2, 0))::text"};

// The same lock, for the tenant of the order $1. An order's tenant never changes.
struct LockedRow {
  bool locked = false;
};
inline constexpr pg::Statement kLockTenantOfOrder{
    "billing.lock_tenant_of_order",
    "SELECT pg_advisory_xact_lock(hashtextextended('billing ' || tenant_type || ' ' || "
    "tenant_id::text, 0))::text = '' FROM marketplace_orders WHERE id = $1"};
inline constexpr pg::Statement kTryLockTenantOfOrder{
    "billing.try_lock_tenant_of_order",
    "SELECT pg_try_advisory_xact_lock(hashtextextended('billing ' || tenant_type || ' ' || "
    "tenant_id::text, 0)) FROM marketplace_orders WHERE id = $1"};

inline constexpr pg::Statement kInsertOrder{"billing.insert_order", R"(
  INSERT INTO marketplace_orders
    (id, tenant_id, tenant_type, user_id, item_kind, item_id, item_slug, item_title, original_cents,
     final_cents, currency, livemode, quote_lines, quote_fingerprint, success_url, cancel_url,
     expires_at, next_check_at, created_at, updated_at, parent_id, lost_line_ids)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $19,
          $20, $21::uuid[]))"};

inline constexpr pg::Statement kInsertLine{"billing.insert_line", R"(
  INSERT INTO marketplace_order_lines
    (id, order_id, position, key_id, slug, title, amount_cents, grants, list_price_cents, net_cents)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $7))"};

inline constexpr pg::Statement kInsertCredit{"billing.insert_credit", R"(
  INSERT INTO marketplace_order_credits (order_id, source_line_id, key_id, amount_cents, created_at)
  VALUES ($1, $2, $3, $4, $5))"};

struct OrderRow {
  std::string id;
  std::string tenant_id;
  std::string tenant_type;
  std::string user_id;
  std::string item_kind;
  std::string item_id;
  std::string item_slug;
  std::string item_title;
  int64_t original_cents = 0;
  int64_t final_cents = 0;
  std::string currency;
  bool livemode = false;
  pg::Json quote_lines;
  std::string quote_fingerprint;
  std::string success_url;
  std::string cancel_url;
  absl::Time expires_at;
  std::string status;
  bool awaiting_payment = false;
  std::optional<std::string> suspended_code;
  std::vector<std::string> suspended_orders;
  std::string mismatch;
  std::optional<absl::Time> paid_at;
  std::optional<absl::Time> granted_at;
  int64_t access_revision = 0;
  absl::Time created_at;
  int64_t refunded_cents = 0;
  bool second_payment = false;
  int64_t shortfall_cents = 0;
  std::optional<std::string> parent_id;
};
#define KEYS_BILLING_ORDER_COLUMNS                                                    \
  "id, tenant_id, tenant_type, user_id, item_kind, item_id, item_slug, item_title, "  \
  "original_cents, final_cents, currency, livemode, quote_lines, quote_fingerprint, " \
  "success_url, cancel_url, expires_at, status, awaiting_payment, suspended_code, "   \
  "suspended_orders, mismatch, paid_at, granted_at, access_revision, created_at, "    \
  "refunded_cents, second_payment, shortfall_cents, parent_id "                       \
  "FROM marketplace_orders "
inline constexpr pg::Statement kFindOrder{"billing.find_order",
                                          "SELECT " KEYS_BILLING_ORDER_COLUMNS "WHERE id = $1"};
inline constexpr pg::Statement kLockOrder{
    "billing.lock_order", "SELECT " KEYS_BILLING_ORDER_COLUMNS "WHERE id = $1 FOR UPDATE"};
// $1 are the tenants for which the caller $2 acts. Lists the orders after ($3, $4), in the order of
// the list.
inline constexpr pg::Statement kListOrdersOf{
    "billing.list_orders_of",
    "SELECT " KEYS_BILLING_ORDER_COLUMNS
    "WHERE parent_id IS NULL AND (tenant_id = ANY($1::uuid[]) OR user_id = $2) "
    "AND ($3::timestamptz IS NULL OR (created_at, id) < ($3::timestamptz, $4::uuid)) "
    "ORDER BY created_at DESC, id DESC LIMIT $5"};
inline constexpr pg::Statement kListAllOrders{
    "billing.list_all_orders",
    "SELECT " KEYS_BILLING_ORDER_COLUMNS
    "WHERE parent_id IS NULL AND ($1::text IS NULL OR status = $1) "
    "AND ($2::timestamptz IS NULL OR (created_at, id) < ($2::timestamptz, $3::uuid)) "
    "ORDER BY created_at DESC, id DESC LIMIT $4"};
// Lists open orders of a tenant that share a KEY with $3.
inline constexpr pg::Statement kListOpenSharing{
    "billing.list_open_sharing",
    "SELECT " KEYS_BILLING_ORDER_COLUMNS
    "WHERE tenant_id = $1 AND tenant_type = $2 AND status = 'open' AND EXISTS ("
    "SELECT 1 FROM marketplace_order_lines line WHERE line.order_id = marketplace_orders.id "
    "AND line.key_id = ANY($3::uuid[])) ORDER BY created_at, id"};
// Lists orders of a person that can still be paid, also those for organisations.
inline constexpr pg::Statement kListPayable{
    "billing.list_payable", "SELECT " KEYS_BILLING_ORDER_COLUMNS
                            "WHERE (user_id = $1 OR (tenant_id = $1 AND tenant_type = 'user')) "
                            "AND status = 'open' AND NOT awaiting_payment ORDER BY created_at, id"};
struct OrgRow {
  std::string id;
};
inline constexpr pg::Statement kListOrgsBoughtFor{
    "billing.list_orgs_bought_for",
    "SELECT DISTINCT tenant_id::text FROM marketplace_orders "
    "WHERE user_id = $1 AND tenant_type = 'org' ORDER BY 1"};
// Lists the shortfall payments of the orders $1.
inline constexpr pg::Statement kListShortfalls{"billing.list_shortfalls",
                                               "SELECT " KEYS_BILLING_ORDER_COLUMNS
                                               "WHERE parent_id = ANY($1::uuid[]) "
                                               "ORDER BY created_at, id"};
#undef KEYS_BILLING_ORDER_COLUMNS

struct LineRow {
  std::string id;
  std::string order_id;
  std::string key_id;
  std::string slug;
  std::string title;
  int64_t amount_cents = 0;
  bool grants = false;
  int32_t standing = 0;
  int64_t net_cents = 0;
  std::optional<int64_t> list_price_cents;
  bool pledged = false;
};
inline constexpr pg::Statement kListLines{"billing.list_lines", R"(
  SELECT id, order_id, key_id, slug, title, amount_cents, grants, standing, net_cents,
         list_price_cents, pledged
  FROM marketplace_order_lines WHERE order_id = ANY($1::uuid[]) ORDER BY order_id, position)"};

// Lists orders whose lines were credited to $1 and whose latest revision entitlement has not
// applied yet.
inline constexpr pg::Statement kListUntoldSources{"billing.list_untold_sources", R"(
  SELECT DISTINCT line.order_id FROM marketplace_order_credits credit
  JOIN marketplace_order_lines line ON line.id = credit.source_line_id
  JOIN marketplace_orders o ON o.id = line.order_id
  WHERE credit.order_id = $1 AND o.applied_revision < o.access_revision
  ORDER BY line.order_id)"};

struct AppliedRow {
  std::string order_id;
  int64_t revision = 0;
};
inline constexpr pg::Statement kListApplied{"billing.list_applied", R"(
  SELECT id, applied_revision FROM marketplace_orders
  WHERE tenant_id = $1 AND tenant_type = $2 AND granted_at IS NOT NULL)"};

struct InsertedRow {
  std::string id;
};
inline constexpr pg::Statement kInsertFact{"billing.insert_fact", R"(
  INSERT INTO marketplace_order_facts
    (id, order_id, kind, object_id, state, amount_cents, other_cents, currency, livemode,
     order_line_id, number, source, recorded_at)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
  ON CONFLICT DO NOTHING)"};

struct FactRow {
  std::string kind;
  std::string object_id;
  std::string state;
  int64_t amount_cents = 0;
  int64_t other_cents = 0;
  std::string currency;
  bool livemode = false;
  std::string order_line_id;
  int64_t number = 0;
};
inline constexpr pg::Statement kListFacts{"billing.list_facts", R"(
  SELECT kind, object_id, state, amount_cents, other_cents, currency, livemode, order_line_id, number
  FROM marketplace_order_facts WHERE order_id = $1 ORDER BY id)"};

inline constexpr pg::Statement kUpdateOrderState{"billing.update_order_state", R"(
  UPDATE marketplace_orders SET
    status = $2, awaiting_payment = $3, suspended_code = $4, suspended_orders = $5::uuid[],
    mismatch = $6, refunded_cents = $7,
    paid_at = CASE WHEN $8 THEN coalesce(paid_at, $10) END,
    granted_at = CASE WHEN $9 THEN coalesce(granted_at, $10) END,
    applied_revision = greatest(applied_revision, $11),
    second_payment = $12, shortfall_cents = $13, settled_cents = $14,
    updated_at = $10
  WHERE id = $1)"};
// $3 tells that what the lines give has changed, and not only which of them are pledged.
struct RevisionRow {
  int64_t revision = 0;
};
inline constexpr pg::Statement kRaiseRevision{"billing.raise_revision", R"(
  UPDATE marketplace_orders SET
    access_revision = access_revision + 1,
    given_revision = CASE WHEN $3 THEN access_revision + 1 ELSE given_revision END,
    updated_at = $2
  WHERE id = $1 RETURNING access_revision)"};

inline constexpr pg::Statement kUpdateLine{
    "billing.update_line",
    "UPDATE marketplace_order_lines SET standing = $2, net_cents = $3 WHERE id = $1"};
inline constexpr pg::Statement kMarkPledged{
    "billing.mark_pledged", "UPDATE marketplace_order_lines SET pledged = $2 WHERE id = $1"};

// $1 is the time by which it should have been done.
struct InvariantsRow {
  int64_t paid_without_access = 0;
  int64_t charged_not_quoted = 0;
  int64_t refunded_but_serving = 0;
};
inline constexpr pg::Statement kMeasureInvariants{"billing.measure_invariants", R"(
  SELECT
    (SELECT count(*) FROM marketplace_orders
     WHERE status = 'paid' AND paid_at < $1 AND mismatch = '' AND NOT second_payment),
    (SELECT count(*) FROM marketplace_orders
     WHERE mismatch <> '' AND paid_at IS NOT NULL AND status <> 'refunded'),
    (SELECT count(*) FROM marketplace_orders o
     WHERE access_revision > applied_revision AND updated_at < $1
       AND EXISTS (SELECT 1 FROM marketplace_order_lines line
                   WHERE line.order_id = o.id AND line.standing IN (4, 5))))"};

// Leases to the reconciler, until $2, open orders that are due, and orders whose payment did not
// fit and was not refunded.
struct DueRow {
  std::string id;
};
inline constexpr pg::Statement kClaimOrdersToCheck{"billing.claim_orders_to_check", R"(
  UPDATE marketplace_orders SET next_check_at = $2
  WHERE id IN (SELECT id FROM marketplace_orders
               WHERE (status = 'open' OR (mismatch <> '' AND status = 'paid'))
                 AND (next_check_at <= $1 OR next_check_at > $3)
               ORDER BY next_check_at LIMIT $4 FOR UPDATE SKIP LOCKED)
  RETURNING id)"};
inline constexpr pg::Statement kCheckOrderAt{
    "billing.check_order_at",
    "UPDATE marketplace_orders SET next_check_at = least(next_check_at, $2) WHERE id = $1"};

}  // namespace keys::billing
