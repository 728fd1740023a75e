// The statements of access_store.cc with the rows that they return.
#pragma once

#include <string>

#include "common/pg/statement.h"

namespace keys::entitlement {

struct KeyIdRow {
  std::string key_id;
};
// $1 is the user, $2 has the organisations claimed for them, $3 is the moment. It answers for all
// KEYS at once the question that DecideAccess answers for one.
inline constexpr pg::Statement kAccessSet{"entitlement.access_set", R"(
  WITH tenants AS (
    SELECT $1::uuid AS id, 'user' AS type
    UNION SELECT org_id, 'org' FROM organization_members WHERE user_id = $1::uuid
    UNION SELECT unnest($2::uuid[]), 'org')
  SELECT DISTINCT e.key_id
  FROM tenants AS t
  JOIN marketplace_entitlements AS e ON e.tenant_id = t.id AND e.tenant_type = t.type
  WHERE e.status = 'active' AND (e.starts_at <= $3 OR e.starts_at <= e.created_at)
    AND (e.ends_at IS NULL OR e.ends_at > $3)
  ORDER BY e.key_id)"};

struct MembershipRow {
  std::string org_id, role;
};
inline constexpr pg::Statement kMemberships{
    "entitlement.memberships",
    "SELECT org_id, role FROM organization_members WHERE user_id = $1 ORDER BY org_id"};

// $2 is the time now. A row that exists stays as it is. It is locked in either case, so that two
// changes of its members come one after the other.
inline constexpr pg::Statement kPutOrganization{"entitlement.put_organization", R"(
  INSERT INTO organizations (id, name, created_at, updated_at) VALUES ($1, '', $2, $2)
  ON CONFLICT (id) DO UPDATE SET updated_at = organizations.updated_at)"};
// $5 is the time now.
inline constexpr pg::Statement kPutMember{"entitlement.put_member", R"(
  INSERT INTO organization_members (id, org_id, user_id, role, created_at, updated_at)
  VALUES ($1, $2, $3, $4, $5, $5)
  ON CONFLICT (org_id, user_id) DO UPDATE
  SET role = excluded.role, updated_at = excluded.updated_at
  WHERE organization_members.role <> excluded.role)"};
inline constexpr pg::Statement kDeleteMember{"entitlement.delete_member", R"(
  DELETE FROM organization_members WHERE org_id = $1 AND user_id = $2 RETURNING org_id, role)"};

struct IsMemberRow {
  bool is_member = false;
};
inline constexpr pg::Statement kIsMember{
    "entitlement.is_member",
    "SELECT EXISTS (SELECT FROM organization_members WHERE org_id = $1 AND user_id = $2)"};

}  // namespace keys::entitlement
