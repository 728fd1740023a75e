#include "common/run/process_metrics.h"

#include <catch2/catch.hpp>
#include <ctime>
#include <string>

#include "common/base/version.h"

namespace keys::run {
namespace {

// Keeps this thread busy until the process has used so much CPU more, which no machine is too slow
// for.
void Burn(double seconds) {
  const std::clock_t end = std::clock() + static_cast<std::clock_t>(seconds * CLOCKS_PER_SEC);
  while (std::clock() < end) continue;
}

double ValueOf(const std::string& text, const std::string& name) {
  const size_t at = text.find("\n" + name + " ");
  REQUIRE(at != std::string::npos);
  return std::stod(text.substr(at + name.size() + 2));
}

TEST_CASE("a process tells its figures under the names that Prometheus has for them") {
  metrics::Registry registry;
  ProcessMetrics figures(registry, "catalog", 1'700'000'000);
  figures.Update();
  const std::string text = registry.Serialize();
  CHECK(text.find("# TYPE process_cpu_seconds_total counter\n") != std::string::npos);
  CHECK(ValueOf(text, "process_start_time_seconds") == 1'700'000'000);
  CHECK(ValueOf(text, "process_resident_memory_bytes") > 1e5);
  CHECK(ValueOf(text, "process_threads") >= 1);
  const double open = ValueOf(text, "process_open_fds");
  CHECK(open >= 3);
  CHECK(ValueOf(text, "process_max_fds") >= open);
  CHECK(ValueOf(text, "keys_log_dropped_lines_total") == 0);
  CHECK(text.find("version=\"" + std::string(kVersion) + "\"") != std::string::npos);
  CHECK(text.find("keys_build_info{commit=\"") != std::string::npos);
}

TEST_CASE("CPU time only grows, and is counted once however often it is asked for") {
  metrics::Registry registry;
  ProcessMetrics figures(registry, "catalog", 0);
  figures.Update();
  const double before = ValueOf(registry.Serialize(), "process_cpu_seconds_total");
  Burn(0.2);
  for (int i = 0; i < 5; ++i) figures.Update();
  const double after = ValueOf(registry.Serialize(), "process_cpu_seconds_total");
  CHECK(after - before >= 0.15);
  CHECK(after <= static_cast<double>(std::clock()) / CLOCKS_PER_SEC + 0.05);
}

}  // namespace
}  // namespace keys::run
