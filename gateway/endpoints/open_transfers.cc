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
// As many as entitlement takes at once.
constexpr size_t kBatch = 1000;
// An answer later than this would be too old to be worth waiting for.
constexpr absl::Duration kTimeout = absl::Milliseconds(600);
// Between two rounds of asking about all, when the oldest yes is overdue because answers do not
// come.
constexpr auto kPause = std::chrono::milliseconds(50);
// Between two rounds of asking about what was told, so that a storm of changes costs no more.
constexpr auto kToldPause = std::chrono::milliseconds(10);
// Longer than anything here is waited for; far from what clocks can hold.
constexpr auto kLongWait = std::chrono::hours(1);

Moment Now() { return std::chrono::steady_clock::now(); }

// The connection was refused or lost: whatever a service itself answers has a detail, and from one
// that stands still nothing comes.
bool NobodyThere(const absl::Status& status) {
  return absl::IsUnavailable(status) && !error::DetailOf(status).has_value();
}

// What every holding of a tenant begins with among the entries.
std::string PrefixOf(const type::v1::Tenant& tenant) {
  return StrCat(tenant.type(), ":", ToAsciiLower(tenant.id()), " ");
}

}  // namespace

struct OpenTransfers::State : std::enable_shared_from_this<State> {
  struct Entry {
    Holding holding;
    std::weak_ptr<Leave> leave;
    // To be asked about as soon as possible.
    bool told = false;
    // When its grant ends by its date.
    Moment ends_at = Moment::max();
  };
  // Calls that belong together; only one round of a kind is under way.
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

  // Forgets what nobody keeps any more.
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
      // What was told goes first, and does not wait for the round about all.
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

  // Those whose yes has become too old since the last look; `next` is when the next one will.
  std::vector<std::shared_ptr<Leave>> Lapsed(Moment now, Moment& next) {
    std::vector<std::shared_ptr<Leave>> lapsed;
    for (const auto& [key, entry] : entries) {
      auto leave = entry.leave.lock();
      if (leave == nullptr) continue;
      // A moment later, so that Check says no by then.
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
  // When the first of those that are told, or end, is to be asked about.
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
                            .timeout = kTimeout};
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
      // Later than a poll is soon enough to hear of it then.
      if (entry == entries.end() || absl::Microseconds(ends_in_us) > absl::Hours(1)) continue;
      const Moment ends_at = answered_at + std::chrono::microseconds(ends_in_us);
      entry->second.ends_at = std::min(entry->second.ends_at, ends_at);
    }
  }

  // Those whose key begins with `prefix` and that are `wanted`.
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
  // By tenant (PrefixOf) and serialized holding.
  std::map<std::string, Entry> entries;
  Round told{.pause = kToldPause};
  Round all{.pause = kPause};
  // When a change was last told, whomever it concerned.
  Moment told_at = Moment::min();
  // Whose yes was too old by then has been told.
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
  // What happened while nobody told is not known.
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
  // One that was refused stays refused; whoever got a yes since then begins anew.
  if (leave != nullptr && !leave->revoked_) {
    leave->Confirm(asked_at);
    return leave;
  }
  leave = std::make_shared<Leave>(asked_at);
  // A change told since the yes was asked for may be about it: nobody was here to hear.
  entry = {.holding = holding, .leave = leave, .told = state_->told_at >= asked_at};
  state_->wake.notify_all();
  return leave;
}

}  // namespace keys::gateway
