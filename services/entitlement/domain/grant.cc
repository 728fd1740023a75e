#include "services/entitlement/domain/grant.h"

namespace keys::entitlement {

bool IsSuspended(Standing standing) {
  return standing == Standing::kSuspendedDispute || standing == Standing::kSuspendedCredit;
}

bool IsRevoked(Standing standing) {
  return standing != Standing::kActive && !IsSuspended(standing);
}

std::string StatusWord(Standing standing) {
  if (standing == Standing::kActive) return "active";
  return IsSuspended(standing) ? "suspended" : "revoked";
}

std::optional<std::string> ReasonWord(Standing standing) {
  switch (standing) {
    case Standing::kActive:
      return std::nullopt;
    case Standing::kSuspendedDispute:
      return "SUSPENDED_DISPUTE";
    case Standing::kSuspendedCredit:
      return "SUSPENDED_CREDIT";
    case Standing::kRevokedRefund:
      return "REVOKED_REFUND";
    case Standing::kRevokedDispute:
      return "REVOKED_DISPUTE";
    case Standing::kRevokedManual:
      return "REVOKED_MANUAL";
    case Standing::kRevokedTransfer:
      return "REVOKED_TRANSFER";
  }
  return std::nullopt;
}

std::optional<Standing> ParseReasonWord(const std::optional<std::string>& word) {
  for (const Standing standing :
       {Standing::kActive, Standing::kSuspendedDispute, Standing::kSuspendedCredit,
        Standing::kRevokedRefund, Standing::kRevokedDispute, Standing::kRevokedManual,
        Standing::kRevokedTransfer}) {
    if (ReasonWord(standing) == word) return standing;
  }
  return std::nullopt;
}

}  // namespace keys::entitlement
