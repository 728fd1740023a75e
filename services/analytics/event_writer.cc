#include "services/analytics/event_writer.h"

#include <algorithm>
#include <utility>

#include "common/base/text.h"
#include "common/log/log.h"

namespace keys::analytics {
namespace {

// The statement itself was refused; trying its rows apart may tell which one is to blame. Trouble
// with the database would only be met again, once a row.
bool MayBeOneRow(const absl::Status& status) {
  return !absl::IsUnavailable(status) && !absl::IsDeadlineExceeded(status);
}

}  // namespace

EventWriter::EventWriter(AnalyticsStore& store, const Clock& clock, metrics::Registry& metrics)
    : store_(store),
      clock_(clock),
      stored_(metrics.Counter("keys_analytics_events_stored_total",
                              "Events stored, those delivered again left out.")),
      batches_(metrics.Counter("keys_analytics_batches_total", "Statements that stored events.")),
      failed_(metrics.Counter("keys_analytics_batches_failed_total",
                              "Statements that should have stored events and did not.")),
      thread_([this] { Run(); }) {}

EventWriter::~EventWriter() {
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    stopping_ = true;
  }
  work_.notify_all();
  thread_.join();
}

absl::Status EventWriter::Write(event::v1::AnalyticsEvent event, Deadline deadline) {
  const auto ticket = std::make_shared<Ticket>();
  ticket->event = std::move(event);
  std::unique_lock<std::mutex> lock(mutex_);
  if (waiting_.size() >= kWaitingEvents) {
    return absl::ResourceExhaustedError("too many events are waiting to be stored");
  }
  waiting_.push_back(ticket);
  work_.notify_one();
  const auto is_done = [&ticket] { return ticket->done; };
  // A caller without a deadline leaves with its batch: that has one.
  const Deadline until = deadline.Within(3 * kBatchTimeout);
  if (!done_.wait_until(lock, until.time_point(), is_done)) {
    return absl::DeadlineExceededError("the event was not stored in time");
  }
  return ticket->status;
}

void EventWriter::Run() {
  std::unique_lock<std::mutex> lock(mutex_);
  while (true) {
    work_.wait(lock, [this] { return stopping_ || !waiting_.empty(); });
    if (waiting_.empty()) return;
    const Batch batch = TakeBatch(lock);
    lock.unlock();
    StoreBatch(batch);
    lock.lock();
  }
}

EventWriter::Batch EventWriter::TakeBatch(std::unique_lock<std::mutex>& /*held*/) {
  const auto end =
      waiting_.begin() + static_cast<std::ptrdiff_t>(std::min(kBatchEvents, waiting_.size()));
  Batch batch(waiting_.begin(), end);
  waiting_.erase(waiting_.begin(), end);
  return batch;
}

void EventWriter::StoreBatch(const Batch& batch) {
  const absl::Status status = Store(batch);
  if (status.ok() || batch.size() == 1 || !MayBeOneRow(status)) return Finish(batch, status);
  for (const std::shared_ptr<Ticket>& ticket : batch) Finish({ticket}, Store({ticket}));
}

absl::Status EventWriter::Store(const Batch& batch) {
  std::vector<const event::v1::AnalyticsEvent*> events;
  events.reserve(batch.size());
  for (const std::shared_ptr<Ticket>& ticket : batch) events.push_back(&ticket->event);
  const absl::StatusOr<int64_t> stored =
      store_.Insert(events, clock_.Now(), Deadline::After(kBatchTimeout));
  if (!stored.ok()) {
    failed_.Increment();
    log::Warning("analytics.batch_failed", {{"events", static_cast<int64_t>(events.size())},
                                            {"why", MessageOf(stored.status())}});
    return stored.status();
  }
  batches_.Increment();
  stored_.Increment(static_cast<double>(*stored));
  return absl::OkStatus();
}

void EventWriter::Finish(const Batch& batch, const absl::Status& status) {
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    for (const std::shared_ptr<Ticket>& ticket : batch) {
      ticket->status = status;
      ticket->done = true;
    }
  }
  done_.notify_all();
}

}  // namespace keys::analytics
