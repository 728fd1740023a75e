// Stops asking a server that does not answer: after several failures in a row requests fail at
// once, until a single probe succeeds.
//
//   CircuitBreaker breaker({.http = http, .metrics = metrics});
//   breaker.Send(request)   // UNAVAILABLE without asking while the circuit is open
//
// A failure is no answer at all, or a 5xx. The circuit opens after `failures` of them in a row;
// `pause` later one request is let through as a probe (half-open): an answer closes the circuit, a
// failure opens it again. A request whose caller had little time left says nothing about the server
// when that time runs out, so it neither opens nor closes the circuit. Requests that were never
// sent are UNAVAILABLE, as without a connection. Gauge keys_stripe_circuit_open. Thread-safe.
#pragma once

#include <optional>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "common/http_client/http_client.h"
#include "common/metrics/metrics.h"

namespace keys::billing::stripe {

class CircuitBreaker final : public http::HttpClient {
 public:
  struct Parts {
    http::HttpClient& http;
    metrics::Registry& metrics;
    // This is more than one checkout's retries, so that a bad minute of one endpoint does not open
    // the circuit.
    int failures = 10;
    // The pause in real time.
    absl::Duration pause = absl::Seconds(3);
    // A request that had less time than this and got no answer is not counted.
    absl::Duration patience = absl::Seconds(4);
  };
  explicit CircuitBreaker(Parts parts);

  absl::StatusOr<http::Response> Send(const http::Request& request) override;

 private:
  enum class Outcome { kAnswered, kFailed, kSaysNothing };

  Outcome OutcomeOf(const absl::StatusOr<http::Response>& response, bool cut_short) const;
  bool LetThrough();
  void Learn(Outcome outcome);

  const Parts parts_;
  prometheus::Gauge& open_gauge_;
  absl::Mutex mutex_;
  int failures_ ABSL_GUARDED_BY(mutex_) = 0;
  bool probing_ ABSL_GUARDED_BY(mutex_) = false;
  // Set while the circuit is open.
  std::optional<Deadline> closed_until_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace keys::billing::stripe
