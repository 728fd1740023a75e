// The statements of ledger.cc with the rows that they return. They are in a file of their own, so
// that a test can compare each with the migrated schema.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "absl/time/time.h"
#include "common/pg/statement.h"

namespace keys::entitlement {

// begins_later says that the grant begins after it was given (Grant). The clock is not asked.
struct GrantRow {
  std::string id, tenant_id, tenant_type, key_id, source;
  std::optional<std::string> reason;
  absl::Time starts_at;
  bool begins_later = false;
  std::optional<absl::Time> ends_at;
  std::optional<std::string> order_id, order_line_id, bundle_id;
};

// $1 is the user, $2 has the organisations claimed for them. The grants of one KEY are a statement
// of their own.
inline constexpr pg::Statement kGrantsOfUser{"entitlement.grants_of_user", R"(
  WITH tenants AS (
    SELECT $1::uuid AS id, 'user' AS type
    UNION SELECT org_id, 'org' FROM organization_members WHERE user_id = $1::uuid
    UNION SELECT unnest($2::uuid[]), 'org')
  SELECT e.id, e.tenant_id, e.tenant_type, e.key_id, e.source, e.reason, e.starts_at,
         e.starts_at > e.created_at, e.ends_at, e.order_id, e.order_line_id, e.bundle_id
  FROM tenants AS t
  JOIN marketplace_entitlements AS e ON e.tenant_id = t.id AND e.tenant_type = t.type
  ORDER BY e.id)"};

// The same for the KEY $3, which each download asks. It is written so that PostgreSQL plans it once
// a connection: planning took seven times as long as running. The claimed organisations are hidden
// in a subquery, because a plan for a known array looks cheaper than a plan for any; OFFSET 0
// makes it look a tenant's grants up one by one, and never read all grants of a KEY that many have.
inline constexpr pg::Statement kGrantsOfUserForKey{"entitlement.grants_of_user_for_key", R"(
  WITH tenants AS (
    SELECT $1::uuid AS id, 'user' AS type
    UNION SELECT org_id, 'org' FROM organization_members WHERE user_id = $1::uuid
    UNION SELECT unnest((SELECT $2::uuid[])), 'org')
  SELECT e.id, e.tenant_id, e.tenant_type, e.key_id, e.source, e.reason, e.starts_at,
         e.starts_at > e.created_at, e.ends_at, e.order_id, e.order_line_id, e.bundle_id
  FROM tenants AS t
  CROSS JOIN LATERAL (
    SELECT g.id, g.tenant_id, g.tenant_type, g.key_id, g.source, g.reason, g.starts_at,
           g.created_at, g.ends_at, g.order_id, g.order_line_id, g.bundle_id
    FROM marketplace_entitlements AS g
    WHERE g.tenant_id = t.id AND g.tenant_type = t.type AND g.key_id = $3::uuid OFFSET 0) AS e
  ORDER BY e.id)"};

// $1 is the tenant's id, $2 its type, $3 a KEY or null.
inline constexpr pg::Statement kGrantsOfTenant{"entitlement.grants_of_tenant", R"(
  SELECT id, tenant_id, tenant_type, key_id, source, reason, starts_at,
         starts_at > created_at, ends_at, order_id, order_line_id, bundle_id
  FROM marketplace_entitlements
  WHERE tenant_id = $1 AND tenant_type = $2 AND ($3::uuid IS NULL OR key_id = $3::uuid)
  ORDER BY id)"};

struct HoldingGrantRow {
  int64_t place = 0;  // of the holding, from 1
  std::string id, tenant_id, tenant_type, key_id, source;
  std::optional<std::string> reason;
  absl::Time starts_at;
  bool begins_later = false;
  std::optional<absl::Time> ends_at;
  std::optional<std::string> order_id, order_line_id, bundle_id;
};
// Each parameter has one element for each holding: $1 tenants' ids, $2 their types, $3 KEYS, $4
// users who must be members, empty where no membership is needed.
inline constexpr pg::Statement kGrantsOfHoldings{"entitlement.grants_of_holdings", R"(
  SELECT asked.place, e.id, e.tenant_id, e.tenant_type, e.key_id, e.source, e.reason, e.starts_at,
         e.starts_at > e.created_at, e.ends_at, e.order_id, e.order_line_id, e.bundle_id
  FROM unnest($1::uuid[], $2::text[], $3::uuid[], $4::text[]) WITH ORDINALITY
    AS asked (tenant_id, tenant_type, key_id, member_id, place)
  JOIN marketplace_entitlements AS e ON e.tenant_id = asked.tenant_id
    AND e.tenant_type = asked.tenant_type AND e.key_id = asked.key_id
  WHERE asked.member_id = '' OR EXISTS (
    SELECT FROM organization_members AS m
    WHERE m.org_id = asked.tenant_id AND m.user_id = nullif(asked.member_id, '')::uuid)
  ORDER BY asked.place, e.id)"};

inline constexpr pg::Statement kLockGrantsOfOrder{"entitlement.lock_grants_of_order", R"(
  SELECT id, tenant_id, tenant_type, key_id, source, reason, starts_at,
         starts_at > created_at, ends_at, order_id, order_line_id, bundle_id
  FROM marketplace_entitlements WHERE order_id = $1 ORDER BY id FOR UPDATE)"};

inline constexpr pg::Statement kLockGrant{"entitlement.lock_grant", R"(
  SELECT id, tenant_id, tenant_type, key_id, source, reason, starts_at,
         starts_at > created_at, ends_at, order_id, order_line_id, bundle_id
  FROM marketplace_entitlements WHERE id = $1 FOR UPDATE)"};

struct FactRow {
  std::string id, kind, grant_id, tenant_id, tenant_type, key_id, source;
  std::optional<std::string> reason;
  std::optional<absl::Time> starts_at;
  bool begins_later = false;
  std::optional<absl::Time> ends_at;
  std::optional<std::string> order_id, order_line_id, bundle_id;
  int64_t order_revision = 0;
  std::string actor, note;
  absl::Time occurred_at, recorded_at;
};

// The parameters are those of kGrantsOfUser, $3 is a KEY or null, and $4 is the moment after which
// nothing recorded counts. A fact counts no earlier than those before it, even if the clock went
// back meanwhile.
inline constexpr pg::Statement kFactsOfUser{"entitlement.facts_of_user", R"(
  WITH tenants AS (
    SELECT $1::uuid AS id, 'user' AS type
    UNION SELECT org_id, 'org' FROM organization_members WHERE user_id = $1::uuid
    UNION SELECT unnest($2::uuid[]), 'org')
  SELECT f.id, f.kind, f.grant_id, f.tenant_id, f.tenant_type, f.key_id, f.source, f.reason,
         f.starts_at, coalesce(f.starts_at > f.recorded_at, false), f.ends_at, f.order_id, f.order_line_id, f.bundle_id,
         coalesce(f.order_revision, 0), f.actor, f.note, f.occurred_at, f.counts_from
  FROM (SELECT facts.*, max(facts.recorded_at) OVER (PARTITION BY facts.grant_id ORDER BY facts.seq)
          AS counts_from
        FROM tenants AS t
        JOIN marketplace_entitlement_facts AS facts
          ON facts.tenant_id = t.id AND facts.tenant_type = t.type
        WHERE $3::uuid IS NULL OR facts.key_id = $3::uuid) AS f
  WHERE f.counts_from <= $4
  ORDER BY f.seq)"};

inline constexpr pg::Statement kAppendFact{"entitlement.append_fact", R"(
  INSERT INTO marketplace_entitlement_facts
    (id, kind, grant_id, tenant_id, tenant_type, key_id, source, reason, starts_at, ends_at,
     order_id, order_line_id, bundle_id, order_revision, actor, note, occurred_at, recorded_at)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, nullif($14::bigint, 0), $15, $16,
          $17, $18))"};

// $13 is the time now.
inline constexpr pg::Statement kPutGrant{"entitlement.put_grant", R"(
  INSERT INTO marketplace_entitlements
    (id, tenant_id, tenant_type, key_id, source, status, reason, starts_at, ends_at, order_id,
     order_line_id, bundle_id, created_at, updated_at)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $13)
  ON CONFLICT (id) DO UPDATE
  SET status = excluded.status, reason = excluded.reason, updated_at = excluded.updated_at)"};

inline constexpr pg::Statement kForgetPledges{
    "entitlement.forget_pledges", "DELETE FROM pledged_order_lines WHERE order_id = $1"};
// $2 has lines, $3 is the time now.
inline constexpr pg::Statement kPutPledges{"entitlement.put_pledges", R"(
  INSERT INTO pledged_order_lines (order_id, order_line_id, created_at)
  SELECT DISTINCT $1::uuid, line, $3::timestamptz FROM unnest($2::text[]) AS line)"};
struct PledgedRow {
  bool pledged = false;
};
inline constexpr pg::Statement kIsPledged{"entitlement.is_pledged", R"(
  SELECT EXISTS (SELECT FROM pledged_order_lines WHERE order_id = $1 AND order_line_id = $2))"};

struct AdvancedRow {
  bool advanced = false;
};
// Returns no row when this revision or a later one was applied. Locks the order in either case.
inline constexpr pg::Statement kAdvanceOrder{"entitlement.advance_order", R"(
  INSERT INTO order_access_revisions AS r (order_id, revision, created_at, updated_at)
  VALUES ($1, $2, $3, $3)
  ON CONFLICT (order_id) DO UPDATE
  SET revision = excluded.revision, updated_at = excluded.updated_at
  WHERE r.revision < excluded.revision
  RETURNING true)"};

struct LockedOrderRow {
  int64_t revision = 0;
};
inline constexpr pg::Statement kLockOrder{
    "entitlement.lock_order",
    "SELECT revision FROM order_access_revisions WHERE order_id = $1 FOR UPDATE"};

inline constexpr pg::Statement kFindGrant{"entitlement.find_grant", R"(
  SELECT id, tenant_id, tenant_type, key_id, source, reason, starts_at,
         starts_at > created_at, ends_at, order_id, order_line_id, bundle_id
  FROM marketplace_entitlements WHERE id = $1)"};

}  // namespace keys::entitlement
