#include "common/run/loopback.h"

#include <arpa/inet.h>

#include <string>

namespace keys::run {
namespace {

// 127.0.0.0/8 (RFC 1122 §3.2.1.3).
constexpr in_addr_t kLoopbackNetwork = 127;

}  // namespace

bool IsLoopback(std::string_view host_port) {
  const std::string host(host_port.substr(0, host_port.rfind(':')));
  if (host == "localhost") return true;
  in_addr v4{};
  if (inet_pton(AF_INET, host.c_str(), &v4) == 1) {
    return ntohl(v4.s_addr) >> 24 == kLoopbackNetwork;
  }
  if (host.size() < 2 || host.front() != '[' || host.back() != ']') return false;
  in6_addr v6{};
  return inet_pton(AF_INET6, host.substr(1, host.size() - 2).c_str(), &v6) == 1 &&
         IN6_IS_ADDR_LOOPBACK(&v6);
}

}  // namespace keys::run
