#include "gateway/filters/cors.h"

#include "common/base/text.h"

namespace keys::gateway {
namespace {

constexpr char kAllowedHeaders[] =
    "Accept, Authorization, Content-Type, Idempotency-Key, If-Match, If-None-Match, If-Range, "
    "Range, Want-Content-Digest, Want-Repr-Digest, X-Request-ID, traceparent";
constexpr char kExposedHeaders[] =
    "Accept-Ranges, Content-Disposition, Content-Range, ETag, Idempotent-Replayed, Location, "
    "RateLimit, RateLimit-Policy, Repr-Digest, Retry-After, X-Request-ID";
// The seconds for which a browser may remember a preflight's answer.
constexpr char kMaxAge[] = "600";

std::string Join(const std::vector<std::string>& parts) {
  std::string text;
  for (const std::string& part : parts) StrAppend(&text, text.empty() ? "" : ", ", part);
  return text;
}

}  // namespace

bool Cors::IsAllowed(const HttpRequest& request) const {
  const std::string* origin = request.headers.Find("origin");
  // With two Origin fields it is unclear whose page would read the answer.
  return origin != nullptr && request.headers.Count("origin") == 1 &&
         (origins_.contains(*origin) || origins_.contains("*"));
}

std::optional<HttpResponse> Cors::Preflight(const HttpRequest& request,
                                            const std::vector<std::string>& allow) const {
  if (request.method != "OPTIONS" || request.headers.Find("origin") == nullptr ||
      request.headers.Find("access-control-request-method") == nullptr) {
    return std::nullopt;
  }
  HttpResponse response{.status = 204};
  if (!IsAllowed(request)) return response;
  response.headers.Add("Access-Control-Allow-Methods", Join(allow));
  response.headers.Add("Access-Control-Allow-Headers", kAllowedHeaders);
  response.headers.Add("Access-Control-Max-Age", kMaxAge);
  return response;
}

void Cors::Allow(const HttpRequest& request, HttpResponse& response) const {
  if (!IsAllowed(request)) return;
  response.headers.Set("Access-Control-Allow-Origin", *request.headers.Find("origin"));
  if (request.method != "OPTIONS") {
    response.headers.Set("Access-Control-Expose-Headers", kExposedHeaders);
  }
}

}  // namespace keys::gateway
