#include "services/entitlement/admin/admin_rules.h"

#include "common/log/log.h"
#include "common/text/fold.h"

namespace keys::entitlement {
namespace {

// A reason has at most 500 characters, each at most four bytes in UTF-8.
constexpr size_t kReasonBytes = 2000;

}  // namespace

absl::Status RequireAdmin(const rpc::Call& call) {
  if (!call.caller().signed_in()) {
    return error::Make(error::Reason::UNAUTHENTICATED, "Sign in first.");
  }
  if (call.caller().admin) return absl::OkStatus();
  return error::Make(error::Reason::NOT_ADMIN, "Only administrators may do this.");
}

void CheckReason(const std::string& reason, std::vector<error::Violation>& violations) {
  if (text::IsBlank(reason)) {
    violations.push_back(error::MakeViolation("/reason", "REQUIRED", "Say why."));
  } else if (reason.size() > kReasonBytes) {
    violations.push_back(
        error::MakeViolation("/reason", "TOO_LONG", "A reason has at most 500 characters."));
  }
}

std::string DetailsOf(const Grant& grant, const std::string& reason) {
  return StrCat("{\"tenant_id\":\"", grant.tenant.id, "\",\"tenant_type\":\"", grant.tenant.type,
                "\",\"key_id\":\"", grant.key_id, "\",\"source\":\"", grant.source,
                "\",\"reason\":\"", log::EscapeJson(reason), "\"}");
}

}  // namespace keys::entitlement
