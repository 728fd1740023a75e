// Decides where a buyer may be sent after checkout or the portal: only to configured origins, over
// https, or over http on this machine (docs/contract.md §4, "Stripe"). Scheme and host are written
// in lower case, as Stripe wants them. The rest is passed on unchanged, so that Stripe finds its
// literal {CHECKOUT_SESSION_ID}.
//
//   const ReturnUrlPolicy policy = *ReturnUrlPolicy::Make({"https://shop.example"});
//   policy.Allow("HTTPS://Shop.example/Thanks?s={CHECKOUT_SESSION_ID}")
//       // "https://shop.example/Thanks?s={CHECKOUT_SESSION_ID}"
//
// An immutable value; thread-safe.
#pragma once

#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"

namespace keys::billing {

// Returns "https://shop.example" or "http://localhost:8080" in lower case, without a default port.
// Absent when the address is not https, nor http on localhost or 127.0.0.1, or hides something:
// user info, spaces, control characters, backslashes.
std::optional<std::string> ReturnOriginOf(std::string_view url);

// The text about an address that is not allowed: what is wrong with it, and which variable to set.
inline constexpr char kReturnUrlNotAllowed[] =
    "Return addresses begin with https:// (or http:// on localhost), and their origin must be "
    "FRONTEND_URL's or stand in RETURN_ORIGINS, which whoever runs the shop sets.";

class ReturnUrlPolicy {
 public:
  // INVALID_ARGUMENT names an origin that could never be allowed or has a path.
  static absl::StatusOr<ReturnUrlPolicy> Make(const std::vector<std::string>& origins);

  // Returns the address in the form in which it may be used, or nothing when it is not allowed.
  std::optional<std::string> Allow(std::string_view url) const;

 private:
  explicit ReturnUrlPolicy(std::set<std::string> origins);
  std::set<std::string> origins_;
};

}  // namespace keys::billing
