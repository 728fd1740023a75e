#include "gateway/sign_in/same_origin.h"

#include <string_view>

#include "common/base/text.h"
#include "common/error/error.h"

namespace keys::gateway {
namespace {

// Returns scheme, host and port of a URL as browsers write an Origin.
std::string_view OriginOf(std::string_view url) {
  const size_t scheme = url.find("://");
  if (scheme == std::string_view::npos) return {};
  return url.substr(0, url.find_first_of("/?#", scheme + 3));
}

// Returns "host" of "host:port", and "[::1]" of "[::1]:port".
std::string_view HostOf(std::string_view authority) {
  if (authority.starts_with('[')) return authority.substr(0, authority.find(']') + 1);
  return authority.substr(0, authority.find(':'));
}

bool IsLoopback(std::string_view authority) {
  const std::string_view host = HostOf(authority);
  return host == "127.0.0.1" || host == "localhost" || host == "[::1]";
}

bool IsOurs(std::string_view origin, const HttpRequest& request, const std::string& public_url) {
  if (!public_url.empty() && origin == OriginOf(public_url)) return true;
  const std::string* host = request.headers.Find("host");
  return host != nullptr && IsLoopback(*host) && origin == StrCat("http://", *host);
}

}  // namespace

bool IsLoopbackUrl(const std::string& url) {
  const std::string_view origin = OriginOf(url);
  return !origin.empty() && IsLoopback(origin.substr(origin.find("://") + 3));
}

absl::Status CheckSameOrigin(const HttpRequest& request, const std::string& public_url) {
  const std::string* site = request.headers.Find("sec-fetch-site");
  const std::string* origin = request.headers.Find("origin");
  const bool site_fits = site == nullptr || *site == "same-origin";
  const bool origin_fits = origin == nullptr || (request.headers.Count("origin") == 1 &&
                                                 IsOurs(*origin, request, public_url));
  if (site_fits && origin_fits && (site != nullptr || origin != nullptr)) return absl::OkStatus();
  return error::WithAction(
      error::Make(error::Reason::FORBIDDEN, "Only pages of this shop may sign people in and out."),
      "Send the field Origin with the shop's own origin (PUBLIC_URL).");
}

}  // namespace keys::gateway
