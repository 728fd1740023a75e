#include "gateway/access/erased_people.h"

#include <algorithm>
#include <chrono>
#include <future>
#include <memory>
#include <utility>

#include "common/crypto/hash.h"
#include "common/time/proto_time.h"
#include "gateway/access/token.h"
#include "keys/person/v1/person.pb.h"

namespace keys::gateway {
namespace {

constexpr char kListErased[] = "/keys.person.v1.PersonalData/ListErased";
constexpr auto kLookEvery = std::chrono::seconds(2);
constexpr absl::Duration kPatience = absl::Seconds(2);
// Each look begins this much before the last one, so that an erasure that was being committed then
// is not missed, even if clocks of processes differ.
constexpr absl::Duration kOverlap = absl::Minutes(2);

// Kept until the answer has come.
struct Question {
  Exchange exchange;
  person::v1::ListErasedRequest request;
  person::v1::ListErasedResponse response;
  std::promise<bool> answered;
};

}  // namespace

void ErasedPeople::Start() {
  thread_ = std::thread([this] { Run(); });
}

void ErasedPeople::Stop() {
  {
    std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  wake_.notify_all();
  if (thread_.joinable()) thread_.join();
}

void ErasedPeople::Run() {
  std::unique_lock lock(mutex_);
  while (!stopping_) {
    lock.unlock();
    Look();
    lock.lock();
    wake_.wait_for(lock, kLookEvery, [this] { return stopping_; });
  }
}

bool ErasedPeople::Look() {
  const absl::Time now = parts_.clock.Now();
  auto question = std::make_shared<Question>();
  {
    std::lock_guard lock(mutex_);
    const absl::Time since = std::max(now - parts_.longest_life, seen_until_ - kOverlap);
    *question->request.mutable_since() = ToProto(since);
  }
  question->exchange.request_id = "erased-people";
  question->exchange.trace = trace::New();
  question->exchange.deadline = Deadline::After(kPatience);
  parts_.upstream.Call({.process = "billing",
                        .grpc_path = kListErased,
                        .request = &question->request,
                        .response = &question->response,
                        .exchange = question->exchange,
                        .timeout = kPatience},
                       [question](const UpstreamAnswer& answer) {
                         question->answered.set_value(answer.status.ok());
                       });
  if (!question->answered.get_future().get()) return false;
  std::lock_guard lock(mutex_);
  for (const auto& person : question->response.people()) {
    const absl::Time erased_at = FromProto(person.erased_at());
    Put(person.id_hash(), erased_at);
    seen_until_ = std::max(seen_until_, erased_at);
  }
  Forget(now);
  return true;
}

void ErasedPeople::Put(const std::string& id_hash, absl::Time erased_at) {
  const auto [at, added] = erased_at_.try_emplace(id_hash, erased_at);
  if (!added) at->second = std::max(at->second, erased_at);
}

void ErasedPeople::Forget(absl::Time now) {
  std::erase_if(erased_at_, [&](const auto& person) {
    return person.second + parts_.longest_life + kTokenSkew < now;
  });
  while (erased_at_.size() > kMostErased) {
    erased_at_.erase(
        std::min_element(erased_at_.begin(), erased_at_.end(),
                         [](const auto& a, const auto& b) { return a.second < b.second; }));
  }
}

bool ErasedPeople::StaysOut(const std::string& user_id, std::optional<absl::Time> issued_at) const {
  std::lock_guard lock(mutex_);
  if (erased_at_.empty()) return false;
  const auto found = erased_at_.find(crypto::Sha256(user_id));
  if (found == erased_at_.end()) return false;
  const absl::Time erased_at = found->second;
  if (parts_.clock.Now() < erased_at + kQuietTime) return true;
  // The issuer's clock may be ahead of this machine's.
  return !issued_at.has_value() || *issued_at <= erased_at + kTokenSkew;
}

void ErasedPeople::Add(const std::string& user_id) {
  const absl::Time now = parts_.clock.Now();
  std::lock_guard lock(mutex_);
  Put(crypto::Sha256(user_id), now);
}

}  // namespace keys::gateway
