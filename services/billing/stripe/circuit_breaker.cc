#include "services/billing/stripe/circuit_breaker.h"

#include "common/log/log.h"

namespace keys::billing::stripe {

CircuitBreaker::CircuitBreaker(Parts parts)
    : parts_(parts),
      open_gauge_(parts.metrics.Gauge("keys_stripe_circuit_open",
                                      "1 while Stripe is not asked because it did not answer.")) {}

bool CircuitBreaker::LetThrough() {
  absl::MutexLock lock(&mutex_);
  if (!closed_until_.has_value()) return true;
  if (probing_ || !closed_until_->Expired()) return false;
  probing_ = true;
  return true;
}

CircuitBreaker::Outcome CircuitBreaker::OutcomeOf(const absl::StatusOr<http::Response>& response,
                                                  bool cut_short) const {
  if (response.ok()) return response->status >= 500 ? Outcome::kFailed : Outcome::kAnswered;
  // A request that is wrong in itself is never sent.
  const bool own_fault = response.status().code() == absl::StatusCode::kInvalidArgument;
  return own_fault || cut_short ? Outcome::kSaysNothing : Outcome::kFailed;
}

void CircuitBreaker::Learn(Outcome outcome) {
  absl::MutexLock lock(&mutex_);
  probing_ = false;
  if (outcome == Outcome::kAnswered) {
    if (closed_until_.has_value()) log::Info("stripe.circuit_closed", {});
    failures_ = 0;
    closed_until_.reset();
    open_gauge_.Set(0);
    return;
  }
  if (outcome == Outcome::kFailed) ++failures_;
  if (failures_ < parts_.failures && !closed_until_.has_value()) return;
  if (!closed_until_.has_value()) log::Error("stripe.circuit_open", {{"failures", failures_}});
  closed_until_ = Deadline::After(parts_.pause);
  open_gauge_.Set(1);
}

absl::StatusOr<http::Response> CircuitBreaker::Send(const http::Request& request) {
  if (!LetThrough()) return absl::UnavailableError("the circuit is open: nothing was sent");
  const bool hurried = request.deadline.Remaining() < parts_.patience;
  absl::StatusOr<http::Response> response = parts_.http.Send(request);
  Learn(OutcomeOf(response, hurried && request.deadline.Expired()));
  return response;
}

}  // namespace keys::billing::stripe
