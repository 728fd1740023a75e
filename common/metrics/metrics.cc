#include "common/metrics/metrics.h"

#include "prometheus/text_serializer.h"

namespace keys::metrics {
namespace {

const prometheus::Histogram::BucketBoundaries kSeconds = {
    0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0};

template <typename Build, typename Family>
Family& FamilyOf(std::map<std::string, Family*>& known, Build build, const std::string& name,
                 const std::string& help, prometheus::Registry& registry) {
  Family*& family = known[name];
  if (family == nullptr) family = &build().Name(name).Help(help).Register(registry);
  return *family;
}

}  // namespace

Registry::Registry() : registry_(std::make_shared<prometheus::Registry>()) {}

prometheus::Counter& Registry::Counter(const std::string& name, const std::string& help,
                                       const Labels& labels) {
  std::lock_guard lock(mutex_);
  return FamilyOf(counters_, prometheus::BuildCounter, name, help, *registry_).Add(labels);
}

prometheus::Gauge& Registry::Gauge(const std::string& name, const std::string& help,
                                   const Labels& labels) {
  std::lock_guard lock(mutex_);
  return FamilyOf(gauges_, prometheus::BuildGauge, name, help, *registry_).Add(labels);
}

prometheus::Histogram& Registry::Histogram(const std::string& name, const std::string& help,
                                           const Labels& labels) {
  std::lock_guard lock(mutex_);
  return FamilyOf(histograms_, prometheus::BuildHistogram, name, help, *registry_)
      .Add(labels, kSeconds);
}

std::string Registry::Serialize() const {
  return prometheus::TextSerializer().Serialize(registry_->Collect());
}

}  // namespace keys::metrics
