// gateway/contract.textproto as it was when the gateway was built: words, examples and error codes
// of fields and RPCs. It is read at its first use; from then on it is const and thread-safe.
#pragma once

#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "keys/error/v1/error.pb.h"
#include "keys/gateway/v1/contract.pb.h"

namespace keys::gateway {

// Finds a note by the full name of its field. Returns null when there is none.
const v1::FieldNote* NoteOf(std::string_view field);

// Returns the error codes that the file adds to an RPC, by its full name.
std::vector<error::v1::Reason> StatedErrors(std::string_view rpc);

// Whether the RPC may answer 202 and go on afterwards.
bool MayBeAccepted(std::string_view rpc);

// INVALID_ARGUMENT names a field or RPC in the file that does not exist or occurs twice.
absl::Status CheckNotes();
absl::Status CheckNotes(const v1::Contract& contract);

}  // namespace keys::gateway
