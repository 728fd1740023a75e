#include "tests/fakes/stripe_sandbox/faults.h"

namespace stripe_sandbox {

void Faults::Add(Fault fault) {
  std::lock_guard<std::mutex> lock(mutex_);
  faults_.push_back(std::move(fault));
}

void Faults::Clear() {
  std::lock_guard<std::mutex> lock(mutex_);
  faults_.clear();
}

std::optional<Fault> Faults::Take(const std::string& method, const std::string& path) {
  std::lock_guard<std::mutex> lock(mutex_);
  for (size_t i = 0; i < faults_.size(); ++i) {
    Fault& fault = faults_[i];
    if (!path.starts_with(fault.path)) continue;
    if (!fault.method.empty() && fault.method != method) continue;
    const Fault taken = fault;
    if (--fault.count <= 0) faults_.erase(faults_.begin() + static_cast<std::ptrdiff_t>(i));
    return taken;
  }
  return std::nullopt;
}

}  // namespace stripe_sandbox
