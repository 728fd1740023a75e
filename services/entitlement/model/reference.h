// For tests only: what access should be, told a second time and differently: no facts, no grants,
// one record per order line that is overwritten. It shares nothing with the ledger but the history.
#pragma once

#include <map>
#include <utility>

#include "services/entitlement/model/history.h"

namespace keys::entitlement::model {

class Reference {
 public:
  void Apply(const Delivery& delivery) {
    if (delivery.kind == Delivery::Kind::kSnapshot) return Follow(delivery);
    const auto line = lines_.find({delivery.order, delivery.line});
    if (line == lines_.end() || line->second.Gone()) return;
    if (delivery.kind == Delivery::Kind::kRevoke) line->second.barred = true;
    if (delivery.kind == Delivery::Kind::kTransfer) line->second.holder = delivery.receiver;
  }

  bool HasAccess(int tenant, int key) const {
    for (const auto& [place, line] : lines_) {
      if (place.second == key && line.holder == tenant && !line.barred && line.standing == 1) {
        return true;
      }
    }
    return false;
  }

 private:
  struct Line {
    int holder = 0;
    int standing = 0;
    bool barred = false;
    bool Gone() const { return barred || standing >= 4; }
  };

  // The newest snapshot of an order is the whole truth about it; what it leaves out is refunded.
  void Follow(const Delivery& snapshot) {
    int64_t& newest = revisions_[snapshot.order];
    if (snapshot.revision <= newest) return;
    newest = snapshot.revision;
    for (auto& [place, line] : lines_) {
      const bool left_out =
          place.first == snapshot.order && snapshot.lines.count(place.second) == 0;
      if (left_out && !line.Gone()) line.standing = 4;
    }
    for (const auto& [number, standing] : snapshot.lines) {
      lines_.try_emplace({snapshot.order, number}, Line{.holder = snapshot.order})
          .first->second.standing = standing;
    }
  }

  std::map<int, int64_t> revisions_;
  std::map<std::pair<int, int>, Line> lines_;
};

}  // namespace keys::entitlement::model
