// A grant: one reason why a tenant has access to a KEY. These are plain values; fold.h applies
// facts to them, and decide_access.h decides what they give at a moment.
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

// The standing of a grant, whatever its dates.
enum class Standing {
  kActive,
  kSuspendedDispute,
  kSuspendedCredit,
  kRevokedRefund,
  kRevokedDispute,
  kRevokedManual,
  // The grant continues as another tenant's grant of source transfer.
  kRevokedTransfer,
};

struct Grant {
  std::string id;
  Tenant tenant;
  std::string key_id;
  // order_line, bundle, free, manual, gift or transfer.
  std::string source;
  Standing standing = Standing::kActive;
  absl::Time starts_at;
  // True when the grant was given to begin later. A grant that begins when it is given counts from
  // the moment at which it is known, whatever the clock said then, so that correcting a fast clock
  // does not take back for an hour what was paid.
  bool begins_later = false;
  // The first moment without access.
  std::optional<absl::Time> ends_at;
  // Both are set for grants of an order, and neither for others.
  std::optional<std::string> order_id;
  std::optional<std::string> order_line_id;
  std::optional<std::string> bundle_id;

  friend bool operator==(const Grant&, const Grant&) = default;
};

bool IsSuspended(Standing standing);
bool IsRevoked(Standing standing);

// Returns active, suspended or revoked, the words of the projection's column.
std::string StatusWord(Standing standing);
// Writes and reads the ledger's word, e.g. SUSPENDED_DISPUTE. It is absent for kActive; an unknown
// word gives nothing.
std::optional<std::string> ReasonWord(Standing standing);
std::optional<Standing> ParseReasonWord(const std::optional<std::string>& word);

}  // namespace keys::entitlement
