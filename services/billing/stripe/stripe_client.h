// Sends requests to Stripe and says what came of them, as exactly as can be known.
//
//   const Answer answer = client.Send({.method = "POST", .path = post.path, .body = post.body,
//                                      .idempotency_key = "ord_1:checkout:1"}, deadline);
//   if (answer.verdict == Verdict::kDone) …ParseSession(answer.body)…
//
// A retry always has the same idempotency key (docs/contract.md §4, "Stripe"). Whether to retry is
// decided by Stripe-Should-Retry, else by connection errors, 409 and 5xx; 429 is not repeated here.
// A Send never takes longer than its deadline or Options::total. Every answer's Request-Id is
// logged, never a body or a key. What an answer means, and what to do about it: answers.h.
// Thread-safe.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "common/http_client/http_client.h"
#include "common/metrics/metrics.h"
#include "common/time/deadline.h"

namespace keys::billing::stripe {

// Requests, the webhook endpoint and tests/contract all use this API version.
inline constexpr char kApiVersion[] = "2026-10-28.endive";

enum class Verdict {
  kDone,      // 2xx: it has happened
  kRefused,   // a definite no to what was asked (4xx, in Stripe's own words)
  kNotTaken,  // nothing has happened: no connection, not authorised, rate limited
  kUnknown,   // it may or may not have happened: silence, reset, 5xx, 409, a proxy's page
};

struct Outgoing {
  // GET or POST.
  std::string method;
  // The path with its query, e.g. "/v1/checkout/sessions?limit=100".
  std::string path;
  // The form-encoded body.
  std::string body = "";
  // Required for POST.
  std::string idempotency_key = "";
};

struct Answer {
  Verdict verdict = Verdict::kUnknown;
  // 0 when no answer came.
  int http_status = 0;
  std::string body;
  // Stripe's error code, else its type. Empty when there is none.
  std::string error_code;
  std::string error_param;
  std::string request_id;
  // True when Stripe keeps this answer under the idempotency key, so that the same request always
  // gets it.
  bool replayed = false;

  bool done() const { return verdict == Verdict::kDone; }
};

// Whether asking again changes nothing: Stripe itself refused, and not for want of time or
// capacity.
bool IsDefiniteRefusal(const Answer& answer);

// Returns the error for the caller's client, without any text of Stripe's: NOT_FOR_SALE for a
// definite refusal, else STRIPE_UNAVAILABLE with Retry-After. Ok for kDone.
absl::Status ToClientStatus(const Answer& answer);

struct Options {
  std::string secret_key;
  std::string api_base = "https://api.stripe.com";
  absl::Duration connect_timeout = absl::Seconds(2);
  // The time limit of one try. A slow answer is an answer: while Stripe still works on a request,
  // it refuses the same key with 409, so a try that is given up early only costs a second one.
  absl::Duration attempt_timeout = absl::Seconds(6);
  // The time limit of all tries and pauses of one Send.
  absl::Duration total = absl::Seconds(8);
  int max_attempts = 3;
};

class StripeClient {
 public:
  struct Parts {
    http::HttpClient& http;
    metrics::Registry& metrics;
    Options options;
    // Waits between tries. Tests replace it.
    std::function<void(absl::Duration)> sleep = {};
  };
  explicit StripeClient(Parts parts);

  Answer Send(const Outgoing& request, Deadline deadline);

  // The key's mode. Events and objects of a live key say livemode.
  bool livemode() const { return livemode_; }

 private:
  Answer Try(const Outgoing& request, Deadline deadline, bool& retry);
  void Count(const Outgoing& request, const Answer& answer, absl::Duration took);

  http::HttpClient& http_;
  metrics::Registry& metrics_;
  const Options options_;
  const std::function<void(absl::Duration)> sleep_;
  const bool livemode_;
};

// Returns the pause before try `attempt` + 1 (≥ 1): min(0.5 s · 2^(attempt−1), 5 s), of which
// `jitter` (0…1) takes up to half away.
absl::Duration PauseAfter(int attempt, double jitter);

std::string_view WordOf(Verdict verdict);

}  // namespace keys::billing::stripe
