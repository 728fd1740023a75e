#include "gateway/endpoints/verified_objects.h"

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <list>
#include <map>
#include <mutex>
#include <optional>
#include <thread>
#include <utility>
#include <vector>

#include "common/base/status_macros.h"
#include "common/base/text.h"
#include "common/crypto/encode.h"
#include "common/crypto/hash.h"
#include "common/error/error.h"
#include "common/log/log.h"

namespace keys::gateway {
namespace {

using Reader = std::shared_ptr<const blob::ObjectReader>;
using Digests = std::shared_ptr<const std::string>;

constexpr size_t kDigestBytes = 32;
// The bytes that are read at once when an object is read through, so that a store over the network
// is asked less often.
constexpr int64_t kStride = 8 * kObjectBlockBytes;
constexpr auto kSweepInterval = std::chrono::milliseconds(100);

absl::Status Damaged() { return absl::DataLossError("the stored bytes are not the digest's"); }

absl::Status ReadFully(const blob::ObjectReader& reader, int64_t offset, absl::Span<char> buffer) {
  while (!buffer.empty()) {
    ASSIGN_OR_RETURN(const size_t got, reader.ReadAt(offset, buffer));
    if (got == 0) return absl::DataLossError("the object is shorter than it was");
    buffer.remove_prefix(got);
    offset += static_cast<int64_t>(got);
  }
  return absl::OkStatus();
}

// Returns the digests of the blocks, one after the other.
absl::StatusOr<Digests> DigestsOf(const blob::ObjectReader& reader, const std::string& sha256,
                                  int64_t size, const std::atomic<bool>& stopping) {
  crypto::Sha256Stream whole;
  auto digests = std::make_shared<std::string>();
  std::vector<char> buffer(static_cast<size_t>(std::min(size, kStride)));
  for (int64_t offset = 0; offset < size && !stopping;) {
    const auto count = static_cast<size_t>(std::min(size - offset, kStride));
    RETURN_IF_ERROR(ReadFully(reader, offset, absl::MakeSpan(buffer.data(), count)));
    const std::string_view bytes(buffer.data(), count);
    whole.Update(bytes);
    for (size_t at = 0; at < count; at += kObjectBlockBytes) {
      *digests += crypto::Sha256(bytes.substr(at, kObjectBlockBytes));
    }
    offset += static_cast<int64_t>(count);
  }
  if (stopping) return absl::CancelledError("the gateway stops");
  if (whole.FinishHex() != sha256) return Damaged();
  return Digests(std::move(digests));
}

}  // namespace

// A request for an object. It is answered once, with the object or when its time is over.
struct VerifiedObjects::Waiter {
  Wanted wanted;
  Deadline deadline = Deadline::Never();
  Done done;
  Reader reader;
  std::atomic<bool> answered = false;

  void Answer(Opened opened) {
    if (!answered.exchange(true)) done(std::move(opened));
  }
};

// Shared with open objects and jobs under way, which may outlive the endpoint.
struct VerifiedObjects::State {
  struct Entry {
    std::string identity;
    // Null when the object was found damaged.
    Digests digests;
    Deadline damage_holds = Deadline::Never();
    std::list<std::string>::iterator use;
  };

  State(blob::ObjectStore& store, metrics::Registry& registry)
      : store(store),
        metrics(registry),
        kept_bytes(registry.Gauge("keys_asset_digests_bytes",
                                  "Bytes of block digests kept of verified objects.")) {}

  static std::string KeyOf(const Wanted& wanted) {
    return Concat({wanted.sha256, " ", wanted.path});
  }

  // Returns what is known of the object with this identity: its digests, kDataLoss, or nothing.
  std::optional<absl::StatusOr<Digests>> Find(const Wanted& wanted, const std::string& identity) {
    const auto found = entries.find(KeyOf(wanted));
    if (found == entries.end() || found->second.identity != identity) return std::nullopt;
    Entry& entry = found->second;
    uses.splice(uses.begin(), uses, entry.use);
    if (entry.digests != nullptr) return entry.digests;
    if (entry.damage_holds.Expired()) return std::nullopt;
    return Damaged();
  }

  void Keep(const Wanted& wanted, const std::string& identity, Digests digests) {
    const std::string key = KeyOf(wanted);
    Drop(key);
    uses.push_front(key);
    bytes += digests == nullptr ? 0 : digests->size();
    entries[key] = {identity, std::move(digests), Deadline::After(kDamageHolds), uses.begin()};
    while (uses.size() > 1 && bytes + uses.size() * sizeof(Entry) > kMaxKeptBytes) {
      Drop(std::string(uses.back()));
    }
    kept_bytes.Set(static_cast<double>(bytes));
  }

  void Drop(const std::string& key) {
    const auto found = entries.find(key);
    if (found == entries.end()) return;
    if (found->second.digests != nullptr) bytes -= found->second.digests->size();
    uses.erase(found->second.use);
    entries.erase(found);
  }

  void Forget(const Wanted& wanted) {
    std::lock_guard lock(mutex);
    Drop(KeyOf(wanted));
  }

  void Count(const char* result) {
    metrics
        .Counter("keys_asset_verifications_total",
                 "Objects read through before they are served, by what came out.",
                 {{"result", result}})
        .Increment();
  }

  // Answers requests whose time is over, until the end of the process.
  void Sweep() {
    std::unique_lock lock(mutex);
    while (!stopping) {
      wake.wait_for(lock, kSweepInterval);
      std::vector<std::shared_ptr<Waiter>> late;
      waiting.remove_if([&](const std::shared_ptr<Waiter>& waiter) {
        if (waiter->answered) return true;
        if (!stopping && !waiter->deadline.Expired()) return false;
        late.push_back(waiter);
        return true;
      });
      lock.unlock();
      for (const auto& waiter : late) {
        waiter->Answer(error::Make(error::Reason::STORAGE_UNAVAILABLE,
                                   "The file is still being checked on our side. Try again."));
      }
      lock.lock();
    }
  }

  blob::ObjectStore& store;
  metrics::Registry& metrics;
  prometheus::Gauge& kept_bytes;
  std::atomic<bool> stopping = false;
  std::mutex mutex;
  std::condition_variable wake;
  std::list<std::shared_ptr<Waiter>> waiting;
  // Requests by key and identity that wait for the same object to be read through.
  std::map<std::string, std::vector<std::shared_ptr<Waiter>>> flights;
  std::map<std::string, Entry> entries;
  std::list<std::string> uses;  // keys, the latest first
  size_t bytes = 0;
  std::thread sweeper;
};

VerifiedObjects::Object::Object(std::shared_ptr<State> state, Wanted wanted, Reader reader,
                                Digests digests)
    : state_(std::move(state)),
      wanted_(std::move(wanted)),
      reader_(std::move(reader)),
      digests_(std::move(digests)) {}

absl::Status VerifiedObjects::Object::ReadBlock(int64_t index, absl::Span<char> block) const {
  absl::Status status = ReadFully(*reader_, index * kObjectBlockBytes, block);
  if (status.ok()) {
    const std::string digest = crypto::Sha256(std::string_view(block.data(), block.size()));
    const std::string_view expected =
        std::string_view(*digests_).substr(static_cast<size_t>(index) * kDigestBytes, kDigestBytes);
    if (digest != expected) status = Damaged();
  }
  if (absl::IsDataLoss(status)) {
    state_->Forget(wanted_);
    log::Error("download.damaged", {{"path", wanted_.path}, {"block", index}});
  }
  return status;
}

VerifiedObjects::VerifiedObjects(blob::ObjectStore& store, rpc::WorkerPool& workers,
                                 metrics::Registry& metrics)
    : workers_(workers),
      state_(std::make_shared<State>(store, metrics)),
      verifiers_(std::make_shared<rpc::WorkerPool>(
          rpc::WorkerPool::Options{.threads = 2, .max_in_flight = 256})) {
  state_->sweeper = std::thread([state = state_.get()] { state->Sweep(); });
}

VerifiedObjects::~VerifiedObjects() {
  state_->stopping = true;
  state_->wake.notify_all();
  state_->sweeper.join();
}

void VerifiedObjects::Open(Wanted wanted, Deadline deadline, Done done) {
  auto waiter = std::make_shared<Waiter>();
  waiter->wanted = std::move(wanted);
  waiter->deadline = deadline;
  waiter->done = std::move(done);
  {
    std::lock_guard lock(state_->mutex);
    state_->waiting.push_back(waiter);
  }
  const std::weak_ptr<rpc::WorkerPool> verifiers = verifiers_;
  const bool taken = workers_.TrySubmit([state = state_, verifiers, waiter] {
    const auto pool = verifiers.lock();
    if (pool != nullptr) Begin(state, *pool, waiter);
  });
  if (!taken) waiter->Answer(absl::ResourceExhaustedError("too many objects are being opened"));
}

void VerifiedObjects::Begin(const std::shared_ptr<State>& state, rpc::WorkerPool& verifiers,
                            const std::shared_ptr<Waiter>& waiter) {
  const Wanted& wanted = waiter->wanted;
  auto reader = state->store.Open(wanted.path);
  if (!reader.ok()) return waiter->Answer(reader.status());
  waiter->reader = *std::move(reader);
  if (waiter->reader->Size() != wanted.size_bytes) {
    return waiter->Answer(absl::DataLossError("wrong size"));
  }
  const std::string identity = waiter->reader->Identity();
  std::unique_lock lock(state->mutex);
  if (const auto known = state->Find(wanted, identity); known.has_value()) {
    lock.unlock();
    if (!known->ok()) return waiter->Answer(known->status());
    return waiter->Answer(std::make_shared<const Object>(state, wanted, waiter->reader, **known));
  }
  const std::string flight = Concat({State::KeyOf(wanted), " ", identity});
  auto& waiters = state->flights[flight];
  waiters.push_back(waiter);
  if (waiters.size() > 1) return;
  lock.unlock();
  const bool taken = verifiers.TrySubmit([state, flight, wanted, reader = waiter->reader] {
    ReadThrough(state, flight, wanted, reader);
  });
  if (taken) return;
  lock.lock();
  const auto refused = std::move(state->flights[flight]);
  state->flights.erase(flight);
  lock.unlock();
  for (const auto& one : refused) {
    one->Answer(absl::ResourceExhaustedError("too many objects are being read through"));
  }
}

void VerifiedObjects::ReadThrough(const std::shared_ptr<State>& state, const std::string& flight,
                                  const Wanted& wanted, const Reader& reader) {
  const auto digests = DigestsOf(*reader, wanted.sha256, wanted.size_bytes, state->stopping);
  const bool damaged = absl::IsDataLoss(digests.status());
  state->Count(digests.ok() ? "match" : damaged ? "mismatch" : "unreadable");
  std::unique_lock lock(state->mutex);
  if (digests.ok() || damaged) {
    state->Keep(wanted, reader->Identity(), digests.ok() ? *digests : nullptr);
  }
  const auto waiters = std::move(state->flights[flight]);
  state->flights.erase(flight);
  lock.unlock();
  for (const auto& waiter : waiters) {
    if (digests.ok()) {
      waiter->Answer(std::make_shared<const Object>(state, wanted, waiter->reader, *digests));
    } else {
      waiter->Answer(digests.status());
    }
  }
}

}  // namespace keys::gateway
