#include "gateway/endpoints/open_transfers.h"

#include <algorithm>
#include <condition_variable>
#include <thread>
#include <utility>
#include <vector>

#include "common/base/text.h"
#include "common/error/error.h"
#include "common/log/log.h"
#include "common/rpc/client.h"
#include "common/rpc/watch/client.h"

namespace keys::gateway {
namespace {

using entitlement::v1::AccessChange;
using entitlement::v1::CheckHoldingsRequest;
using entitlement::v1::CheckHoldingsResponse;
using entitlement::v1::Holding;
using Moment = OpenTransfers::Moment;

constexpr char kCheck[] = "/keys.entitlement.v1.EntitlementHoldings/CheckHoldings";
constexpr char kWatch[] = "/keys.entitlement.v1.EntitlementWatch/WatchAccess";
// Entitlement takes at most this many holdings in one call.
constexpr size_t kBatch = 1000;
// An answer that comes later than this would be too old to be of use.
constexpr absl::Duration kCheckTimeout = absl::Milliseconds(600);
// The pause between two rounds about all transfers, when the oldest yes is overdue because answers
// do not come.
constexpr auto kPause = std::chrono::milliseconds(50);
// The pause between two rounds about reported changes, so that a storm of changes costs no more.
constexpr auto kToldPause = std::chrono::milliseconds(10);
// Longer than any wait in this file, and small enough that a clock can hold it.
constexpr auto kLongWait = std::chrono::hours(1);

Moment Now() { return std::chrono::steady_clock::now(); }

// Whether the connection was refused or lost. A service's own answer has a detail, and a process
// that is stopped does not answer at all.
bool NobodyThere(const absl::Status& status) {
  return absl::IsUnavailable(status) && !error::DetailOf(status).has_value();
}

// Every key of the tenant's entries begins with this.
std::string PrefixOf(const type::v1::Tenant& tenant) {
  return StrCat(tenant.type(), ":", ToAsciiLower(tenant.id()), " ");
}

}  // namespace

struct OpenTransfers::State : std::enable_shared_from_this<State> {
  struct Entry {
    Holding holding;
    std::weak_ptr<Leave> leave;
    // The watch has reported a change, so this is to be asked about as soon as possible.
    bool told = false;
    // The moment at which the grant ends by its date.
    Moment ends_at = Moment::max();
  };
  // Calls that belong together. Only one round of a kind is under way.
  struct Round {
    size_t unanswered = 0;
    Moment not_before = Moment::min();
    std::chrono::milliseconds pause;
  };
  struct Batch {
    Round& round;
    CheckHoldingsRequest request;
    CheckHoldingsResponse response;
    std::vector<std::string> keys;
    std::vector<std::shared_ptr<Leave>> leaves;
    Moment asked_at;
  };
  using BatchPtr = std::shared_ptr<Batch>;

  State(Upstream& to, metrics::Registry& metrics)
      : upstream(to),
        open(metrics.Gauge("keys_transfers_held",
                           "Persons' uses of a KEY with a transfer under way.")),
        revoked(metrics.Counter("keys_transfers_revoked_total",
                                "Uses of a KEY that ended while a transfer was under way.")),
        undecided(metrics.Counter("keys_transfers_unchecked_total",
                                  "Checks of transfers under way that failed.")),
        up(metrics.Gauge("keys_gateway_access_watch_up",
                         "1 while entitlement tells whose access changes, else 0 and transfers "
                         "under way are only asked about now and then.")) {}

  // Drops entries whose leave nobody holds any more.
  void Forget() {
    std::erase_if(entries, [](const auto& entry) {
      const auto leave = entry.second.leave.lock();
      return leave == nullptr || leave->revoked_;
    });
    open.Set(static_cast<double>(entries.size()));
  }

  void Run() {
    std::unique_lock lock(mutex);
    while (!stopping) {
      Forget();
      const Moment now = Now();
      Moment next = now + kLongWait;
      std::vector<BatchPtr> batches;
      const auto lapsed = Lapsed(now, next);
      // Reported changes are asked about first and do not wait for the round about all.
      if (told.unanswered == 0) {
        const Moment due = std::max(FirstTold(), told.not_before);
        if (due <= now)
          Collect(
              told, [now](const Entry& e) { return IsTold(e, now); }, batches);
        next = std::min(next, due);
      }
      if (all.unanswered == 0 && !entries.empty()) {
        const Moment due =
            std::max(OldestYes() + absl::ToChronoNanoseconds(kRecheckEvery), all.not_before);
        if (due <= now)
          Collect(
              all, [](const Entry&) { return true; }, batches);
        next = std::min(next, due);
      }
      if (batches.empty() && lapsed.empty()) {
        wake.wait_until(lock, next);
        continue;
      }
      lock.unlock();
      for (const auto& leave : lapsed) leave->TellSubscribers();
      for (const BatchPtr& batch : batches) Ask(batch);
      lock.lock();
    }
  }

  // Returns the leaves whose yes has become too old since the last look. `next` becomes the time of
  // the next look.
  std::vector<std::shared_ptr<Leave>> Lapsed(Moment now, Moment& next) {
    std::vector<std::shared_ptr<Leave>> lapsed;
    for (const auto& [key, entry] : entries) {
      auto leave = entry.leave.lock();
      if (leave == nullptr) continue;
      // The look comes a moment later, so that Check says no by then.
      const Moment at = leave->yes_of_.load() + absl::ToChronoNanoseconds(kYesHolds) +
                        std::chrono::milliseconds(1);
      if (at > now) {
        next = std::min(next, at);
      } else if (at > lapsed_until) {
        lapsed.push_back(std::move(leave));
      }
    }
    lapsed_until = now;
    return lapsed;
  }

  static bool IsTold(const Entry& entry, Moment now) { return entry.told || entry.ends_at <= now; }
  // Returns when the first entry that has changed, or ends by its date, is to be asked about.
  Moment FirstTold() const {
    Moment first = Moment::max();
    for (const auto& [key, entry] : entries) {
      first = std::min(first, entry.told ? Moment::min() : entry.ends_at);
    }
    return first;
  }
  Moment OldestYes() const {
    Moment oldest = Now();
    for (const auto& [key, entry] : entries) {
      if (const auto leave = entry.leave.lock()) oldest = std::min(oldest, leave->yes_of_.load());
    }
    return oldest;
  }

  template <typename Wanted>
  void Collect(Round& round, const Wanted& wanted, std::vector<BatchPtr>& batches) {
    BatchPtr batch;
    for (auto& [key, entry] : entries) {
      auto leave = entry.leave.lock();
      if (leave == nullptr || !wanted(entry)) continue;
      if (batch == nullptr || batch->keys.size() == kBatch) {
        batch = std::make_shared<Batch>(Batch{.round = round});
        batches.push_back(batch);
        ++round.unanswered;
      }
      entry.told = false;
      entry.ends_at = Moment::max();
      *batch->request.add_holdings() = entry.holding;
      batch->keys.push_back(key);
      batch->leaves.push_back(std::move(leave));
    }
  }

  void Ask(const BatchPtr& batch) {
    batch->asked_at = Now();
    Exchange exchange;
    exchange.request_id = StrCat("transfers-", ++rounds);
    exchange.trace = trace::New();
    const UpstreamCall call{.process = "entitlement",
                            .grpc_path = kCheck,
                            .request = &batch->request,
                            .response = &batch->response,
                            .exchange = exchange,
                            .timeout = kCheckTimeout};
    upstream.Call(call, [state = shared_from_this(), batch](const UpstreamAnswer& answer) {
      state->OnAnswer(*batch, answer.status);
    });
  }

  void OnAnswer(Batch& batch, const absl::Status& status) {
    const Moment answered_at = Now();
    const auto count = static_cast<int>(batch.leaves.size());
    const bool decided = status.ok() && batch.response.standing_size() == count;
    for (int i = 0; decided && i < count; ++i) {
      Leave& leave = *batch.leaves[static_cast<size_t>(i)];
      if (batch.response.standing(i)) {
        leave.Confirm(batch.asked_at);
      } else if (leave.Revoke()) {
        revoked.Increment();
      }
    }
    if (!decided) {
      for (const auto& leave : batch.leaves) leave->absent_ = leave->absent_ || NobodyThere(status);
      undecided.Increment();
      log::Warning("transfers.unchecked", {{"why", MessageOf(status)}});
    }
    std::lock_guard lock(mutex);
    if (decided) NoteEnds(batch, answered_at);
    if (--batch.round.unanswered == 0) batch.round.not_before = answered_at + batch.round.pause;
    wake.notify_all();
  }

  void NoteEnds(const Batch& batch, Moment answered_at) {
    for (int i = 0; i < batch.response.ends_in_us_size(); ++i) {
      const int64_t ends_in_us = batch.response.ends_in_us(i);
      if (ends_in_us <= 0 || static_cast<size_t>(i) >= batch.keys.size()) continue;
      const auto entry = entries.find(batch.keys[static_cast<size_t>(i)]);
      // A date further away than the next round is learnt again in time.
      if (entry == entries.end() || absl::Microseconds(ends_in_us) > absl::Hours(1)) continue;
      const Moment ends_at = answered_at + std::chrono::microseconds(ends_in_us);
      entry->second.ends_at = std::min(entry->second.ends_at, ends_at);
    }
  }

  // Marks the entries whose key begins with `prefix` and that are `wanted` as changed.
  template <typename Wanted>
  void Tell(const std::string& prefix, const Wanted& wanted) {
    std::lock_guard lock(mutex);
    told_at = Now();
    bool any = false;
    for (auto at = entries.lower_bound(prefix);
         at != entries.end() && at->first.starts_with(prefix); ++at) {
      if (wanted(at->second.holding)) at->second.told = any = true;
    }
    if (any) wake.notify_all();
  }

  Upstream& upstream;
  prometheus::Gauge& open;
  prometheus::Counter& revoked;
  prometheus::Counter& undecided;
  prometheus::Gauge& up;
  std::mutex mutex;
  std::condition_variable wake;
  // Entries by tenant (PrefixOf) and serialized holding.
  std::map<std::string, Entry> entries;
  Round told{.pause = kToldPause};
  Round all{.pause = kPause};
  // The time of the last reported change, whichever tenant it concerned.
  Moment told_at = Moment::min();
  // Leaves whose yes had become too old by this time have been told.
  Moment lapsed_until = Moment::min();
  bool stopping = false;
  std::atomic<int64_t> rounds = 0;
  std::thread thread;
};

class OpenTransfers::Stream {
 public:
  Stream(const std::string& address, rpc::TokenMinter& minter, OpenTransfers& transfers)
      : channel_(address, minter),
        watcher_(channel_, minter, {.path = kWatch}, entitlement::v1::WatchAccessRequest(),
                 {.on_up = [&transfers] { transfers.OnUp(); },
                  .on_event =
                      [&transfers](const entitlement::v1::WatchAccessResponse& event) {
                        for (const AccessChange& change : event.changes()) {
                          transfers.OnChange(change);
                        }
                      },
                  .on_down = [&transfers] { transfers.OnDown(); }}) {}

 private:
  rpc::Channel channel_;
  rpc::Watcher<entitlement::v1::WatchAccessResponse> watcher_;
};

OpenTransfers::OpenTransfers(Upstream& upstream, metrics::Registry& metrics)
    : state_(std::make_shared<State>(upstream, metrics)) {
  state_->thread = std::thread([state = state_.get()] { state->Run(); });
}

OpenTransfers::~OpenTransfers() { Stop(); }

void OpenTransfers::Stop() {
  stream_.reset();
  {
    std::lock_guard lock(state_->mutex);
    state_->stopping = true;
    state_->wake.notify_all();
  }
  if (state_->thread.joinable()) state_->thread.join();
}

void OpenTransfers::Follow(const std::string& entitlement_address, rpc::TokenMinter& minter) {
  stream_ = std::make_unique<Stream>(entitlement_address, minter, *this);
}

void OpenTransfers::OnUp() {
  state_->up.Set(1);
  // Changes while the watch was down are not known, so every entry is asked about.
  state_->Tell("", [](const Holding&) { return true; });
}

void OpenTransfers::OnChange(const AccessChange& change) {
  state_->Tell(PrefixOf(change.tenant()), [&change](const Holding& holding) {
    return change.user_id().empty() || ToAsciiLower(holding.user_id()) == change.user_id();
  });
}

void OpenTransfers::OnDown() { state_->up.Set(0); }

std::shared_ptr<const OpenTransfers::Leave> OpenTransfers::Begin(const Holding& holding,
                                                                 Moment asked_at) {
  std::lock_guard lock(state_->mutex);
  State::Entry& entry =
      state_->entries[StrCat(PrefixOf(holding.tenant()), holding.SerializeAsString())];
  auto leave = entry.leave.lock();
  // A leave that was refused stays refused. A transfer that has got a yes since then begins with a
  // new one.
  if (leave != nullptr && !leave->revoked_) {
    leave->Confirm(asked_at);
    return leave;
  }
  leave = std::make_shared<Leave>(asked_at);
  // A change that was reported since this yes was asked for may concern it, and this transfer was
  // not listed then to be told.
  entry = {.holding = holding, .leave = leave, .told = state_->told_at >= asked_at};
  state_->wake.notify_all();
  return leave;
}

}  // namespace keys::gateway
