// Polls until `condition` holds; false after a minute: a busy machine may need it, a quiet one
// never does.
#pragma once

#include <chrono>
#include <thread>

namespace stripe_sandbox::testing {

template <typename Condition>
bool Eventually(Condition condition) {
  const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(60);
  while (std::chrono::steady_clock::now() < deadline) {
    if (condition()) return true;
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
  return condition();
}

}  // namespace stripe_sandbox::testing
