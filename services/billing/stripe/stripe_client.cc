#include "services/billing/stripe/stripe_client.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstring>
#include <utility>

#include "absl/time/clock.h"
#include "common/base/check.h"
#include "common/base/text.h"
#include "common/crypto/secure.h"
#include "common/error/error.h"
#include "common/log/log.h"
#include "services/billing/stripe/answers.h"
#include "services/billing/stripe/objects.h"

namespace keys::billing::stripe {
namespace {

// Clients are told to wait this long when Stripe cannot be asked.
constexpr int kRetryAfterSeconds = 5;

bool IsLiveKey(std::string_view key) {
  return key.substr(0, 8) == "sk_live_" || key.substr(0, 8) == "rk_live_";
}

// Returns 0 … 1. Pauses need not be secret, only different in every process.
double RandomFraction() {
  uint32_t bits = 0;
  const std::string bytes = crypto::RandomBytes(sizeof bits);
  std::memcpy(&bits, bytes.data(), sizeof bits);
  return bits / 4294967296.0;
}

// Returns the path without ids, so that it can be a metric's label.
std::string LabelOf(std::string_view path) {
  std::string label;
  for (std::string_view part : Split(path.substr(0, path.find('?')), '/')) {
    if (part.empty()) continue;
    label += part.find('_') != part.npos && part.find_first_of("0123456789") != part.npos
                 ? "/:id"
                 : Concat({"/", part});
  }
  return label;
}

Verdict VerdictOf(int status, const ErrorBody& error) {
  if (status >= 200 && status < 300) return Verdict::kDone;
  // Stripe checks limits and authentication before a request has an effect.
  if (status == 401 || status == 429) return Verdict::kNotTaken;
  // 424 says that a party which Stripe asks does not answer.
  if (status == 409 || status == 424 || status < 400 || status >= 500) return Verdict::kUnknown;
  // Only an error in Stripe's own form is a definite answer. A proxy's page is none.
  if (!error.type.empty()) return Verdict::kRefused;
  return status == 403 ? Verdict::kNotTaken : Verdict::kUnknown;
}

}  // namespace

absl::Duration PauseAfter(int attempt, double jitter) {
  const double seconds = std::min(0.5 * std::exp2(attempt - 1), 5.0);
  return absl::Seconds(seconds * (1 - 0.5 * std::clamp(jitter, 0.0, 1.0)));
}

std::string_view WordOf(Verdict verdict) {
  switch (verdict) {
    case Verdict::kDone:
      return "done";
    case Verdict::kRefused:
      return "refused";
    case Verdict::kNotTaken:
      return "not_taken";
    case Verdict::kUnknown:
      return "unknown";
  }
  return "";
}

bool IsDefiniteRefusal(const Answer& answer) {
  const Meaning meaning = RuleOf(answer).meaning;
  return answer.verdict == Verdict::kRefused && meaning != Meaning::kOutage &&
         meaning != Meaning::kBusy;
}

absl::Status ToClientStatus(const Answer& answer) {
  if (answer.done()) return absl::OkStatus();
  if (IsDefiniteRefusal(answer)) {
    const bool amount = RuleOf(answer).meaning == Meaning::kAmount;
    return error::WithAction(
        error::Make(error::Reason::NOT_FOR_SALE,
                    amount ? "Stripe takes no payment of this amount. Nothing was charged."
                           : "Stripe refuses this payment. Nothing was charged."),
        "Tell the shop: trying again will not help until the shop has changed something.");
  }
  error::ErrorDetail detail;
  detail.set_reason(error::Reason::STRIPE_UNAVAILABLE);
  detail.set_detail("Payments cannot be reached at the moment. Nothing was charged.");
  detail.add_actions("Try again in a few seconds.");
  detail.set_retry_after_seconds(kRetryAfterSeconds);
  return error::Make(std::move(detail));
}

StripeClient::StripeClient(Parts parts)
    : http_(parts.http),
      metrics_(parts.metrics),
      options_(std::move(parts.options)),
      sleep_(parts.sleep ? std::move(parts.sleep) : [](absl::Duration d) { absl::SleepFor(d); }),
      livemode_(IsLiveKey(options_.secret_key)) {}

Answer StripeClient::Send(const Outgoing& request, Deadline deadline) {
  CHECK_THAT(request.method != "POST" || !request.idempotency_key.empty(),
             "every POST has an idempotency key");
  const Deadline until = deadline.Within(options_.total);
  bool maybe_done = false;
  Answer answer;
  for (int attempt = 1;; ++attempt) {
    const absl::Duration before = until.Remaining();
    bool retry = false;
    answer = Try(request, until.Within(options_.attempt_timeout), retry);
    Count(request, answer, before - until.Remaining());
    maybe_done = maybe_done || answer.verdict == Verdict::kUnknown;
    const absl::Duration pause = PauseAfter(attempt, RandomFraction());
    if (!retry || attempt >= options_.max_attempts || pause >= until.Remaining()) break;
    sleep_(pause);
  }
  // An earlier try may have had its effect, whatever became of the last one.
  if (maybe_done && answer.verdict == Verdict::kNotTaken) answer.verdict = Verdict::kUnknown;
  return answer;
}

Answer StripeClient::Try(const Outgoing& request, Deadline deadline, bool& retry) {
  http::Request http{.method = request.method, .url = options_.api_base + request.path};
  http.headers = {{"Authorization", Concat({"Bearer ", options_.secret_key})},
                  {"Stripe-Version", kApiVersion}};
  if (request.method == "POST") {
    http.headers.emplace_back("Content-Type", "application/x-www-form-urlencoded");
    http.headers.emplace_back("Idempotency-Key", request.idempotency_key);
    http.body = request.body;
  }
  http.connect_timeout = options_.connect_timeout;
  http.deadline = deadline;
  absl::StatusOr<http::Response> response = http_.Send(http);
  Answer answer;
  if (!response.ok()) {
    const bool unsent = response.status().code() == absl::StatusCode::kUnavailable ||
                        response.status().code() == absl::StatusCode::kInvalidArgument;
    answer.verdict = unsent ? Verdict::kNotTaken : Verdict::kUnknown;
    answer.error_code = "no_answer";
    retry = true;
    log::Warning("stripe.no_answer",
                 {{"path", request.path}, {"error", MessageOf(response.status())}});
    return answer;
  }
  answer.http_status = response->status;
  const bool success = response->status >= 200 && response->status < 300;
  const ErrorBody error = success ? ErrorBody{} : ParseError(response->body);
  answer.verdict = VerdictOf(response->status, error);
  answer.request_id = std::string(response->Header("request-id").value_or(""));
  answer.replayed = response->Header("idempotent-replayed").value_or("") == "true";
  answer.error_code = error.code.empty() ? error.type : error.code;
  answer.error_param = error.param;
  const std::string_view should_retry = response->Header("stripe-should-retry").value_or("");
  retry = !answer.done() && (should_retry == "true" ||
                             (should_retry != "false" && answer.verdict == Verdict::kUnknown));
  answer.body = std::move(response->body);
  return answer;
}

void StripeClient::Count(const Outgoing& request, const Answer& answer, absl::Duration took) {
  const std::string path = LabelOf(request.path);
  metrics_
      .Counter("keys_stripe_requests_total", "Tries to ask Stripe, by what came of them.",
               {{"path", path},
                {"method", request.method},
                {"verdict", std::string(WordOf(answer.verdict))}})
      .Increment();
  const Rule& rule = RuleOf(answer);
  if (rule.action != Action::kNone && rule.action != Action::kRetry) {
    metrics_
        .Counter("keys_stripe_refusals_total", "Definite refusals of Stripe's, by what they mean.",
                 {{"path", path},
                  {"meaning", std::string(WordOf(rule.meaning))},
                  {"action", std::string(WordOf(rule.action))}})
        .Increment();
  }
  metrics_.Histogram("keys_stripe_request_seconds", "How long one try to ask Stripe took.")
      .Observe(absl::ToDoubleSeconds(took));
  log::Info("stripe.answer", {{"method", request.method},
                              {"path", path},
                              {"status", answer.http_status},
                              {"verdict", WordOf(answer.verdict)},
                              {"meaning", WordOf(rule.meaning)},
                              {"stripe_request_id", answer.request_id},
                              {"error_code", answer.error_code},
                              {"idempotency_key", request.idempotency_key},
                              {"ms", absl::ToInt64Milliseconds(took)}});
}

}  // namespace keys::billing::stripe
