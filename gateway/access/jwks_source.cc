#include "gateway/access/jwks_source.h"

#include <utility>

#include "common/base/text.h"
#include "common/log/log.h"

namespace keys::gateway {

JwksSource::JwksSource(Fetch fetch, Options options)
    : fetch_(std::move(fetch)), options_(options), thread_([this] { Run(); }) {}

JwksSource::~JwksSource() {
  {
    std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  wake_.notify_all();
  thread_.join();
  for (Done& done : waiting_) done(Current());
}

void JwksSource::Find(Algorithm algorithm, const std::string& key_id, Done done) {
  std::unique_lock lock(mutex_);
  const bool has = keys_ != nullptr && !keys_->For(algorithm, key_id).empty();
  // While the first fetch is under way everybody waits for it.
  const bool may_fetch = quiet_until_.Expired() || !waiting_.empty();
  if (has || !may_fetch || waiting_.size() >= options_.max_waiting || stopping_) {
    Answer answer = Current();
    lock.unlock();
    return done(std::move(answer));
  }
  waiting_.push_back(std::move(done));
  lock.unlock();
  wake_.notify_all();
}

void JwksSource::Run() {
  std::unique_lock lock(mutex_);
  while (!stopping_) {
    if (!waiting_.empty() || stale_at_.Expired()) {
      FetchOnce(lock);
    } else {
      wake_.wait_until(lock, stale_at_.time_point());
    }
  }
}

void JwksSource::FetchOnce(std::unique_lock<std::mutex>& lock) {
  lock.unlock();
  auto text = fetch_();
  auto keys = text.ok() ? ParseJwks(*text) : absl::StatusOr<KeySet>(text.status());
  lock.lock();
  // A failed fetch is tried again soon, but not at once.
  quiet_until_ = Deadline::After(options_.min_interval);
  stale_at_ = Deadline::After(keys.ok() ? options_.max_age : options_.min_interval);
  if (keys.ok()) {
    keys_ = std::make_shared<const KeySet>(*std::move(keys));
    log::Info("jwks.fetched", {{"keys", keys_->size()}});
  } else {
    log::Warning("jwks.failed", {{"why", MessageOf(keys.status())}});
  }
  const Answer answer = Current();
  const std::vector<Done> waiting = std::exchange(waiting_, {});
  lock.unlock();
  for (const Done& done : waiting) done(answer);
  lock.lock();
}

}  // namespace keys::gateway
