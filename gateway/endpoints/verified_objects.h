// Opens objects of the store and checks, block by block, that they hold the bytes of a digest.
//
//   objects.Open({.path = …, .sha256 = …, .size_bytes = …}, Deadline::After(absl::Seconds(4)),
//                [](VerifiedObjects::Opened object) { … (*object)->ReadBlock(0, buffer) … });
//
// An object is read through once and hashed as a whole; on the way the digest of each block is
// kept. From then on every block is compared with its digest before it is given out, so that wrong
// bytes are never sent, not even in a range, whatever happens to the stored object after the check.
// The object is read through again when the storage shows another identity for it, and after a
// block was wrong. The digests kept are bounded (kMaxKeptBytes; the least recently used are
// dropped). Reading through is bounded in memory and shared by all requests that wait for the same
// object.
//
// Thread-safe.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "common/blob/object_store.h"
#include "common/metrics/metrics.h"
#include "common/rpc/worker_pool.h"
#include "common/time/deadline.h"

namespace keys::gateway {

// The limit for kept digests. Each block of 128 KiB needs 32 bytes, so it covers 64 GiB of objects.
inline constexpr size_t kMaxKeptBytes = size_t{16} << 20;
inline constexpr int64_t kObjectBlockBytes = 128 * 1024;
// An object that was found damaged is refused unread for this long, while its identity stays the
// same.
inline constexpr absl::Duration kDamageHolds = absl::Seconds(5);

class VerifiedObjects {
 private:
  struct State;
  struct Waiter;

 public:
  struct Wanted {
    std::string path;
    // 64 lower-case digits.
    std::string sha256;
    int64_t size_bytes = 0;
  };

  // An open object. Immutable. Reads block.
  class Object {
   public:
    Object(std::shared_ptr<State> state, Wanted wanted,
           std::shared_ptr<const blob::ObjectReader> reader,
           std::shared_ptr<const std::string> digests);
    int64_t size() const { return wanted_.size_bytes; }
    // `block` must have exactly the size of block `index`. kDataLoss when the stored bytes no
    // longer match the digest; the content of `block` must not be used then.
    absl::Status ReadBlock(int64_t index, absl::Span<char> block) const;

   private:
    const std::shared_ptr<State> state_;
    const Wanted wanted_;
    const std::shared_ptr<const blob::ObjectReader> reader_;
    const std::shared_ptr<const std::string> digests_;
  };
  using Opened = absl::StatusOr<std::shared_ptr<const Object>>;
  using Done = std::function<void(Opened)>;

  // `workers` open objects, which may block. Reading through has two threads of its own.
  VerifiedObjects(blob::ObjectStore& store, rpc::WorkerPool& workers, metrics::Registry& metrics);
  ~VerifiedObjects();
  VerifiedObjects(const VerifiedObjects&) = delete;
  VerifiedObjects& operator=(const VerifiedObjects&) = delete;

  // `done` is called once, on a thread that may block. kNotFound; kDataLoss when the object does
  // not match the digest; STORAGE_UNAVAILABLE; RESOURCE_EXHAUSTED. STORAGE_UNAVAILABLE also says
  // that the object could not be read through by the deadline; the reading goes on and serves a
  // later request.
  void Open(Wanted wanted, Deadline deadline, Done done);

 private:
  static void Begin(const std::shared_ptr<State>& state, rpc::WorkerPool& verifiers,
                    const std::shared_ptr<Waiter>& waiter);
  static void ReadThrough(const std::shared_ptr<State>& state, const std::string& flight,
                          const Wanted& wanted,
                          const std::shared_ptr<const blob::ObjectReader>& reader);

  rpc::WorkerPool& workers_;
  const std::shared_ptr<State> state_;
  // These threads are separate, so that slow reading does not keep other objects from being opened.
  const std::shared_ptr<rpc::WorkerPool> verifiers_;
};

}  // namespace keys::gateway
