// The address a request really came from, when trusted proxies stand in front (TRUSTED_PROXIES).
//
//   ASSIGN_OR_RETURN(auto addresses, ClientAddresses::Make({"10.0.0.0/8", "::1"}));
//   std::string client = addresses.Of(peer, x_forwarded_for);
//
// Const; thread-safe.
#pragma once

#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "gateway/server/http.h"

namespace keys::gateway {

class ClientAddresses {
 public:
  // Addresses or CIDR blocks, v4 or v6. INVALID_ARGUMENT names the first that is neither.
  static absl::StatusOr<ClientAddresses> Make(const std::vector<std::string>& trusted_proxies);

  // X-Forwarded-For is read from the right as long as who added to it is trusted: the first address
  // that is not a trusted proxy's is the client's. The peer's own when it is not trusted. Without
  // port and brackets, which some proxies write ("192.0.2.1:4711", "[2001:db8::1]:4711").
  std::string Of(const HttpRequest& request) const;

 private:
  // v4 addresses as ::ffff:a.b.c.d.
  using Bytes = std::array<unsigned char, 16>;
  struct Block {
    Bytes address;
    int prefix_bits;
  };
  static bool Parse(const std::string& text, Bytes& bytes);
  bool IsTrusted(const std::string& address) const;

  std::vector<Block> trusted_;
};

// Who is counted together: a v4 address alone, v6 addresses by their /64 ("2001:db8:0:1::/64"),
// because that is what one customer of a provider has to choose from. Other text as it is.
std::string AddressGroup(const std::string& address);

}  // namespace keys::gateway
