#include "gateway/endpoints/verified_objects.h"

#include <algorithm>
#include <atomic>
#include <catch2/catch.hpp>
#include <future>
#include <map>
#include <mutex>

#include "common/base/text.h"
#include "common/crypto/hash.h"
#include "common/error/error.h"

namespace keys::gateway {
namespace {

constexpr char kPath[] = "keys/node/x/1.0.0/key.zip";

// Objects in memory whose bytes change without any sign of it.
class RottingStore : public blob::ObjectStore {
 public:
  std::string bytes;
  std::string identity = "first";
  // Reads wait while this is held.
  std::mutex gate;
  std::atomic<int64_t> bytes_read = 0;
  std::atomic<bool> down = false;

  absl::Status Put(std::string_view, const std::string&, std::string_view) override {
    return absl::UnimplementedError("");
  }
  absl::StatusOr<blob::ObjectInfo> Head(std::string_view) override {
    return absl::UnimplementedError("");
  }
  absl::StatusOr<std::vector<std::string>> List(std::string_view, std::string_view,
                                                size_t) override {
    return absl::UnimplementedError("");
  }
  absl::Status Move(std::string_view, std::string_view) override {
    return absl::UnimplementedError("");
  }
  absl::StatusOr<std::unique_ptr<blob::ObjectReader>> Open(std::string_view path) override {
    if (path != kPath) return absl::NotFoundError("no such object");
    return std::make_unique<Reader>(*this);
  }

 private:
  class Reader : public blob::ObjectReader {
   public:
    explicit Reader(RottingStore& store) : store_(store), identity_(store.identity) {}
    absl::StatusOr<size_t> ReadAt(int64_t offset, absl::Span<char> buffer) const override {
      std::lock_guard lock(store_.gate);
      if (store_.down) return error::Make(error::Reason::STORAGE_UNAVAILABLE, "down");
      const size_t count = store_.bytes.copy(buffer.data(), buffer.size(), offset);
      store_.bytes_read += static_cast<int64_t>(count);
      return count;
    }
    int64_t Size() const override { return static_cast<int64_t>(store_.bytes.size()); }
    std::string Identity() const override { return identity_; }

   private:
    RottingStore& store_;
    const std::string identity_;
  };
};

struct Shelf {
  explicit Shelf(size_t size) {
    for (size_t i = 0; i < size; ++i) store.bytes += static_cast<char>(i * 31 + i / 977);
    whole = store.bytes;
    sha256 = crypto::Sha256Hex(whole);
  }
  VerifiedObjects::Opened Open(absl::Duration within = absl::Seconds(20),
                               const std::string& path = kPath) {
    std::promise<VerifiedObjects::Opened> promise;
    objects.Open({.path = path, .sha256 = sha256, .size_bytes = size()}, Deadline::After(within),
                 [&](VerifiedObjects::Opened opened) { promise.set_value(std::move(opened)); });
    return promise.get_future().get();
  }
  int64_t size() const { return static_cast<int64_t>(whole.size()); }
  // Reads a block and checks that its bytes are the right ones.
  absl::Status Read(const VerifiedObjects::Object& object, int64_t index) {
    const auto at = static_cast<size_t>(index * kObjectBlockBytes);
    std::string block(std::min<size_t>(kObjectBlockBytes, whole.size() - at), '\0');
    const absl::Status status = object.ReadBlock(index, absl::MakeSpan(block));
    if (status.ok()) CHECK(block == whole.substr(at, block.size()));
    return status;
  }
  void Flip(size_t at) { store.bytes[at] = static_cast<char>(store.bytes[at] ^ 1); }

  RottingStore store;
  std::string whole;
  std::string sha256;
  metrics::Registry metrics;
  rpc::WorkerPool workers{{.threads = 4, .max_in_flight = 64}};
  VerifiedObjects objects{store, workers, metrics};
};

constexpr size_t kThreeBlocks = 3 * kObjectBlockBytes - 7;

TEST_CASE("an object is read through once and then given out block by block") {
  Shelf shelf(kThreeBlocks);
  const auto object = shelf.Open();
  REQUIRE(object.ok());
  CHECK((*object)->size() == shelf.size());
  for (int64_t index : {0, 1, 2, 1}) CHECK(shelf.Read(**object, index).ok());
  const int64_t before = shelf.store.bytes_read;
  REQUIRE(shelf.Open().ok());
  CHECK(shelf.store.bytes_read == before);
}

TEST_CASE("sizes about the block's are read whole") {
  for (const size_t size :
       {size_t{0}, size_t{1}, static_cast<size_t>(kObjectBlockBytes) - 1,
        static_cast<size_t>(kObjectBlockBytes), static_cast<size_t>(kObjectBlockBytes) + 1,
        static_cast<size_t>(kObjectBlockBytes) * 8 + 1}) {
    INFO(size);
    Shelf shelf(size);
    const auto object = shelf.Open();
    REQUIRE(object.ok());
    for (int64_t at = 0; at < shelf.size(); at += kObjectBlockBytes) {
      CHECK(shelf.Read(**object, at / kObjectBlockBytes).ok());
    }
  }
}

TEST_CASE("an object of other bytes or another size is not opened") {
  Shelf shelf(kThreeBlocks);
  shelf.Flip(kThreeBlocks - 1);
  CHECK(absl::IsDataLoss(shelf.Open().status()));
  // The damaged object is not read again at once, but it is when the time has passed or it has
  // another identity.
  const int64_t before = shelf.store.bytes_read;
  CHECK(absl::IsDataLoss(shelf.Open().status()));
  CHECK(shelf.store.bytes_read == before);
  shelf.Flip(kThreeBlocks - 1);
  shelf.store.identity = "repaired";
  CHECK(shelf.Open().ok());
  shelf.store.bytes += "x";
  CHECK_FALSE(shelf.Open().ok());
  CHECK(absl::IsNotFound(shelf.Open(absl::Seconds(20), "keys/node/gone/1.0.0/key.zip").status()));
}

TEST_CASE("bytes that rot after they were checked, and tell nobody, are not given out") {
  Shelf shelf(kThreeBlocks);
  const auto object = shelf.Open();
  REQUIRE(object.ok());
  shelf.Flip(kObjectBlockBytes + 5);
  CHECK(shelf.Read(**object, 0).ok());
  CHECK(absl::IsDataLoss(shelf.Read(**object, 1)));
  CHECK(shelf.Read(**object, 2).ok());
  // The next request is refused before its first byte.
  CHECK(absl::IsDataLoss(shelf.Open().status()));
}

TEST_CASE("a change the storage shows is found before the first byte") {
  Shelf shelf(kThreeBlocks);
  REQUIRE(shelf.Open().ok());
  shelf.Flip(0);
  shelf.store.identity = "second";
  CHECK(absl::IsDataLoss(shelf.Open().status()));
}

TEST_CASE("a storage that fails is no verdict on the object") {
  Shelf shelf(kThreeBlocks);
  shelf.store.down = true;
  CHECK(error::ReasonOf(shelf.Open().status()) == error::Reason::STORAGE_UNAVAILABLE);
  shelf.store.down = false;
  CHECK(shelf.Open().ok());
}

TEST_CASE("many who want one object wait for one reading of it") {
  Shelf shelf(kThreeBlocks);
  std::vector<std::promise<bool>> opened(20);
  {
    std::lock_guard closed(shelf.store.gate);
    for (auto& promise : opened) {
      shelf.objects.Open(
          {.path = kPath, .sha256 = shelf.sha256, .size_bytes = shelf.size()},
          Deadline::After(absl::Seconds(20)),
          [&promise](const VerifiedObjects::Opened& object) { promise.set_value(object.ok()); });
    }
  }
  for (auto& promise : opened) CHECK(promise.get_future().get());
  CHECK(shelf.store.bytes_read == static_cast<int64_t>(kThreeBlocks));
}

TEST_CASE("who waits for a slow storage is told in time, and the reading goes on") {
  Shelf shelf(kThreeBlocks);
  {
    std::lock_guard closed(shelf.store.gate);
    const auto late = shelf.Open(absl::Milliseconds(50));
    CHECK(error::ReasonOf(late.status()) == error::Reason::STORAGE_UNAVAILABLE);
  }
  CHECK(shelf.Open().ok());
  CHECK(shelf.store.bytes_read == static_cast<int64_t>(kThreeBlocks));
}

}  // namespace
}  // namespace keys::gateway
