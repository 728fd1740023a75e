// The process's own figures under Prometheus' standard names (process_*), read from /proc at each
// scrape: memory, CPU time, open files, threads; the log lines it dropped; and until when its
// certificates are good. Thread-safe.
#pragma once

#include <cstdint>
#include <mutex>
#include <string>
#include <vector>

#include "common/metrics/metrics.h"

namespace keys::run {

class ProcessMetrics {
 public:
  // `started_at` counts seconds since 1970.
  ProcessMetrics(metrics::Registry& registry, const std::string& service, int64_t started_at);

  // Tells from now on until when the certificates of these two files are good.
  void WatchCertificates(const std::string& own, const std::string& authority);

  void Update();

 private:
  struct Certificate {
    std::string file;
    prometheus::Gauge& end;
  };

  metrics::Registry& registry_;
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
  std::vector<Certificate> certificates_;
};

}  // namespace keys::run
