// Finds the address that a request really came from behind trusted proxies (TRUSTED_PROXIES).
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
  // Takes addresses or CIDR blocks, v4 or v6. INVALID_ARGUMENT names the first that is neither.
  static absl::StatusOr<ClientAddresses> Make(const std::vector<std::string>& trusted_proxies);

  // Reads X-Forwarded-For from the right for as long as the sender of an entry is trusted: the
  // first address that is not a trusted proxy's is the client's. If the peer is not trusted, its
  // own address is. Port and brackets, which some proxies write ("192.0.2.1:4711",
  // "[2001:db8::1]:4711"), are removed.
  std::string Of(const HttpRequest& request) const;

 private:
  // v4 addresses are kept as ::ffff:a.b.c.d.
  using Bytes = std::array<unsigned char, 16>;
  struct Block {
    Bytes address;
    int prefix_bits;
  };
  static bool Parse(const std::string& text, Bytes& bytes);
  bool IsTrusted(const std::string& address) const;

  std::vector<Block> trusted_;
};

// Returns the group that a limit counts together: a v4 address alone, v6 addresses by their /64
// ("2001:db8:0:1::/64"), because one customer of a provider can use all of it. Other text stays as
// it is.
std::string AddressGroup(const std::string& address);

}  // namespace keys::gateway
