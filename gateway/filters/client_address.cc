#include "gateway/filters/client_address.h"

#include <arpa/inet.h>

#include <algorithm>
#include <charconv>
#include <cstring>

#include "common/base/text.h"

namespace keys::gateway {
namespace {

constexpr int kV4Offset = 96;
// No chain of proxies has more hops than this, so a longer list was made up.
constexpr size_t kMaxHops = 32;
constexpr size_t kMaxPortDigits = 5;

bool IsPort(std::string_view text) {
  return !text.empty() && text.size() <= kMaxPortDigits &&
         std::all_of(text.begin(), text.end(), IsDigit);
}

// Removes port and brackets from "192.0.2.1:80", "[2001:db8::1]" and "[2001:db8::1]:80"; other text
// stays as it is. A bare v6 address has several colons and no port.
std::string_view WithoutPort(std::string_view hop) {
  if (hop.starts_with('[')) {
    const size_t end = hop.find(']');
    if (end == std::string_view::npos) return hop;
    const std::string_view rest = hop.substr(end + 1);
    const bool fits = rest.empty() || (rest.front() == ':' && IsPort(rest.substr(1)));
    const std::string_view host = hop.substr(1, end - 1);
    return fits && host.find(':') != std::string_view::npos ? host : hop;
  }
  const size_t colon = hop.find(':');
  if (colon == std::string_view::npos || colon != hop.rfind(':')) return hop;
  return IsPort(hop.substr(colon + 1)) ? hop.substr(0, colon) : hop;
}

}  // namespace

bool ClientAddresses::Parse(const std::string& text, Bytes& bytes) {
  in_addr v4{};
  if (inet_pton(AF_INET, text.c_str(), &v4) == 1) {
    bytes.fill(0);
    bytes[10] = bytes[11] = 0xff;
    std::memcpy(bytes.data() + 12, &v4, 4);
    return true;
  }
  in6_addr v6{};
  if (inet_pton(AF_INET6, text.c_str(), &v6) != 1) return false;
  std::memcpy(bytes.data(), &v6, bytes.size());
  return true;
}

absl::StatusOr<ClientAddresses> ClientAddresses::Make(
    const std::vector<std::string>& trusted_proxies) {
  ClientAddresses addresses;
  for (const std::string& text : trusted_proxies) {
    const size_t slash = text.find('/');
    const std::string host = text.substr(0, slash);
    Block block{};
    bool valid = Parse(host, block.address);
    const int offset = host.find(':') == std::string::npos ? kV4Offset : 0;
    block.prefix_bits = 128;
    if (slash != std::string::npos) {
      int bits = -1;
      const char* end = text.data() + text.size();
      const auto read = std::from_chars(text.data() + slash + 1, end, bits);
      valid =
          valid && read.ec == std::errc() && read.ptr == end && bits >= 0 && bits <= 128 - offset;
      block.prefix_bits = bits + offset;
    }
    if (!valid) {
      return absl::InvalidArgumentError(
          StrCat("TRUSTED_PROXIES: '", text, "' is neither an address nor a CIDR block"));
    }
    addresses.trusted_.push_back(block);
  }
  return addresses;
}

bool ClientAddresses::IsTrusted(const std::string& address) const {
  Bytes bytes{};
  if (!Parse(address, bytes)) return false;
  return std::any_of(trusted_.begin(), trusted_.end(), [&](const Block& block) {
    const int whole = block.prefix_bits / 8;
    const int rest = block.prefix_bits % 8;
    if (!std::equal(bytes.begin(), bytes.begin() + whole, block.address.begin())) return false;
    if (rest == 0) return true;
    const auto mask = static_cast<unsigned char>(0xff << (8 - rest));
    return (bytes[static_cast<size_t>(whole)] & mask) ==
           (block.address[static_cast<size_t>(whole)] & mask);
  });
}

std::string ClientAddresses::Of(const HttpRequest& request) const {
  std::string client = request.peer_address;
  if (!IsTrusted(client)) return client;
  std::vector<std::string> hops;
  for (const auto& [name, value] : request.headers) {
    if (name != "x-forwarded-for") continue;
    for (const std::string_view hop : Split(value, ',')) {
      hops.emplace_back(WithoutPort(StripBlanks(hop)));
    }
  }
  if (hops.size() > kMaxHops) hops.erase(hops.begin(), hops.end() - kMaxHops);
  for (auto hop = hops.rbegin(); hop != hops.rend(); ++hop) {
    Bytes ignored{};
    if (!Parse(*hop, ignored)) return client;
    client = *hop;
    if (!IsTrusted(client)) return client;
  }
  return client;
}

std::string AddressGroup(const std::string& address) {
  in6_addr bytes{};
  if (inet_pton(AF_INET6, address.c_str(), &bytes) != 1) return address;
  char text[INET6_ADDRSTRLEN];
  if (IN6_IS_ADDR_V4MAPPED(&bytes) != 0) {
    inet_ntop(AF_INET, bytes.s6_addr + 12, text, sizeof(text));
    return text;
  }
  std::memset(bytes.s6_addr + 8, 0, 8);
  inet_ntop(AF_INET6, &bytes, text, sizeof(text));
  return StrCat(std::string_view(text), "/64");
}

}  // namespace keys::gateway
