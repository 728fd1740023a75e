// Random events and spans for tests: of three months in which clocks are turned, with everything
// that makes counting hard.
#pragma once

#include <algorithm>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "common/base/text.h"
#include "common/time/proto_time.h"
#include "keys/event/v1/facts.pb.h"

namespace keys::analytics {

using event::v1::AnalyticsEvent;

class Draw {
 public:
  explicit Draw(unsigned seed) : random_(seed) {}
  int Below(int most) { return std::uniform_int_distribution<int>(0, most - 1)(random_); }
  std::string Uuid(int kind, int number) {
    std::string digits = std::to_string(number);
    digits.insert(0, 12 - digits.size(), '0');
    return StrCat(kind, "0000000-0000-7000-8000-", digits);
  }
  absl::Time When() {
    constexpr int64_t kFirst = 1'786'000'000;  // August 2026
    absl::Time at = absl::FromUnixSeconds(kFirst + Below(100 * 86'400));
    // Many are exactly at, or right before, a quarter of an hour, where days begin.
    if (Below(4) == 0) at = absl::FromUnixSeconds(absl::ToUnixSeconds(at) / 900 * 900);
    if (Below(8) == 0) return at - absl::Microseconds(1);
    return at + absl::Microseconds(Below(2) * Below(1'000'000));
  }
  AnalyticsEvent Event(int number) {
    static constexpr const char* kTypes[] = {
        "view", "view", "view", "discovery_click", "purchase", "download", "bundle_upgrade"};
    AnalyticsEvent event;
    event.set_event_id(Uuid(1, number));
    event.set_event_type(kTypes[Below(7)]);
    *event.mutable_occurred_at() = ToProto(When());
    const bool view = event.event_type() == "view";
    if (!view || Below(3) > 0) event.set_user_id(Uuid(2, Below(40)));
    const int key = Below(6);
    if (view && key == 0) return event;
    if (view && Below(2) == 0) {
      event.set_key_slug(StrCat("key-", key));
    } else {
      event.set_key_id(Uuid(3, key));
    }
    return event;
  }
  std::vector<std::vector<AnalyticsEvent>> Batches(std::vector<AnalyticsEvent> events) {
    std::shuffle(events.begin(), events.end(), random_);
    std::vector<std::vector<AnalyticsEvent>> batches;
    for (std::size_t at = 0; at < events.size();) {
      const std::size_t size = std::min<std::size_t>(events.size() - at, 1 + Below(150));
      batches.emplace_back(events.begin() + at, events.begin() + at + size);
      at += size;
    }
    return batches;
  }
  // Draws a span as a client may write it: dates, or any instants.
  std::pair<std::string, std::string> Span() {
    if (Below(3) == 0) {
      absl::Time a = When(), b = When();
      if (a == b) b += absl::Microseconds(1);
      if (a > b) std::swap(a, b);
      const char* kFormat = "%Y-%m-%dT%H:%M:%E6SZ";
      return {absl::FormatTime(kFormat, a, absl::UTCTimeZone()),
              absl::FormatTime(kFormat, b, absl::UTCTimeZone())};
    }
    const absl::CivilDay day(2026, 8, 1 + Below(95));
    return {absl::FormatCivilTime(day), absl::FormatCivilTime(day + 1 + Below(60))};
  }

 private:
  std::mt19937 random_;
};

}  // namespace keys::analytics
