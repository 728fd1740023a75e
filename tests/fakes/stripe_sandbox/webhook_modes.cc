#include "tests/fakes/stripe_sandbox/webhook_modes.h"

#include <algorithm>
#include <utility>

namespace stripe_sandbox {

void WebhookModes::Set(WebhookMode mode) {
  std::lock_guard<std::mutex> lock(mutex_);
  if (mode.kind == WebhookMode::Kind::kNormal) {
    modes_.clear();
  } else {
    modes_.push_back(std::move(mode));
  }
}

WebhookMode WebhookModes::Take(const std::string& event_type) {
  std::lock_guard<std::mutex> lock(mutex_);
  // The mode set last speaks first.
  for (auto mode = modes_.rbegin(); mode != modes_.rend(); ++mode) {
    const auto& types = mode->types;
    if (!types.empty() && std::find(types.begin(), types.end(), event_type) == types.end())
      continue;
    if (mode->count && *mode->count <= 0) continue;
    if (mode->count) --*mode->count;
    return *mode;
  }
  return {};
}

}  // namespace stripe_sandbox
