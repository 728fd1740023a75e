// Metrics of one process, in Prometheus' text format.
//
//   Registry registry;
//   auto& paid = registry.Counter("keys_orders_paid_total", "Orders paid.", {{"currency", "usd"}});
//   paid.Increment();
//
// Names follow Prometheus: unit in the name, _total for counters. A name with the same labels gives
// the same object; references stay valid as long as the registry. Label values must come from a
// small fixed set. Thread-safe.
#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "prometheus/counter.h"
#include "prometheus/gauge.h"
#include "prometheus/histogram.h"
#include "prometheus/registry.h"

namespace keys::metrics {

using Labels = std::map<std::string, std::string>;

class Registry {
 public:
  Registry();

  prometheus::Counter& Counter(const std::string& name, const std::string& help,
                               const Labels& labels = {});
  prometheus::Gauge& Gauge(const std::string& name, const std::string& help,
                           const Labels& labels = {});
  // The buckets reach from 0.5 ms to 10 s.
  prometheus::Histogram& Histogram(const std::string& name, const std::string& help,
                                   const Labels& labels = {});

  // Text exposition format 0.0.4.
  std::string Serialize() const;

 private:
  // prometheus-cpp makes a second family when a known name comes with another help text. Families
  // are kept here so that one name stays one family.
  std::mutex mutex_;
  std::shared_ptr<prometheus::Registry> registry_;
  std::map<std::string, prometheus::Family<prometheus::Counter>*> counters_;
  std::map<std::string, prometheus::Family<prometheus::Gauge>*> gauges_;
  std::map<std::string, prometheus::Family<prometheus::Histogram>*> histograms_;
};

}  // namespace keys::metrics
