#include "gateway/pipeline.h"

#include <chrono>
#include <utility>

#include "absl/time/time.h"
#include "common/base/text.h"
#include "common/error/error.h"
#include "common/log/log.h"
#include "gateway/filters/common_fields.h"
#include "gateway/filters/conditional.h"
#include "gateway/filters/negotiate.h"
#include "gateway/filters/problem.h"
#include "gateway/filters/request_id.h"
#include "gateway/server/shared_answer.h"

namespace keys::gateway {
namespace {

using error::Reason;

constexpr char kRefused[] = "refused";
constexpr char kUnmatched[] = "unmatched";

absl::Status RateLimited(int64_t retry_after_seconds) {
  error::ErrorDetail detail;
  detail.set_reason(Reason::RATE_LIMITED);
  detail.set_detail("You send more requests than allowed. Wait before you send more.");
  detail.set_retry_after_seconds(static_cast<int32_t>(retry_after_seconds));
  return error::Make(std::move(detail));
}

absl::Status CheckAccess(http::v1::Access access, const rpc::Caller& caller) {
  if (access == http::v1::ACCESS_ANYONE) return absl::OkStatus();
  if (!caller.signed_in()) return Unauthenticated();
  if (access == http::v1::ACCESS_ADMIN && !caller.admin) {
    return error::Make(Reason::NOT_ADMIN, "This is for administrators.");
  }
  return absl::OkStatus();
}

// Returns the token that was sent. Several Authorization fields are refused like a malformed one.
std::optional<std::string> AuthorizationOf(const HeaderFields& headers) {
  const std::string* sent = headers.Find("authorization");
  if (sent == nullptr) return std::nullopt;
  return headers.Count("authorization") == 1 ? *sent : "";
}

// Whether a browser asks for permission before a request of its page (Fetch, "CORS-preflight
// request").
bool IsPreflight(const HttpRequest& request) {
  return request.method == "OPTIONS" && request.headers.Find("origin") != nullptr &&
         request.headers.Find("access-control-request-method") != nullptr;
}

// Each thread writes the date once a second.
const std::string& HttpDate(absl::Time now) {
  thread_local int64_t written = -1;
  thread_local std::string date;
  const int64_t second = absl::ToUnixSeconds(now);
  if (second != written) {
    date = absl::FormatTime("%a, %d %b %Y %H:%M:%S GMT", now, absl::UTCTimeZone());
    written = second;
  }
  return date;
}

// Date, X-Request-ID, two fields of rate limits and two of CORS.
constexpr size_t kOwnFields = 6;

std::string Join(absl::Span<const std::string> parts) {
  std::string text;
  for (const std::string& part : parts) StrAppend(&text, text.empty() ? "" : ", ", part);
  return text;
}

}  // namespace

struct Pipeline::Passage {
  ExchangePtr exchange = std::make_shared<Exchange>();
  Done done;
  const Route* route = nullptr;
  RouteFigures* figures = nullptr;
  std::chrono::steady_clock::time_point arrived;
  // The members of RateLimit and RateLimit-Policy so far.
  std::vector<std::string> limits;
  std::vector<std::string> policies;
  // The path table owns them.
  absl::Span<const std::string> allow;

  bool beside_page() const { return route == nullptr || route->page != nullptr; }
};

absl::StatusOr<std::unique_ptr<Pipeline>> Pipeline::Make(Parts parts) {
  auto pipeline = std::unique_ptr<Pipeline>(new Pipeline(std::move(parts)));
  std::string problems;
  for (size_t i = 0; i < pipeline->parts_.routes.size(); ++i) {
    const Route& route = pipeline->parts_.routes[i];
    const absl::Status added = pipeline->table_.Add(route.verb, route.path_template, i);
    if (!added.ok()) StrAppend(&problems, problems.empty() ? "" : "\n", MessageOf(added));
    pipeline->figures_.emplace_back(pipeline->parts_.metrics, route.path_template, route.verb);
  }
  if (!problems.empty()) return absl::AlreadyExistsError(problems);
  return pipeline;
}

Pipeline::Pipeline(Parts parts)
    : parts_(std::move(parts)),
      unmatched_(parts_.metrics, kUnmatched, ""),
      refused_(parts_.metrics, kRefused, ""),
      in_flight_(parts_.metrics.Gauge("keys_gateway_requests_in_flight",
                                      "Requests that wait for their answer.")) {}

size_t Pipeline::MaxBodyBytes(const RequestStart& start) const {
  const auto found = table_.Find(start.method, start.target.substr(0, start.target.find('?')));
  const size_t general = size_t{1} << 20;
  return found.route.has_value() ? parts_.routes[*found.route].max_body_bytes : general;
}

void Pipeline::Handle(HttpRequest request, Done done) {
  auto passage = std::make_shared<Passage>();
  passage->arrived = std::chrono::steady_clock::now();
  passage->done = std::move(done);
  Exchange& exchange = *passage->exchange;
  exchange.request = std::move(request);
  const HeaderFields& headers = exchange.request.headers;
  exchange.request_id = RequestIdOf(headers, parts_.ids);
  const std::string* traceparent = headers.Find("traceparent");
  const auto trace = traceparent == nullptr ? std::nullopt : trace::Parse(*traceparent);
  exchange.trace = trace.has_value() ? trace::ChildOf(*trace) : trace::New();
  exchange.deadline = Deadline::After(kRequestDeadline);
  in_flight_.Increment();
  Enter(passage);
}

void Pipeline::Enter(const PassagePtr& passage) {
  Exchange& exchange = *passage->exchange;
  const HttpRequest& request = exchange.request;
  auto found = table_.Find(request.method, request.path());
  if (found.route.has_value()) passage->route = &parts_.routes[*found.route];
  passage->figures = found.route.has_value() ? &figures_[*found.route] : &unmatched_;
  passage->allow = found.allow;
  exchange.variables = std::move(found.variables);
  const std::string address = parts_.addresses.Of(request);
  exchange.caller.client_ip = address;
  // A preflight is not counted, because a page's author does not choose to send it and answering
  // costs next to nothing.
  const bool counted =
      (passage->route == nullptr || passage->route->rate_limited) && !IsPreflight(request);
  if (counted && !Admit(passage, parts_.per_address, AddressGroup(address), "address")) return;
  Answer(passage, found);
}

void Pipeline::Answer(const PassagePtr& passage, const PathTable::Found& found) {
  const HttpRequest& request = passage->exchange->request;
  if (request.method == "OPTIONS" && (!found.allow.empty() || request.target == "*")) {
    auto preflight = parts_.cors.Preflight(request, {found.allow.begin(), found.allow.end()});
    HttpResponse response =
        preflight.has_value() ? *std::move(preflight) : HttpResponse{.status = 204};
    if (!found.allow.empty()) response.headers.Set("Allow", Join(found.allow));
    return Leave(passage, std::move(response));
  }
  if (const Endpoint* page = PageOf(*passage)) {
    return page->Serve(passage->exchange, LeaveWith(passage));
  }
  if (passage->route == nullptr && !found.allow.empty()) {
    return Leave(passage, error::Make(Reason::METHOD_NOT_ALLOWED,
                                      StrCat("This address allows ", Join(found.allow), ".")));
  }
  if (passage->route == nullptr || passage->route->endpoint == nullptr) {
    return Leave(passage, error::Make(Reason::NOT_FOUND, "There is nothing at this address."));
  }
  if (!passage->route->reads_token) return OnCaller(passage, rpc::Caller{});
  parts_.authenticator.Authenticate(
      AuthorizationOf(request.headers),
      [this, passage](absl::StatusOr<rpc::Caller> caller) { OnCaller(passage, std::move(caller)); },
      passage->route->takes_erased ? Authenticator::Barred::kTake : Authenticator::Barred::kRefuse);
}

// Returns the page to answer with: that of the route, or the one for addresses without a route. An
// address that has only a page gives it to every client that does not ask for JSON, because
// programs that fetch a link for a preview accept anything.
const Endpoint* Pipeline::PageOf(const Passage& passage) const {
  const HttpRequest& request = passage.exchange->request;
  if (request.method != "GET" && request.method != "HEAD") return nullptr;
  const auto accept = request.headers.Joined("accept");
  const bool html = accept.has_value() && PrefersHtml(*accept);
  if (passage.route == nullptr) {
    return html && passage.allow.empty() ? parts_.missing_page.get() : nullptr;
  }
  const bool only_page = passage.route->endpoint == nullptr;
  const bool json = accept.has_value() && PrefersJson(*accept);
  return html || (only_page && !json) ? passage.route->page.get() : nullptr;
}

Reply Pipeline::LeaveWith(const PassagePtr& passage) {
  return
      [this, passage](absl::StatusOr<HttpResponse> answer) { Leave(passage, std::move(answer)); };
}

void Pipeline::OnCaller(const PassagePtr& passage, absl::StatusOr<rpc::Caller> caller) {
  if (!caller.ok()) return Leave(passage, caller.status());
  Exchange& exchange = *passage->exchange;
  caller->client_ip = std::move(exchange.caller.client_ip);
  exchange.caller = *std::move(caller);
  if (const std::string* agent = exchange.request.headers.Find("user-agent")) {
    exchange.caller.user_agent = *agent;
  }
  if (parts_.seen != nullptr && !passage->route->takes_erased) parts_.seen(passage->exchange);
  const absl::Status access = CheckAccess(passage->route->access, exchange.caller);
  if (!access.ok()) return Leave(passage, access);
  if (exchange.caller.signed_in() && passage->route->rate_limited &&
      !Admit(passage, parts_.per_user, exchange.caller.user_id, "user")) {
    return;
  }
  if (!exchange.caller.signed_in() && passage->route->limits_anonymous &&
      !Admit(passage, parts_.anonymous, AddressGroup(exchange.caller.client_ip), "anonymous")) {
    return;
  }
  passage->route->endpoint->Serve(passage->exchange, LeaveWith(passage));
}

// Counts the request, and answers it with 429 when it is one too many.
bool Pipeline::Admit(const PassagePtr& passage, RateLimiter& limiter, const std::string& who,
                     const char* policy) {
  if (!limiter.enabled()) return true;
  const RateLimiter::Verdict verdict = limiter.Take(who);
  passage->policies.push_back(StrCat("\"", policy, "\";q=", limiter.options().per_minute, ";w=60"));
  passage->limits.push_back(
      StrCat("\"", policy, "\";r=", verdict.remaining, ";t=", verdict.reset_seconds));
  if (!verdict.allowed) Leave(passage, RateLimited(verdict.retry_after_seconds));
  return verdict.allowed;
}

void Pipeline::Leave(const PassagePtr& passage, absl::StatusOr<HttpResponse> answer) {
  if (answer.ok()) answer = ApplyConditions(passage->exchange->request, *std::move(answer));
  HttpResponse response = answer.ok()
                              ? *std::move(answer)
                              : ProblemResponse(answer.status(), passage->exchange->request_id);
  if (response.status == 405) response.headers.Set("Allow", Join(passage->allow));
  // RFC 6750 §3.1: a client that sent no credentials is told no error code.
  if (response.status == 401 && passage->exchange->request.headers.Find("authorization")) {
    response.headers.Set("WWW-Authenticate", "Bearer error=\"invalid_token\"");
  }
  if (!passage->limits.empty()) {
    response.headers.Set("RateLimit-Policy", Join(passage->policies));
    response.headers.Set("RateLimit", Join(passage->limits));
  }
  Decorate(passage->exchange->request, passage->exchange->request_id, passage->beside_page(),
           response);
  Record(*passage, response, answer.ok() ? "" : error::CodeOf(PublicReason(answer.status())));
  in_flight_.Decrement();
  passage->done(std::move(response));
}

void Pipeline::Decorate(const HttpRequest& request, const std::string& request_id, bool beside_page,
                        HttpResponse& response) const {
  HeaderFields& headers = response.headers;
  if (response.shared == nullptr) AddCommonFields(headers, beside_page);
  headers.Reserve(headers.size() + kOwnFields);
  headers.Set("Date", HttpDate(parts_.clock.Now()));
  headers.Set("X-Request-ID", request_id);
  parts_.cors.Allow(request, response);
}

void Pipeline::Record(const Passage& passage, const HttpResponse& response,
                      const std::string& code) {
  const Exchange& exchange = *passage.exchange;
  const double seconds =
      std::chrono::duration<double>(std::chrono::steady_clock::now() - passage.arrived).count();
  passage.figures->Count(response.status);
  passage.figures->Observe(seconds);
  // Only the route is logged, because paths may hold sealed links and queries may hold anything.
  log::Info("http.request",
            {{"request_id", exchange.request_id},
             {"trace_id", exchange.trace.trace_id},
             {"method", exchange.request.method},
             {"route", passage.figures->route()},
             {"status", response.status},
             {"code", code},
             {"ms", seconds * 1000},
             {"bytes", response.stream != nullptr ? response.stream->size()
                                                  : static_cast<int64_t>(TextOf(response).size())},
             {"user", exchange.caller.user_id}});
}

HttpResponse Pipeline::Refuse(const absl::Status& error, const HttpRequest& request) {
  const std::string request_id = RequestIdOf(request.headers, parts_.ids);
  HttpResponse response = ProblemResponse(error, request_id);
  Decorate(request, request_id, false, response);
  refused_.Count(response.status);
  log::Info("http.refused", {{"request_id", request_id},
                             {"status", response.status},
                             {"code", error::CodeOf(error::ReasonOf(error))}});
  return response;
}

}  // namespace keys::gateway
