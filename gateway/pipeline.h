// Takes every request through these steps, in this order: request id and trace, limit per address,
// preflight, route, page, token, access, limit per user, endpoint; then headers, log line, metrics.
//
//   ASSIGN_OR_RETURN(auto pipeline, Pipeline::Make(std::move(parts)));
//   ASSIGN_OR_RETURN(auto server, Server::Start(options, *pipeline, metrics));
//
// Const after it was made; thread-safe. The objects in `parts` must outlive it.
#pragma once

#include <deque>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "common/id/id.h"
#include "common/metrics/metrics.h"
#include "common/time/clock.h"
#include "gateway/access/authenticator.h"
#include "gateway/exchange.h"
#include "gateway/filters/client_address.h"
#include "gateway/filters/cors.h"
#include "gateway/filters/rate_limit.h"
#include "gateway/route_figures.h"
#include "gateway/routing/path_table.h"
#include "gateway/server/http.h"

namespace keys::gateway {

// The time from a request's arrival to its answer. The rest of the promised 10 s (docs/contract.md
// §1) is left to the network.
inline constexpr absl::Duration kRequestDeadline = absl::Milliseconds(9'800);

class Pipeline : public HttpHandler {
 public:
  struct Parts {
    std::vector<Route> routes;
    const Authenticator& authenticator;
    // Called for every request whose token was believed. May be empty.
    std::function<void(const ExchangePtr&)> seen = nullptr;
    Cors cors;
    ClientAddresses addresses;
    RateLimiter& per_address;
    RateLimiter& per_user;
    // Counts callers without a token on routes that limit them.
    RateLimiter& anonymous;
    // The page for a browser where there is no route. Null for the problem document that other
    // clients get.
    std::unique_ptr<Endpoint> missing_page;
    IdSource& ids;
    const Clock& clock;
    metrics::Registry& metrics;
  };
  // Returns ALREADY_EXISTS or INVALID_ARGUMENT, with a line for each fault, when routes collide or
  // are malformed.
  static absl::StatusOr<std::unique_ptr<Pipeline>> Make(Parts parts);

  size_t MaxBodyBytes(const RequestStart& start) const override;
  void Handle(HttpRequest request, Done done) override;
  HttpResponse Refuse(const absl::Status& error, const HttpRequest& request) override;

 private:
  // An exchange with what only the pipeline knows about it.
  struct Passage;
  using PassagePtr = std::shared_ptr<Passage>;

  explicit Pipeline(Parts parts);
  void Enter(const PassagePtr& passage);
  void Answer(const PassagePtr& passage, const PathTable::Found& found);
  const Endpoint* PageOf(const Passage& passage) const;
  Reply LeaveWith(const PassagePtr& passage);
  void OnCaller(const PassagePtr& passage, absl::StatusOr<rpc::Caller> caller);
  void Leave(const PassagePtr& passage, absl::StatusOr<HttpResponse> answer);
  bool Admit(const PassagePtr& passage, RateLimiter& limiter, const std::string& who,
             const char* policy);
  // Adds the fields that every answer has. A shared answer brings those that do not belong to one
  // request.
  void Decorate(const HttpRequest& request, const std::string& request_id, bool beside_page,
                HttpResponse& response) const;
  void Record(const Passage& passage, const HttpResponse& response, const std::string& code);

  Parts parts_;
  PathTable table_;
  // In the order of the routes.
  std::deque<RouteFigures> figures_;
  RouteFigures unmatched_;
  RouteFigures refused_;
  prometheus::Gauge& in_flight_;
};

}  // namespace keys::gateway
