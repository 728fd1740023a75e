// Objects of the store that are known to hold the bytes of a digest, block by block.
//
//   objects.Open({.path = …, .sha256 = …, .size_bytes = …}, Deadline::After(absl::Seconds(4)),
//                [](VerifiedObjects::Opened object) { … (*object)->ReadBlock(0, buffer) … });
//
// An object is read through once and hashed as a whole; on the way the digest of each block is
// kept. From then on every block is compared with its own before it is given out: whatever happens
// to the stored bytes between the check and the sending, wrong ones are never sent, in ranges
// neither. The object is read through again when the storage shows another identity for it, and
// after a block was wrong. What is kept is bounded (kMaxKeptBytes, the least recently used go);
// reading through is bounded in memory and shared by all who wait for the same object.
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

// Of the digests kept: 32 bytes for each block of 128 KiB, so those of 64 GiB of objects.
inline constexpr size_t kMaxKeptBytes = size_t{16} << 20;
inline constexpr int64_t kObjectBlockBytes = 128 * 1024;
// How long an object that was found damaged is refused unread while it looks the same.
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

  // An open object. Immutable; reads block.
  class Object {
   public:
    Object(std::shared_ptr<State> state, Wanted wanted,
           std::shared_ptr<const blob::ObjectReader> reader,
           std::shared_ptr<const std::string> digests);
    int64_t size() const { return wanted_.size_bytes; }
    // `block` has exactly the bytes of block `index`. kDataLoss when the stored bytes are no longer
    // the digest's; `block` then holds nothing to be used.
    absl::Status ReadBlock(int64_t index, absl::Span<char> block) const;

   private:
    const std::shared_ptr<State> state_;
    const Wanted wanted_;
    const std::shared_ptr<const blob::ObjectReader> reader_;
    const std::shared_ptr<const std::string> digests_;
  };
  using Opened = absl::StatusOr<std::shared_ptr<const Object>>;
  using Done = std::function<void(Opened)>;

  // `workers` open objects, which may block; reading through has two threads of its own.
  VerifiedObjects(blob::ObjectStore& store, rpc::WorkerPool& workers, metrics::Registry& metrics);
  ~VerifiedObjects();
  VerifiedObjects(const VerifiedObjects&) = delete;
  VerifiedObjects& operator=(const VerifiedObjects&) = delete;

  // `done` is called once, on a thread that may block. kNotFound; kDataLoss when the object is not
  // the digest's; STORAGE_UNAVAILABLE, also when the object could not be read through by the
  // deadline, which goes on then and serves those who ask again; RESOURCE_EXHAUSTED.
  void Open(Wanted wanted, Deadline deadline, Done done);

 private:
  static void Begin(const std::shared_ptr<State>& state, rpc::WorkerPool& verifiers,
                    const std::shared_ptr<Waiter>& waiter);
  static void ReadThrough(const std::shared_ptr<State>& state, const std::string& flight,
                          const Wanted& wanted,
                          const std::shared_ptr<const blob::ObjectReader>& reader);

  rpc::WorkerPool& workers_;
  const std::shared_ptr<State> state_;
  // Of its own, so that a slow storage does not keep others from being opened.
  const std::shared_ptr<rpc::WorkerPool> verifiers_;
};

}  // namespace keys::gateway
