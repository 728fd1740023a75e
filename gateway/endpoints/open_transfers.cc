#include "gateway/endpoints/open_transfers.h"

#include <algorithm>
#include <condition_variable>
#include <map>
#include <mutex>
#include <thread>
#include <utility>
#include <vector>

#include "common/base/text.h"
#include "common/error/error.h"
#include "common/log/log.h"

namespace keys::gateway {
namespace {

using entitlement::v1::CheckHoldingsRequest;
using entitlement::v1::CheckHoldingsResponse;
using entitlement::v1::Holding;
using Moment = OpenTransfers::Moment;

constexpr char kCheck[] = "/keys.entitlement.v1.EntitlementHoldings/CheckHoldings";
// As many as entitlement takes at once.
constexpr size_t kBatch = 1000;
// An answer later than this would be too old to be worth waiting for.
constexpr absl::Duration kTimeout = absl::Milliseconds(600);
// Between two rounds, when the oldest yes is overdue because answers do not come.
constexpr auto kPause = std::chrono::milliseconds(50);

Moment Now() { return std::chrono::steady_clock::now(); }

}  // namespace

absl::Status OpenTransfers::Leave::Check() const {
  if (revoked_) {
    return error::Make(error::Reason::LINK_REVOKED, "The access this link was made for has ended.");
  }
  if (Now() - yes_of_.load() > absl::ToChronoNanoseconds(kYesHolds)) {
    return error::Make(error::Reason::UNAVAILABLE,
                       "Whether you still have access could not be decided; try again.");
  }
  return absl::OkStatus();
}

struct OpenTransfers::State : std::enable_shared_from_this<State> {
  struct Entry {
    Holding holding;
    std::weak_ptr<Leave> leave;
  };
  struct Batch {
    CheckHoldingsRequest request;
    CheckHoldingsResponse response;
    std::vector<std::shared_ptr<Leave>> leaves;
    Moment asked_at;
  };

  State(Upstream& to, metrics::Registry& metrics)
      : upstream(to),
        open(metrics.Gauge("keys_transfers_held",
                           "Persons' uses of a KEY with a transfer under way.")),
        revoked(metrics.Counter("keys_transfers_revoked_total",
                                "Uses of a KEY that ended while a transfer was under way.")),
        undecided(metrics.Counter("keys_transfers_unchecked_total",
                                  "Checks of transfers under way that failed.")) {}

  // The leaves still kept by somebody; forgets the others.
  std::vector<std::pair<Holding, std::shared_ptr<Leave>>> Live() {
    std::vector<std::pair<Holding, std::shared_ptr<Leave>>> live;
    for (auto at = entries.begin(); at != entries.end();) {
      auto leave = at->second.leave.lock();
      if (leave == nullptr || leave->revoked_) {
        at = entries.erase(at);
        continue;
      }
      live.emplace_back(at->second.holding, std::move(leave));
      ++at;
    }
    open.Set(static_cast<double>(live.size()));
    return live;
  }

  void Run() {
    std::unique_lock lock(mutex);
    while (!stopping) {
      const auto live = Live();
      if (live.empty()) {
        wake.wait(lock, [this] { return stopping || !entries.empty(); });
        continue;
      }
      Moment oldest = Moment::max();
      for (const auto& [holding, leave] : live) oldest = std::min(oldest, leave->yes_of_.load());
      const Moment due = oldest + absl::ToChronoNanoseconds(kRecheckEvery);
      if (due > Now()) {
        wake.wait_until(lock, due,
                        [this, seen = arrivals] { return stopping || arrivals != seen; });
        continue;
      }
      const auto batches = BatchesOf(live);
      asked += batches.size();
      lock.unlock();
      for (const auto& batch : batches) Ask(batch);
      lock.lock();
      answered.wait(lock, [this] { return asked == 0; });
      wake.wait_for(lock, kPause, [this] { return stopping; });
    }
  }

  static std::vector<std::shared_ptr<Batch>> BatchesOf(
      const std::vector<std::pair<Holding, std::shared_ptr<Leave>>>& live) {
    std::vector<std::shared_ptr<Batch>> batches;
    for (size_t i = 0; i < live.size(); ++i) {
      if (i % kBatch == 0) batches.push_back(std::make_shared<Batch>());
      *batches.back()->request.add_holdings() = live[i].first;
      batches.back()->leaves.push_back(live[i].second);
    }
    return batches;
  }

  void Ask(const std::shared_ptr<Batch>& batch) {
    batch->asked_at = Now();
    Exchange exchange;
    exchange.request_id = StrCat("transfers-", ++rounds);
    exchange.trace = trace::New();
    const UpstreamCall call{.process = "entitlement",
                            .grpc_path = kCheck,
                            .request = &batch->request,
                            .response = &batch->response,
                            .exchange = exchange,
                            .timeout = kTimeout};
    upstream.Call(call, [state = shared_from_this(), batch](const UpstreamAnswer& answer) {
      state->OnAnswer(*batch, answer.status);
    });
  }

  void OnAnswer(const Batch& batch, const absl::Status& status) {
    const size_t count = batch.leaves.size();
    const bool decided =
        status.ok() && static_cast<size_t>(batch.response.standing_size()) == count;
    for (size_t i = 0; decided && i < count; ++i) {
      Leave& leave = *batch.leaves[i];
      if (batch.response.standing(static_cast<int>(i))) {
        leave.yes_of_ = batch.asked_at;
      } else if (!leave.revoked_.exchange(true)) {
        revoked.Increment();
      }
    }
    if (!decided) {
      undecided.Increment();
      log::Warning("transfers.unchecked", {{"why", MessageOf(status)}});
    }
    std::lock_guard lock(mutex);
    --asked;
    answered.notify_all();
  }

  Upstream& upstream;
  prometheus::Gauge& open;
  prometheus::Counter& revoked;
  prometheus::Counter& undecided;
  std::mutex mutex;
  std::condition_variable wake;
  std::condition_variable answered;
  // By the serialized holding.
  std::map<std::string, Entry> entries;
  bool stopping = false;
  // Leaves ever made: who waits for the oldest yes looks again when there is a new one.
  uint64_t arrivals = 0;
  // Calls not answered yet.
  size_t asked = 0;
  std::atomic<int64_t> rounds = 0;
  std::thread thread;
};

OpenTransfers::OpenTransfers(Upstream& upstream, metrics::Registry& metrics)
    : state_(std::make_shared<State>(upstream, metrics)) {
  state_->thread = std::thread([state = state_.get()] { state->Run(); });
}

OpenTransfers::~OpenTransfers() {
  {
    std::lock_guard lock(state_->mutex);
    state_->stopping = true;
    state_->wake.notify_all();
  }
  state_->thread.join();
}

std::shared_ptr<const OpenTransfers::Leave> OpenTransfers::Begin(const Holding& holding,
                                                                 Moment asked_at) {
  std::lock_guard lock(state_->mutex);
  State::Entry& entry = state_->entries[holding.SerializeAsString()];
  auto leave = entry.leave.lock();
  // One that was refused stays refused; whoever got a yes since then begins anew.
  if (leave != nullptr && !leave->revoked_) {
    Moment known = leave->yes_of_;
    while (known < asked_at && !leave->yes_of_.compare_exchange_weak(known, asked_at)) {
    }
    return leave;
  }
  leave = std::make_shared<Leave>(asked_at);
  entry = {holding, leave};
  ++state_->arrivals;
  state_->wake.notify_all();
  return leave;
}

}  // namespace keys::gateway
