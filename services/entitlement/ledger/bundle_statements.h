// The statements of bundle_store.cc with the rows that they return.
#pragma once

#include <optional>
#include <string>

#include "common/pg/statement.h"

namespace keys::entitlement {

// $1 is the id, $2 to $4 are the tenant's id, its type and the bundle, $5 is the order, $6 the
// status, $7 the time now, $8 says whether it grows, $9 is the reason. Tenant and bundle of an
// order never change.
inline constexpr pg::Statement kPutBundle{"entitlement.put_bundle", R"(
  INSERT INTO marketplace_bundle_entitlements
    (id, tenant_id, tenant_type, bundle_id, order_id, status, starts_at, created_at, updated_at,
     grows, reason)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $7, $7, $8, $9)
  ON CONFLICT (order_id) DO UPDATE
  SET status = excluded.status, updated_at = excluded.updated_at, grows = excluded.grows,
      reason = excluded.reason)"};

struct BundleOrderRow {
  std::string tenant_id, tenant_type, bundle_id;
  std::optional<std::string> reason;
};
inline constexpr pg::Statement kFindGrowing{"entitlement.find_growing", R"(
  SELECT tenant_id, tenant_type, bundle_id, reason
  FROM marketplace_bundle_entitlements WHERE order_id = $1 AND grows)"};

struct BundleKeyRow {
  std::string key_id;
};
// Returns the KEYS of the bundle $2 that the order $1 was not yet considered for.
inline constexpr pg::Statement kMissingKeys{"entitlement.missing_bundle_keys", R"(
  SELECT c.key_id FROM bundle_contents AS c
  WHERE c.bundle_id = $2 AND NOT EXISTS (
    SELECT FROM bundle_order_keys AS k WHERE k.order_id = $1 AND k.key_id = c.key_id)
  ORDER BY c.key_id)"};
// $1 is the order, $2 has KEYS, $3 is the time now.
inline constexpr pg::Statement kNoteKeys{"entitlement.note_bundle_keys", R"(
  INSERT INTO bundle_order_keys (order_id, key_id, created_at)
  SELECT $1::uuid, key_id, $3::timestamptz FROM unnest($2::uuid[]) AS key_id
  ON CONFLICT DO NOTHING)"};

// A transaction that grants a bundle's contents shares this lock until its end, and one that
// changes the contents has it alone. So when a KEY is added, every order either is there to be
// looked at or sees the KEY.
struct BundleLockRow {
  std::string nothing;
};
inline constexpr pg::Statement kShareContents{"entitlement.share_bundle_contents", R"(
  SELECT pg_advisory_xact_lock_shared(hashtextextended('bundle_contents ' || $1, 0))::text)"};
inline constexpr pg::Statement kLockContents{"entitlement.lock_bundle_contents", R"(
  SELECT pg_advisory_xact_lock(hashtextextended('bundle_contents ' || $1, 0))::text)"};

struct ContentRow {
  std::string bundle_id, key_id;
  bool settled = false;
};
inline constexpr pg::Statement kAllContents{
    "entitlement.all_bundle_contents",
    "SELECT bundle_id, key_id, settled FROM bundle_contents ORDER BY bundle_id, key_id"};
// $1 is the bundle, $2 has its KEYS.
inline constexpr pg::Statement kDropContents{
    "entitlement.drop_bundle_contents",
    "DELETE FROM bundle_contents WHERE bundle_id = $1 AND key_id <> ALL($2::uuid[])"};
// $3 is the time now.
inline constexpr pg::Statement kAddContents{"entitlement.add_bundle_contents", R"(
  INSERT INTO bundle_contents (bundle_id, key_id, settled, created_at)
  SELECT $1::uuid, key_id, false, $3::timestamptz FROM unnest($2::uuid[]) AS key_id
  ON CONFLICT DO NOTHING)"};
inline constexpr pg::Statement kSettleContents{"entitlement.settle_bundle_contents", R"(
  UPDATE bundle_contents SET settled = true
  WHERE bundle_id = $1 AND key_id = ANY($2::uuid[]) AND NOT settled)"};

struct LackingOrderRow {
  std::string order_id;
};
// Returns at most $3 of the bundle's orders after $2 that lack some of its KEYS.
inline constexpr pg::Statement kLackingOrders{"entitlement.lacking_orders", R"(
  SELECT b.order_id FROM marketplace_bundle_entitlements AS b
  WHERE b.bundle_id = $1 AND b.grows AND b.order_id > $2 AND EXISTS (
    SELECT FROM bundle_contents AS c
    WHERE c.bundle_id = b.bundle_id AND NOT EXISTS (
      SELECT FROM bundle_order_keys AS k WHERE k.order_id = b.order_id AND k.key_id = c.key_id))
  ORDER BY b.order_id LIMIT $3::int)"};

}  // namespace keys::entitlement
