// Lets listed pages of other origins read the answers (Fetch standard, CORS).
//
//   const Cors cors({"https://shop.example"});
//   if (auto response = cors.Preflight(request, allow)) …
//   cors.Allow(request, response);
//
// "*" in the list allows any origin. Tokens travel in headers and never in cookies, so credentials
// are not allowed. Const; thread-safe.
#pragma once

#include <optional>
#include <set>
#include <string>
#include <vector>

#include "gateway/server/http.h"

namespace keys::gateway {

class Cors {
 public:
  explicit Cors(const std::vector<std::string>& origins)
      : origins_(origins.begin(), origins.end()) {}

  // Returns the answer to a preflight, or nothing when the request is none. `allow` lists the
  // methods of the path.
  std::optional<HttpResponse> Preflight(const HttpRequest& request,
                                        const std::vector<std::string>& allow) const;

  // Adds the fields that let a listed page read the answer. AddCommonFields adds Vary: Origin.
  void Allow(const HttpRequest& request, HttpResponse& response) const;

 private:
  bool IsAllowed(const HttpRequest& request) const;

  const std::set<std::string> origins_;
};

}  // namespace keys::gateway
