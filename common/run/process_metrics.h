// The process's own figures under Prometheus' standard names (process_*), read from /proc at each
// scrape: memory, CPU time, open files, threads; and the log lines it dropped. Thread-safe.
#pragma once

#include <cstdint>
#include <mutex>
#include <string>

#include "common/metrics/metrics.h"

namespace keys::run {

class ProcessMetrics {
 public:
  // `started_at` counts seconds since 1970.
  ProcessMetrics(metrics::Registry& registry, const std::string& service, int64_t started_at);

  void Update();

 private:
  prometheus::Gauge& memory_;
  prometheus::Counter& cpu_;
  prometheus::Gauge& files_;
  prometheus::Gauge& threads_;
  prometheus::Counter& dropped_lines_;
  prometheus::Gauge& max_files_;
  // Two scrapes may come at once, and what one has counted the other must not count again.
  std::mutex mutex_;
  int64_t dropped_lines_counted_ = 0;
  double cpu_counted_ = 0;
};

}  // namespace keys::run
