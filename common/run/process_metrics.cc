#include "common/run/process_metrics.h"

#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <sstream>
#include <string>

#include "common/base/version.h"
#include "common/crypto/certificate.h"
#include "common/log/writer.h"

namespace keys::run {
namespace {

// The fields of /proc/self/stat from the third on (proc(5)); the second, the program's name, may
// hold blanks and ends with the last parenthesis.
std::vector<std::string> StatFields() {
  std::ifstream file("/proc/self/stat");
  std::string line;
  std::getline(file, line);
  const size_t name_end = line.rfind(')');
  if (name_end == std::string::npos) return {};
  std::istringstream rest(line.substr(name_end + 1));
  return {std::istream_iterator<std::string>(rest), std::istream_iterator<std::string>()};
}

// Positions in the result of StatFields.
constexpr size_t kUserTicks = 11;
constexpr size_t kSystemTicks = 12;
constexpr size_t kThreadCount = 17;
constexpr size_t kResidentPages = 21;

double OpenFiles() {
  std::error_code error;
  const std::filesystem::directory_iterator folder("/proc/self/fd", error);
  return error ? 0 : static_cast<double>(std::distance(begin(folder), end(folder)));
}

// The soft limit, which the gateway raises when it begins to listen.
double MaxFiles() {
  rlimit limit{};
  return getrlimit(RLIMIT_NOFILE, &limit) == 0 ? static_cast<double>(limit.rlim_cur) : 0;
}

}  // namespace

ProcessMetrics::ProcessMetrics(metrics::Registry& registry, const std::string& service,
                               int64_t started_at)
    : registry_(registry),
      memory_(registry.Gauge("process_resident_memory_bytes", "Resident memory size in bytes.")),
      cpu_(registry.Counter("process_cpu_seconds_total",
                            "Total user and system CPU time spent in seconds.")),
      files_(registry.Gauge("process_open_fds", "Number of open file descriptors.")),
      threads_(registry.Gauge("process_threads", "Number of threads.")),
      dropped_lines_(registry.Counter("keys_log_dropped_lines_total",
                                      "Log lines dropped because nobody took them.")),
      max_files_(registry.Gauge("process_max_fds", "Maximum number of open file descriptors.")) {
  registry.Gauge("keys_process_info", "Which process this is; always 1.", {{"service", service}})
      .Set(1);
  registry
      .Gauge("keys_build_info", "Version and commit of this program; always 1.",
             {{"version", kVersion}, {"commit", KEYS_COMMIT}})
      .Set(1);
  registry
      .Gauge("process_start_time_seconds", "Start time of the process since unix epoch in seconds.")
      .Set(static_cast<double>(started_at));
}

void ProcessMetrics::WatchCertificates(const std::string& own, const std::string& authority) {
  const auto gauge = [this](const char* whose) -> prometheus::Gauge& {
    return registry_.Gauge("keys_certificate_expires_timestamp_seconds",
                           "The end of the certificate for gRPC as seconds since unix epoch; 0 "
                           "when its file cannot be read.",
                           {{"certificate", whose}});
  };
  const std::lock_guard lock(mutex_);
  certificates_.push_back({own, gauge("own")});
  certificates_.push_back({authority, gauge("authority")});
}

void ProcessMetrics::Update() {
  const std::lock_guard lock(mutex_);
  for (Certificate& certificate : certificates_) {
    certificate.end.Set(static_cast<double>(crypto::CertificateEnd(certificate.file).value_or(0)));
  }
  const int64_t dropped = log::DroppedLines();
  dropped_lines_.Increment(static_cast<double>(dropped - dropped_lines_counted_));
  dropped_lines_counted_ = dropped;
  max_files_.Set(MaxFiles());
  const std::vector<std::string> fields = StatFields();
  if (fields.size() <= kResidentPages) return;
  const double ticks = static_cast<double>(sysconf(_SC_CLK_TCK));
  const double cpu = (std::stod(fields[kUserTicks]) + std::stod(fields[kSystemTicks])) / ticks;
  cpu_.Increment(std::max(0.0, cpu - cpu_counted_));
  cpu_counted_ = std::max(cpu, cpu_counted_);
  threads_.Set(std::stod(fields[kThreadCount]));
  memory_.Set(std::stod(fields[kResidentPages]) * static_cast<double>(sysconf(_SC_PAGESIZE)));
  files_.Set(OpenFiles());
}

}  // namespace keys::run
