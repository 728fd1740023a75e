#include "services/billing/domain/return_url.h"

#include <algorithm>
#include <utility>

#include "common/base/text.h"

namespace keys::billing {
namespace {

// Stripe takes addresses of up to 5000 characters; the contract promises no length.
constexpr std::size_t kMaxUrlLength = 2000;

// Whether a browser would drop the character or read it as another one.
bool IsDeceptive(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return byte <= 0x20 || byte >= 0x7f || c == '\\';
}

bool IsHost(std::string_view host) {
  return !host.empty() && std::all_of(host.begin(), host.end(), [](char c) {
    return IsDigit(c) || IsAsciiLetter(c) || c == '.' || c == '-';
  });
}

bool IsPort(std::string_view port) {
  return !port.empty() && port.size() <= 5 && std::all_of(port.begin(), port.end(), IsDigit);
}

std::string Lower(std::string_view text) {
  std::string lower(text);
  std::transform(lower.begin(), lower.end(), lower.begin(), AsciiLower);
  return lower;
}

}  // namespace

std::optional<std::string> ReturnOriginOf(std::string_view url) {
  if (url.size() > kMaxUrlLength || std::any_of(url.begin(), url.end(), IsDeceptive)) {
    return std::nullopt;
  }
  const std::size_t colon = url.find("://");
  if (colon == std::string_view::npos) return std::nullopt;
  const std::string scheme = Lower(url.substr(0, colon));
  const std::string_view rest = url.substr(colon + 3);
  // User information would need '@', which no host or port below contains.
  const std::string_view authority = rest.substr(0, rest.find_first_of("/?#"));
  const std::size_t port_at = authority.find(':');
  const std::string host = Lower(authority.substr(0, port_at));
  if (!IsHost(host)) return std::nullopt;
  const bool local = host == "localhost" || host == "127.0.0.1";
  if (scheme != "https" && !(scheme == "http" && local)) return std::nullopt;
  if (port_at == std::string_view::npos) return Concat({scheme, "://", host});
  const std::string_view port = authority.substr(port_at + 1);
  if (!IsPort(port)) return std::nullopt;
  if (port == (scheme == "https" ? "443" : "80")) return Concat({scheme, "://", host});
  return Concat({scheme, "://", host, ":", port});
}

ReturnUrlPolicy::ReturnUrlPolicy(std::set<std::string> origins) : origins_(std::move(origins)) {}

absl::StatusOr<ReturnUrlPolicy> ReturnUrlPolicy::Make(const std::vector<std::string>& origins) {
  std::set<std::string> known;
  for (std::string_view origin : origins) {
    if (!origin.empty() && origin.back() == '/') origin.remove_suffix(1);
    const std::optional<std::string> normal = ReturnOriginOf(origin);
    if (!normal.has_value() || origin.find_first_of("/?#", origin.find("://") + 3) != origin.npos) {
      return absl::InvalidArgumentError(
          Concat({"'", origin, "' is no origin: https://host, or http://localhost:port"}));
    }
    known.insert(*normal);
  }
  return ReturnUrlPolicy(std::move(known));
}

std::optional<std::string> ReturnUrlPolicy::Allow(std::string_view url) const {
  const std::optional<std::string> origin = ReturnOriginOf(url);
  if (!origin.has_value() || !origins_.contains(*origin)) return std::nullopt;
  const std::size_t authority = url.find("://") + 3;
  const std::size_t tail = url.find_first_of("/?#", authority);
  return Concat({*origin, tail == url.npos ? std::string_view() : url.substr(tail)});
}

}  // namespace keys::billing
