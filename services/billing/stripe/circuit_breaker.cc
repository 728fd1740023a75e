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

void CircuitBreaker::Learn(bool failed) {
  absl::MutexLock lock(&mutex_);
  probing_ = false;
  if (!failed) {
    if (closed_until_.has_value()) log::Info("stripe.circuit_closed", {});
    failures_ = 0;
    closed_until_.reset();
    open_gauge_.Set(0);
    return;
  }
  ++failures_;
  if (failures_ < parts_.failures && !closed_until_.has_value()) return;
  if (!closed_until_.has_value()) log::Error("stripe.circuit_open", {{"failures", failures_}});
  closed_until_ = Deadline::After(parts_.pause);
  open_gauge_.Set(1);
}

absl::StatusOr<http::Response> CircuitBreaker::Send(const http::Request& request) {
  if (!LetThrough()) return absl::UnavailableError("the circuit is open: nothing was sent");
  absl::StatusOr<http::Response> response = parts_.http.Send(request);
  const bool own_fault = response.status().code() == absl::StatusCode::kInvalidArgument;
  Learn(response.ok() ? response->status >= 500 : !own_fault);
  return response;
}

}  // namespace keys::billing::stripe
