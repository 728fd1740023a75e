#include "gateway/endpoints/erasures.h"

#include <utility>

#include "common/error/error.h"
#include "common/time/deadline.h"
#include "gateway/endpoints/erasing.h"
#include "keys/person/v1/person.pb.h"

namespace keys::gateway {
namespace {

using error::Reason;

constexpr absl::Duration kAskTimeout = absl::Seconds(1);
// The time limits of one service's call: while a client waits, and when none does.
constexpr absl::Duration kWatchedTimeout = absl::Seconds(8);
constexpr absl::Duration kUnwatchedTimeout = absl::Seconds(60);
constexpr absl::Duration kWholeTimeout = absl::Minutes(8);

// Whether the error may pass by itself and says nothing about the request.
bool IsOutage(const absl::Status& status) {
  return error::InfoOf(error::ReasonOf(status)).http() >= 500;
}

absl::Status NoRoom() {
  error::ErrorDetail detail;
  detail.set_reason(Reason::UNAVAILABLE);
  detail.set_detail("Too many people are being erased right now. Ask again in a moment.");
  detail.set_retry_after_seconds(kErasureRetryAfterSeconds);
  return error::Make(std::move(detail));
}

// Makes an exchange that outlives the request.
ExchangePtr OnItsOwn(const Exchange& asked) {
  auto exchange = std::make_shared<Exchange>();
  exchange->request_id = asked.request_id;
  exchange->trace = asked.trace;
  exchange->caller = asked.caller;
  exchange->deadline = Deadline::After(kWholeTimeout);
  return exchange;
}

}  // namespace

// One erasure in work. Its steps run one after the other, each on a thread of gRPC's.
class Erasures::Job : public std::enable_shared_from_this<Erasures::Job> {
 public:
  Job(Erasures& erasures, const Exchange& asked, Person person, Done done)
      : erasures_(erasures),
        exchange_(OnItsOwn(asked)),
        person_(std::move(person)),
        done_(std::move(done)),
        waits_(Deadline::After(erasures.limits_.answer_within)) {
    question_.set_user_id(person_.user_id);
  }

  void Go(absl::Duration timeout) {
    ++tries_;
    const auto self = shared_from_this();
    EraseEverywhere(erasures_.upstream_, exchange_,
                    {.user_id = person_.user_id,
                     .reason = person_.reason,
                     .timeout = timeout,
                     .begun = [self] { self->OnBegun(); },
                     .stepped = [self] { self->OnStep(); }},
                    [self](const absl::Status& status) { self->OnEnd(status); });
  }

 private:
  void OnBegun() {
    begun_ = true;
    erasures_.erased_.Add(person_.user_id);
  }
  void OnStep() {
    if (begun_ && waits_.Expired()) Answer(Outcome::kGoesOn);
  }
  void OnEnd(const absl::Status& status) {
    if (status.ok()) return Leave(Outcome::kErased);
    if (!IsOutage(status)) return Leave(status);
    if (begun_) return GoOn();
    // Billing did not answer, or could not reach Stripe. Its record says whether the erasure was
    // begun.
    erasures_.upstream_.Call({.process = kErasureHolder,
                              .grpc_path = kGetErasure,
                              .request = &question_,
                              .response = &state_,
                              .exchange = *exchange_,
                              .timeout = kAskTimeout},
                             [self = shared_from_this(), status](const UpstreamAnswer& answer) {
                               self->OnState(answer.status, status);
                             });
  }
  void OnState(const absl::Status& asked, const absl::Status& why) {
    if (!asked.ok() || state_.has_ended_at()) return Leave(why);
    OnBegun();
    GoOn();
  }
  void GoOn() {
    Answer(Outcome::kGoesOn);
    if (tries_ == 1) return Go(kUnwatchedTimeout);
    erasures_.Leave(person_.user_id);
  }
  void Answer(absl::StatusOr<Outcome> outcome) {
    if (const Done done = std::exchange(done_, nullptr)) done(std::move(outcome));
  }
  void Leave(absl::StatusOr<Outcome> outcome) {
    erasures_.Leave(person_.user_id);
    Answer(std::move(outcome));
  }

  Erasures& erasures_;
  const ExchangePtr exchange_;
  const Person person_;
  Done done_;
  const Deadline waits_;
  person::v1::GetErasureRequest question_;
  person::v1::ErasureState state_;
  bool begun_ = false;
  int tries_ = 0;
};

void Erasures::Begin(const Exchange& exchange, const Person& person, Done done) {
  std::unique_lock lock(mutex_);
  const bool here = under_way_.contains(person.user_id);
  const bool room = under_way_.size() < limits_.most;
  if (!here && room) under_way_.insert(person.user_id);
  lock.unlock();
  if (here) return done(Outcome::kGoesOn);
  if (!room) return done(NoRoom());
  std::make_shared<Job>(*this, exchange, person, std::move(done))->Go(kWatchedTimeout);
}

bool Erasures::Enter(const std::string& user_id) {
  std::lock_guard lock(mutex_);
  return under_way_.size() < limits_.most && under_way_.insert(user_id).second;
}

void Erasures::Leave(const std::string& user_id) {
  std::lock_guard lock(mutex_);
  under_way_.erase(user_id);
}

}  // namespace keys::gateway
