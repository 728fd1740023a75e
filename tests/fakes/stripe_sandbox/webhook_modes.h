// Decides what happens to the webhooks of coming events, as POST /_control has set it. Thread-safe.
#pragma once

#include <cstdint>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

namespace stripe_sandbox {

struct WebhookMode {
  enum class Kind { kNormal, kDrop, kDuplicate, kDelay, kShuffle };
  Kind kind = Kind::kNormal;
  std::optional<int64_t> count;    // how many more events it meets; absent: all
  double seconds = 0;              // delay: how long; shuffle: the window
  int64_t copies = 2;              // duplicate: how many POSTs of one event
  bool twin = false;               // duplicate: two Event objects for one change instead
  std::vector<std::string> types;  // empty: every type
};

class WebhookModes {
 public:
  void Set(WebhookMode mode);  // kNormal ends every other mode
  void Clear() { Set({}); }
  // The mode that an event of this type meets, counted down.
  WebhookMode Take(const std::string& event_type);

 private:
  std::mutex mutex_;
  std::vector<WebhookMode> modes_;
};

}  // namespace stripe_sandbox
