#include "gateway/route_figures.h"

#include <algorithm>

namespace keys::gateway {

prometheus::Counter& RouteFigures::CounterOf(int status) {
  return metrics_.Counter(
      "keys_gateway_requests_total", "Requests answered, by route and status.",
      {{"route", route_}, {"method", method_}, {"status", std::to_string(status)}});
}

void RouteFigures::Count(int status) {
  const auto* const found = std::find(kUsual.begin(), kUsual.end(), status);
  if (found == kUsual.end()) return CounterOf(status).Increment();
  auto& held = counters_[static_cast<size_t>(found - kUsual.begin())];
  prometheus::Counter* counter = held.load(std::memory_order_acquire);
  if (counter == nullptr) {
    // Two threads that come here at once are given the same counter.
    counter = &CounterOf(status);
    held.store(counter, std::memory_order_release);
  }
  counter->Increment();
}

void RouteFigures::Observe(double seconds) {
  prometheus::Histogram* duration = duration_.load(std::memory_order_acquire);
  if (duration == nullptr) {
    duration = &metrics_.Histogram("keys_gateway_request_duration_seconds",
                                   "From a request's arrival to its answer, before it is sent.",
                                   {{"route", route_}, {"method", method_}});
    duration_.store(duration, std::memory_order_release);
  }
  duration->Observe(seconds);
}

}  // namespace keys::gateway
