#include "gateway/sign_in/refresh_rounds.h"

#include <iterator>
#include <utility>

#include "common/crypto/hash.h"

namespace keys::gateway {

// Keys are hashes, so that tokens are not kept longer than they are used.
bool RefreshRounds::Join(const std::string& token, Done done) {
  const std::string key = crypto::Sha256(token);
  std::unique_lock lock(mutex_);
  DropOld(clock_.Now());
  const auto found = by_key_.find(key);
  if (found == by_key_.end()) {
    if (rounds_.size() >= max_rounds_) {
      lock.unlock();
      done(absl::ResourceExhaustedError("too many refreshes are under way"));
      return false;
    }
    rounds_.push_back({.key = key, .waiting = {}, .granted = {}});
    rounds_.back().waiting.push_back(std::move(done));
    by_key_.emplace(key, std::prev(rounds_.end()));
    return true;
  }
  Round& round = *found->second;
  if (!round.granted.has_value()) {
    round.waiting.push_back(std::move(done));
    return false;
  }
  const Granted granted = *round.granted;
  lock.unlock();
  done(granted);
  return false;
}

void RefreshRounds::Finish(const std::string& token, const Outcome& outcome) {
  std::vector<Done> waiting;
  {
    std::lock_guard lock(mutex_);
    const auto found = by_key_.find(crypto::Sha256(token));
    if (found == by_key_.end()) return;
    waiting = std::exchange(found->second->waiting, {});
    if (outcome.ok()) {
      found->second->granted = *outcome;
      found->second->until = clock_.Now() + kRefreshReuse;
    } else {
      Drop(found->second);
    }
  }
  for (const Done& done : waiting) done(outcome);
}

void RefreshRounds::Forget(const std::string& token) {
  std::lock_guard lock(mutex_);
  for (auto at = rounds_.begin(); at != rounds_.end();) {
    const auto next = std::next(at);
    const bool gave = at->granted.has_value() && at->granted->refresh_token == token;
    if (gave || (at->granted.has_value() && at->key == crypto::Sha256(token))) Drop(at);
    at = next;
  }
}

void RefreshRounds::DropOld(absl::Time now) {
  for (auto at = rounds_.begin(); at != rounds_.end();) {
    const auto next = std::next(at);
    if (at->until <= now) Drop(at);
    at = next;
  }
}

void RefreshRounds::Drop(Place place) {
  by_key_.erase(place->key);
  rounds_.erase(place);
}

}  // namespace keys::gateway
