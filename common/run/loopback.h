// Whether only this machine can reach an address. Pure.
#pragma once

#include <string_view>

namespace keys::run {

// "127.0.0.1:80", "[::1]:80", "localhost:80". A name that begins like a loopback address
// ("127.example.org") may be anything's; only localhost is known to be this machine's (RFC 6761).
bool IsLoopback(std::string_view host_port);

}  // namespace keys::run
