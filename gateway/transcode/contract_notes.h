// gateway/contract.textproto as it was when the gateway was built: what fields and RPCs have beside
// their rules. Read once, when it is first asked for; then const and thread-safe.
#pragma once

#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "keys/error/v1/error.pb.h"
#include "keys/gateway/v1/contract.pb.h"

namespace keys::gateway {

// By the full name of a field; null when nothing is said of it.
const v1::FieldNote* NoteOf(std::string_view field);

// By the full name of an RPC; empty when it adds none.
std::vector<error::v1::Reason> StatedErrors(std::string_view rpc);

// Whether the RPC may answer 202 and go on by itself.
bool MayBeAccepted(std::string_view rpc);

// INVALID_ARGUMENT names what the file says of a field or RPC that is not there, or a second time.
absl::Status CheckNotes();
absl::Status CheckNotes(const v1::Contract& contract);

}  // namespace keys::gateway
