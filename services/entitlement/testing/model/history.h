// Makes random histories of a small shop for tests, and describes them in words.
//
// Two people and an organisation, three orders (order n was placed by tenant n), three lines in
// each; line n is about KEY n, so that several orders may give one tenant the same KEY. Snapshots
// are delivered late, twice, and by two writers at once. In between administrators give KEYS, now
// or later, for a while or for ever, revoke and transfer them, and let people join and leave.
// Something happens each second.
#pragma once

#include <cstdint>
#include <map>
#include <random>
#include <utility>
#include <vector>

namespace keys::entitlement::model {

inline constexpr int kPeople = 2;
inline constexpr int kTenants = 3;  // the people, and then the organisation
inline constexpr int kOrders = 3;
inline constexpr int kLines = 3;
// A gift counts as line n of an order that nobody placed.
inline constexpr int kGifts = kOrders;

// Numbers are as in keys.event.v1.Standing: 1 active, 2 and 3 suspended, 4 and 5 revoked.
inline constexpr int kStandings = 5;

struct Delivery {
  enum class Kind { kSnapshot, kGive, kRevoke, kTransfer, kJoin, kLeave };
  Kind kind = Kind::kSnapshot;
  int order = 0;
  // For snapshots: the revision, and the standing of each line.
  int64_t revision = 0;
  std::map<int, int> lines;
  // For actions of administrators: the line and the receiving tenant. For joining and leaving: the
  // person.
  int line = 0;
  int receiver = 0;
  // For gifts: the KEY, the delay until it begins, and its length, in seconds; 0 is for ever.
  int key = 0;
  int delay = 0;
  int lasts = 0;
};

class Histories {
 public:
  explicit Histories(uint64_t seed) : random_(seed) {}

  std::vector<Delivery> Next() {
    std::vector<Delivery> writers[2];
    for (int order = 0; order < kOrders; ++order) {
      const int revisions = Below(4);
      for (int revision = 1; revision <= revisions; ++revision) {
        const Delivery snapshot = Snapshot(order, revision);
        // The snapshot goes to one writer or to both, once or twice.
        for (int copies = 1 + (Below(3) == 0); copies > 0; --copies) {
          writers[Below(2)].push_back(snapshot);
        }
      }
    }
    gifts_ = 0;
    for (int acts = Below(7); acts > 0; --acts) writers[Below(2)].push_back(Act());
    std::vector<Delivery> merged;
    for (auto& writer : writers) Shuffle(writer);
    while (!writers[0].empty() || !writers[1].empty()) {
      auto& writer = writers[writers[0].empty() || (!writers[1].empty() && Below(2) == 1)];
      merged.push_back(std::move(writer.back()));
      writer.pop_back();
    }
    return merged;
  }

  void Shuffle(std::vector<Delivery>& deliveries) {
    for (size_t i = deliveries.size(); i > 1; --i) {
      std::swap(deliveries[i - 1], deliveries[Below(static_cast<int>(i))]);
    }
  }

  int Below(int bound) { return static_cast<int>(random_() % static_cast<uint64_t>(bound)); }

 private:
  Delivery Snapshot(int order, int revision) {
    Delivery snapshot{.order = order, .revision = revision};
    for (int line = 0; line < kLines; ++line) {
      const bool active = Below(2) == 0;
      if (Below(4) != 0) snapshot.lines[line] = active ? 1 : 1 + Below(kStandings);
    }
    return snapshot;
  }
  Delivery Act() {
    using Kind = Delivery::Kind;
    constexpr Kind kKinds[] = {Kind::kGive,     Kind::kGive, Kind::kRevoke,
                               Kind::kTransfer, Kind::kJoin, Kind::kLeave};
    Delivery act{.kind = kKinds[Below(6)], .order = Below(kOrders + 1), .line = Below(kLines)};
    act.receiver = Below(kTenants);
    if (act.kind == Kind::kJoin || act.kind == Kind::kLeave) act.receiver = Below(kPeople);
    if (act.kind != Kind::kGive) return act;
    act.line = gifts_++;
    act.key = Below(kLines);
    act.delay = Below(2) * Below(6);
    act.lasts = Below(2) * (1 + Below(6));
    return act;
  }

  std::mt19937_64 random_;
  int gifts_ = 0;
};

}  // namespace keys::entitlement::model
