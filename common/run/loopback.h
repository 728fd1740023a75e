// Decides whether an address can be reached from this machine only. Pure.
#pragma once

#include <string_view>

namespace keys::run {

// Accepts "127.0.0.1:80", "[::1]:80" and "localhost:80". A name that begins like a loopback address
// ("127.example.org") may lead anywhere; only localhost is sure to be this machine (RFC 6761).
bool IsLoopback(std::string_view host_port);

}  // namespace keys::run
