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
  std::vector<event::v1::AnalyticsEvent> events;
  events.push_back(std::move(event));
  return WriteAll(std::move(events), deadline).front();
}

std::vector<absl::Status> EventWriter::WriteAll(std::vector<event::v1::AnalyticsEvent> events,
                                                Deadline deadline) {
  Batch tickets;
  tickets.reserve(events.size());
  for (event::v1::AnalyticsEvent& event : events) {
    tickets.push_back(std::make_shared<Ticket>());
    tickets.back()->event = std::move(event);
  }
  std::vector<absl::Status> results(tickets.size());
  std::unique_lock<std::mutex> lock(mutex_);
  if (waiting_.size() + tickets.size() > kWaitingEvents) {
    for (absl::Status& result : results) {
      result = absl::ResourceExhaustedError("too many events are waiting to be stored");
    }
    return results;
  }
  waiting_.insert(waiting_.end(), tickets.begin(), tickets.end());
  work_.notify_one();
  const auto are_done = [&tickets] {
    return std::all_of(tickets.begin(), tickets.end(),
                       [](const auto& ticket) { return ticket->done; });
  };
  // A caller without a deadline leaves with its batch, which has one.
  const Deadline until = deadline.Within(3 * kBatchTimeout);
  done_.wait_until(lock, until.time_point(), are_done);
  for (size_t i = 0; i < tickets.size(); ++i) {
    results[i] = tickets[i]->done ? tickets[i]->status
                                  : absl::DeadlineExceededError("the event was not stored in time");
  }
  return results;
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
