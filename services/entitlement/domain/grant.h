// A grant: one reason why a tenant has access to a KEY. Values without behaviour of their own; what
// happens to them is in fold.h, what they are worth at a moment in decide_access.h.
#pragma once

#include <optional>
#include <string>
#include <tuple>

#include "absl/time/time.h"

namespace keys::entitlement {

// A user personally, or an organisation.
struct Tenant {
  std::string id;    // UUID
  std::string type;  // "user" or "org"

  friend bool operator==(const Tenant&, const Tenant&) = default;
  friend bool operator<(const Tenant& a, const Tenant& b) {
    return std::tie(a.type, a.id) < std::tie(b.type, b.id);
  }
};

// What a grant gives, its dates aside.
enum class Standing {
  kActive,
  kSuspendedDispute,
  kSuspendedCredit,
  kRevokedRefund,
  kRevokedDispute,
  kRevokedManual,
  // Lives on as another tenant's grant of source transfer.
  kRevokedTransfer,
};

struct Grant {
  std::string id;
  Tenant tenant;
  std::string key_id;
  // order_line, bundle, free, manual, gift, transfer.
  std::string source;
  Standing standing = Standing::kActive;
  absl::Time starts_at;
  // It was given to begin after it was given. What begins when it is given holds from when it is
  // known, whatever a clock said then: one that was fast and was put right must not take back for
  // an hour what was paid.
  bool begins_later = false;
  // The first moment without access.
  std::optional<absl::Time> ends_at;
  // Together, for grants of an order.
  std::optional<std::string> order_id;
  std::optional<std::string> order_line_id;
  std::optional<std::string> bundle_id;

  friend bool operator==(const Grant&, const Grant&) = default;
};

bool IsSuspended(Standing standing);
bool IsRevoked(Standing standing);

// active, suspended, revoked: the projection's column.
std::string StatusWord(Standing standing);
// The ledger's word, e.g. SUSPENDED_DISPUTE; absent for kActive. And back: kActive for nullopt,
// nothing for an unknown word.
std::optional<std::string> ReasonWord(Standing standing);
std::optional<Standing> ParseReasonWord(const std::optional<std::string>& word);

}  // namespace keys::entitlement
