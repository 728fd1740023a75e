#include "gateway/access/jwks_source.h"

#include <chrono>
#include <utility>

#include "absl/time/time.h"
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

void JwksSource::Get(Done done) {
  std::unique_lock lock(mutex_);
  if (tried_ || stopping_ || waiting_.size() >= options_.max_waiting) {
    Answer answer = Current();
    lock.unlock();
    return done(std::move(answer));
  }
  waiting_.push_back(std::move(done));
}

void JwksSource::Run() {
  std::unique_lock lock(mutex_);
  while (!stopping_) {
    FetchOnce(lock);
    const absl::Duration pause = keys_ == nullptr ? options_.retry : options_.refresh;
    wake_.wait_for(lock, absl::ToChronoNanoseconds(pause), [this] { return stopping_; });
  }
}

void JwksSource::FetchOnce(std::unique_lock<std::mutex>& lock) {
  lock.unlock();
  std::shared_ptr<const KeySet> fetched = FetchChanged();
  lock.lock();
  if (fetched != nullptr) keys_ = std::move(fetched);
  tried_ = true;
  const Answer answer = Current();
  const std::vector<Done> waiting = std::exchange(waiting_, {});
  lock.unlock();
  for (const Done& done : waiting) done(answer);
  lock.lock();
}

std::shared_ptr<const KeySet> JwksSource::FetchChanged() {
  auto text = fetch_();
  if (text.ok() && *text == text_) return nullptr;
  const auto keys = text.ok() ? ParseJwks(*text) : absl::StatusOr<KeySet>(text.status());
  if (!keys.ok()) {
    log::Warning("jwks.failed", {{"why", MessageOf(keys.status())}});
    return nullptr;
  }
  text_ = *std::move(text);
  log::Info("jwks.changed", {{"keys", keys->size()}});
  return std::make_shared<const KeySet>(*keys);
}

}  // namespace keys::gateway
