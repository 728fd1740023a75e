// The words of tenants and of membership in organisations, which all services exchange as texts in
// keys.type.v1.Tenant, in entitlement's answers and in the caller's claims.
//
//   if (TenantTypeOf(tenant) == TenantType::kOrg) …
//
// Pure and thread-safe.
#pragma once

#include <optional>
#include <string>

#include "common/base/word_table.h"
#include "keys/type/v1/type.pb.h"

namespace keys {

enum class TenantType { kUser, kOrg };

inline constexpr auto kTenantTypes = MakeWordTable<TenantType>(
    "tenant type", {{TenantType::kUser, "user"}, {TenantType::kOrg, "org"}});

// Absent when the tenant has another type, or none.
inline std::optional<TenantType> TenantTypeOf(const type::v1::Tenant& tenant) {
  return kTenantTypes.Find(tenant.type());
}

inline type::v1::Tenant MakeTenant(TenantType type, const std::string& id) {
  type::v1::Tenant tenant;
  tenant.set_id(id);
  tenant.set_type(std::string(kTenantTypes.WordOf(type)));
  return tenant;
}

enum class OrgRole { kOwner, kAdmin, kMember };

inline constexpr auto kOrgRoles = MakeWordTable<OrgRole>(
    "role in an organisation",
    {{OrgRole::kOwner, "owner"}, {OrgRole::kAdmin, "admin"}, {OrgRole::kMember, "member"}});

}  // namespace keys
