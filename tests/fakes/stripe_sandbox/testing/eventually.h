// Polls until `condition` holds; false after ten seconds.
#pragma once

#include <chrono>
#include <thread>

namespace stripe_sandbox::testing {

template <typename Condition>
bool Eventually(Condition condition) {
  const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(10);
  while (std::chrono::steady_clock::now() < deadline) {
    if (condition()) return true;
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
  return condition();
}

}  // namespace stripe_sandbox::testing
