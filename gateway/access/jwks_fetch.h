// Fetches a key set from a file or a server.
//
//   ASSIGN_OR_RETURN(JwksSource::Fetch fetch,
//                    FetchJwksFrom("https://issuer/.well-known/jwks.json"));
//
// The function made is blocking, takes at most kJwksDeadline and kMaxJwksBytes, and is thread-safe.
#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "gateway/access/jwks_source.h"

namespace keys::gateway {

inline constexpr absl::Duration kJwksDeadline = absl::Seconds(3);
inline constexpr size_t kMaxJwksBytes = size_t{256} << 10;

// Returns INVALID_ARGUMENT unless `url` begins with file://, http:// or https://.
absl::StatusOr<JwksSource::Fetch> FetchJwksFrom(const std::string& url);

}  // namespace keys::gateway
