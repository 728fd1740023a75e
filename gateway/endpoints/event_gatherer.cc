#include "gateway/endpoints/event_gatherer.h"

#include <algorithm>
#include <utility>

#include "common/error/error.h"
#include "gateway/filters/client_address.h"

namespace keys::gateway {
namespace {

using analytics::v1::RecordClientEventsRequest;
using analytics::v1::RecordClientEventsResponse;
using analytics::v1::RecordEventRequest;
using analytics::v1::RecordEventResponse;

constexpr char kManyPath[] = "/keys.analytics.v1.AnalyticsGateway/RecordClientEvents";
constexpr char kOnePath[] = "/keys.analytics.v1.Analytics/RecordEvent";

// This is longer than the answer to a call takes, after which the caller may post again.
constexpr absl::Duration kCrowdLasts = absl::Milliseconds(100);

prometheus::Counter& Refused(metrics::Registry& metrics, const char* why) {
  return metrics.Counter("keys_gateway_events_refused_total",
                         "Clients' events not stored: too many were waiting (full), or analytics "
                         "did not answer in time (late).",
                         {{"why", why}});
}

// Returns the name under which a caller's events take turns with those of others.
std::string OwnerOf(const rpc::Caller& caller) {
  return caller.signed_in() ? caller.user_id : AddressGroup(caller.client_ip);
}

absl::Status StatusOf(const analytics::v1::ClientEventOutcome& outcome) {
  return error::FromRpcStatus(static_cast<absl::StatusCode>(outcome.code()), "", outcome.details());
}

}  // namespace

struct EventGatherer::Waiting {
  ExchangePtr exchange;
  RecordEventRequest event;
  Deadline deadline;
  Done done;
  std::string owner;
  bool sent = false;
  bool answered = false;
  // The response to a call with this event alone.
  RecordEventResponse response;
};

// A call with several events.
struct EventGatherer::Call {
  std::vector<WaitingPtr> events;
  Exchange exchange;
  RecordClientEventsRequest request;
  RecordClientEventsResponse response;
};

EventGatherer::EventGatherer(Upstream& upstream, metrics::Registry& metrics, Options options)
    : upstream_(upstream),
      options_(options),
      calls_(metrics.Counter("keys_gateway_event_calls_total",
                             "Calls that brought clients' events to analytics.")),
      events_(metrics.Counter("keys_gateway_events_sent_total",
                              "Clients' events brought to analytics.")),
      refused_(Refused(metrics, "full")),
      expired_(Refused(metrics, "late")),
      waiting_now_(metrics.Gauge("keys_gateway_events_waiting",
                                 "Clients' events that wait for a call to analytics.")),
      thread_([this] { Run(); }) {}

EventGatherer::~EventGatherer() {
  Stop(absl::ZeroDuration());
  // The object must live until the calls under way have ended, because they answer into it. Their
  // deadlines end them at last.
  Lock lock(mutex_);
  changed_.wait(lock, [this] { return calls_under_way_ == 0; });
}

void EventGatherer::Add(ExchangePtr exchange, RecordEventRequest event, Deadline deadline,
                        Done done) {
  auto waiting = std::make_shared<Waiting>(Waiting{.exchange = std::move(exchange),
                                                   .event = std::move(event),
                                                   .deadline = deadline,
                                                   .done = std::move(done)});
  waiting->owner = OwnerOf(waiting->exchange->caller);
  Lock lock(mutex_);
  size_t& of_one = waiting_of_[waiting->owner];
  if (stopping_ || queue_.size() >= options_.max_waiting || of_one >= options_.max_waiting_of_one) {
    if (of_one == 0) waiting_of_.erase(waiting->owner);
    lock.unlock();
    refused_.Increment();
    return waiting->done(error::Make(error::Reason::UNAVAILABLE,
                                     "Too many events wait to be stored. Try again shortly."));
  }
  ++of_one;
  if (queue_.empty() && !crowd_ends_.Expired()) next_call_ = Deadline::After(options_.interval);
  unanswered_.push_back(waiting);
  queue_.Push(waiting->owner, waiting);
  waiting_now_.Increment();
  const CallPtr call = MaySend() ? TakeCall() : nullptr;
  // Only the first event that waits or is under way has to wake the thread.
  if (call == nullptr ? queue_.size() == 1 : unanswered_.size() == 1) changed_.notify_all();
  lock.unlock();
  if (call != nullptr) Send(call);
}

bool EventGatherer::MaySend() const {
  return !queue_.empty() && calls_under_way_ < options_.max_calls &&
         (stopping_ || next_call_.Expired());
}

// The caller holds the lock, and MaySend is true.
EventGatherer::CallPtr EventGatherer::TakeCall() {
  auto call = std::make_shared<Call>();
  while (!queue_.empty() && call->events.size() < options_.max_events) {
    WaitingPtr event = queue_.Pop();
    waiting_now_.Decrement();
    const auto of_one = waiting_of_.find(event->owner);
    if (--of_one->second == 0) waiting_of_.erase(of_one);
    if (event->answered) continue;
    event->sent = true;
    call->events.push_back(std::move(event));
  }
  if (call->events.empty()) return nullptr;
  ++calls_under_way_;
  next_call_ = Deadline::After(options_.interval);
  if (call->events.size() > 1) crowd_ends_ = Deadline::After(kCrowdLasts);
  return call;
}

void EventGatherer::Send(const CallPtr& call) {
  const Exchange& first = *call->events.front()->exchange;
  call->exchange.request_id = first.request_id;
  call->exchange.trace = first.trace;
  Deadline latest = call->events.front()->deadline;
  for (const WaitingPtr& event : call->events) {
    auto* sent = call->request.add_events();
    *sent->mutable_event() = event->event;
    sent->set_user_id(event->exchange->caller.user_id);
    if (event->deadline.time_point() > latest.time_point()) latest = event->deadline;
  }
  call->exchange.deadline = latest;
  calls_.Increment();
  events_.Increment(static_cast<double>(call->events.size()));
  upstream_.Call({.process = "analytics",
                  .grpc_path = kManyPath,
                  .request = &call->request,
                  .response = &call->response,
                  .exchange = call->exchange,
                  .timeout = latest.Remaining()},
                 [this, call](const UpstreamAnswer& answer) { OnAnswer(call, answer); });
}

void EventGatherer::OnAnswer(const CallPtr& call, const UpstreamAnswer& answer) {
  const bool counts = call->response.outcomes_size() == static_cast<int>(call->events.size());
  absl::Status all = answer.status;
  if (all.ok() && !counts) all = absl::InternalError("analytics answered for other events");
  const bool unknown = absl::IsUnimplemented(all) && !error::DetailOf(all).has_value();
  for (size_t i = 0; i < call->events.size(); ++i) {
    if (unknown) {
      SendAlone(call->events[i]);
    } else {
      Finish(call->events[i],
             all.ok() ? StatusOf(call->response.outcomes(static_cast<int>(i))) : all);
    }
  }
  EndCall();
}

void EventGatherer::SendAlone(const WaitingPtr& event) {
  {
    const std::lock_guard lock(mutex_);
    ++calls_under_way_;
  }
  upstream_.Call({.process = "analytics",
                  .grpc_path = kOnePath,
                  .request = &event->event,
                  .response = &event->response,
                  .exchange = *event->exchange,
                  .timeout = event->deadline.Remaining()},
                 [this, event](const UpstreamAnswer& answer) {
                   Finish(event, answer.status);
                   EndCall();
                 });
}

void EventGatherer::EndCall() {
  const std::lock_guard lock(mutex_);
  --calls_under_way_;
  changed_.notify_all();
}

bool EventGatherer::Claim(const WaitingPtr& event) {
  const std::lock_guard lock(mutex_);
  if (std::exchange(event->answered, true)) return false;
  while (!unanswered_.empty() && unanswered_.front()->answered) unanswered_.pop_front();
  return true;
}

void EventGatherer::Finish(const WaitingPtr& event, absl::Status status) {
  if (Claim(event)) std::exchange(event->done, nullptr)(std::move(status));
}

void EventGatherer::Expire(Lock& lock) {
  while (!unanswered_.empty() &&
         (unanswered_.front()->answered || unanswered_.front()->deadline.Expired())) {
    const WaitingPtr event = unanswered_.front();
    unanswered_.pop_front();
    if (std::exchange(event->answered, true)) continue;
    lock.unlock();
    expired_.Increment();
    std::exchange(event->done, nullptr)(
        absl::DeadlineExceededError("analytics did not store the event in time"));
    lock.lock();
  }
}

void EventGatherer::Run() {
  Lock lock(mutex_);
  while (true) {
    Expire(lock);
    if (MaySend()) {
      if (const CallPtr call = TakeCall()) {
        lock.unlock();
        Send(call);
        lock.lock();
      }
      continue;
    }
    if (stopping_ && unanswered_.empty()) return;
    Deadline wake = Deadline::Never();
    if (!unanswered_.empty()) wake = unanswered_.front()->deadline;
    const bool paced = !queue_.empty() && calls_under_way_ < options_.max_calls;
    if (paced && next_call_.time_point() < wake.time_point()) wake = next_call_;
    wake.never() ? changed_.wait(lock)
                 : static_cast<void>(changed_.wait_until(lock, wake.time_point()));
  }
}

void EventGatherer::Stop(absl::Duration patience) {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
    // Events that are not answered by then are answered as late.
    for (const WaitingPtr& event : unanswered_) {
      event->deadline = event->deadline.Within(patience);
    }
  }
  changed_.notify_all();
  if (thread_.joinable()) thread_.join();
}

}  // namespace keys::gateway
