// Computes for tests what access should be, in a second and different way: without facts and
// grants, with one record for each order line or gift that is overwritten. It shares nothing with
// the ledger but the history.
#pragma once

#include <map>
#include <set>
#include <utility>

#include "services/entitlement/testing/model/history.h"

namespace keys::entitlement::model {

class Reference {
 public:
  // A second passes with each delivery.
  void Apply(const Delivery& delivery) {
    using Kind = Delivery::Kind;
    ++now_;
    if (delivery.kind == Kind::kSnapshot) return Follow(delivery);
    if (delivery.kind == Kind::kJoin) members_.insert(delivery.receiver);
    if (delivery.kind == Kind::kLeave) members_.erase(delivery.receiver);
    if (delivery.kind == Kind::kGive) {
      const int64_t from = now_ + delivery.delay;
      lines_[{kGifts, delivery.line}] = {delivery.receiver,
                                         delivery.key,
                                         1,
                                         false,
                                         from,
                                         delivery.lasts == 0 ? kNever : from + delivery.lasts};
    }
    const auto line = lines_.find({delivery.order, delivery.line});
    if (line == lines_.end()) return;
    // A refunded line is barred too, so that it does not come back if the refund fails.
    if (delivery.kind == Kind::kRevoke) line->second.barred = true;
    if (line->second.Gone()) return;
    const bool over = line->second.until <= now_;
    if (delivery.kind == Kind::kTransfer && !over) line->second.holder = delivery.receiver;
  }

  bool HasAccess(int tenant, int key) const {
    for (const auto& [place, line] : lines_) {
      const bool in_time = line.from <= now_ && now_ < line.until;
      const bool stands = !line.barred && line.standing == 1 && in_time;
      if (line.key == key && line.holder == tenant && stands) return true;
    }
    return false;
  }
  bool PersonHasAccess(int person, int key) const {
    return HasAccess(person, key) || (members_.count(person) > 0 && HasAccess(kPeople, key));
  }

 private:
  static constexpr int64_t kNever = int64_t{1} << 40;
  struct Line {
    int holder, key, standing;
    bool barred = false;
    int64_t from = 0, until = kNever;
    bool Gone() const { return barred || standing >= 4; }
  };

  // The newest snapshot of an order decides alone; a line that it leaves out is refunded.
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
      lines_.try_emplace({snapshot.order, number}, Line{snapshot.order, number, 0})
          .first->second.standing = standing;
    }
  }

  int64_t now_ = 0;
  std::map<int, int64_t> revisions_;
  std::map<std::pair<int, int>, Line> lines_;
  std::set<int> members_;
};

}  // namespace keys::entitlement::model
