// Counts the requests of one route by status, and measures how long they took. The metrics are
// looked up by their labels when they are first needed and then held, so that a request costs no
// look-up.
//
//   RouteFigures figures(metrics, "/marketplace/keys", "GET");
//   figures.Count(200);
//   figures.Observe(0.002);
//
// Thread-safe. The registry must outlive it.
#pragma once

#include <array>
#include <atomic>
#include <string>

#include "common/metrics/metrics.h"

namespace keys::gateway {

class RouteFigures {
 public:
  RouteFigures(metrics::Registry& metrics, std::string route, std::string method)
      : metrics_(metrics), route_(std::move(route)), method_(std::move(method)) {}

  void Count(int status);
  void Observe(double seconds);

  const std::string& route() const { return route_; }

 private:
  // Nearly all answers have one of these. The counter of any other status is looked up each time.
  static constexpr std::array<int, 16> kUsual = {200, 304, 201, 202, 204, 206, 303, 400,
                                                 401, 403, 404, 409, 412, 413, 429, 503};
  prometheus::Counter& CounterOf(int status);

  metrics::Registry& metrics_;
  const std::string route_;
  const std::string method_;
  std::array<std::atomic<prometheus::Counter*>, kUsual.size()> counters_{};
  std::atomic<prometheus::Histogram*> duration_ = nullptr;
};

}  // namespace keys::gateway
