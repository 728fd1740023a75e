// Makes the ledger's Person from a call, and the error for a question that cannot be answered.
// Pure.
#pragma once

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/rpc/call.h"
#include "services/entitlement/ledger/ledger.h"

namespace keys::entitlement {

// Returns the signed-in caller with the organisations that the gateway passed on. UNAUTHENTICATED.
absl::StatusOr<Person> PersonOf(const rpc::Call& call);

// Failure to decide about access is a 503, never a yes and never a bare 500: an error without a
// reason becomes UNAVAILABLE, and its text goes to the log.
absl::Status Undecided(const absl::Status& status, const rpc::Call& call);

}  // namespace keys::entitlement
