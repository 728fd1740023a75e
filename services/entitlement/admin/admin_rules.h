// Checks that all requests of administrators share. Pure.
#pragma once

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "common/base/text.h"
#include "common/error/error.h"
#include "common/id/id.h"
#include "common/rpc/call.h"
#include "services/entitlement/domain/grant.h"

namespace keys::entitlement {

// UNAUTHENTICATED, NOT_ADMIN.
absl::Status RequireAdmin(const rpc::Call& call);

// A reason must not be blank and has at most 500 characters.
void CheckReason(const std::string& reason, std::vector<error::Violation>& violations);

// Returns the tenant of a request that names either a user_id or an org_id. The request must have
// been checked.
template <typename Request>
Tenant TenantNamed(const Request& request) {
  return request.has_user_id() ? Tenant{ToAsciiLower(request.user_id()), "user"}
                               : Tenant{ToAsciiLower(request.org_id()), "org"};
}

template <typename Request>
void CheckTenant(const Request& request, std::vector<error::Violation>& violations) {
  if (request.has_user_id() == request.has_org_id()) {
    violations.push_back(
        error::MakeViolation("/user_id", "REQUIRED", "Name either a user_id or an org_id."));
  } else if (!IsUuid(TenantNamed(request).id)) {
    violations.push_back(error::MakeViolation(request.has_user_id() ? "/user_id" : "/org_id",
                                              "INVALID", "This is no UUID."));
  }
}

// Describes a grant, and why it was given or revoked, as a JSON object for the audit chain.
std::string DetailsOf(const Grant& grant, const std::string& reason);

}  // namespace keys::entitlement
