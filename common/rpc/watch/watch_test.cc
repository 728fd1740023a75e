// Watch RPCs over real gRPC on loopback: what readers are told, and how streams end.
#include <grpcpp/server.h>
#include <grpcpp/server_builder.h>

#include <atomic>
#include <catch2/catch.hpp>
#include <chrono>
#include <condition_variable>

#include "absl/strings/str_cat.h"
#include "common/crypto/encode.h"
#include "common/rpc/watch/client.h"
#include "common/rpc/watch/server.h"
#include "keys/catalog/v1/watch.grpc.pb.h"

namespace keys::rpc {
namespace {

using catalog::v1::CatalogWatch;
using catalog::v1::WatchRevisionRequest;
using catalog::v1::WatchRevisionResponse;
using RevisionFeed = Feed<WatchRevisionResponse>;

constexpr char kPath[] = "/keys.catalog.v1.CatalogWatch/WatchRevision";

WatchRevisionResponse Revision(int64_t revision) {
  WatchRevisionResponse event;
  event.set_revision(revision);
  return event;
}

class RevisionService final : public CatalogWatch::CallbackService {
 public:
  RevisionService(Watches& watches, std::shared_ptr<RevisionFeed> feed)
      : watches_(watches), feed_(std::move(feed)) {}
  grpc::ServerWriteReactor<WatchRevisionResponse>* WatchRevision(
      grpc::CallbackServerContext* context, const WatchRevisionRequest*) override {
    return Open(watches_, context, {CatalogWatch::service_full_name(), "WatchRevision"}, feed_);
  }

 private:
  Watches& watches_;
  const std::shared_ptr<RevisionFeed> feed_;
};

// A peer's key pair, the list that knows it, and a clock.
struct Keys {
  FakeClock clock;
  crypto::Ed25519PrivateKey key = crypto::Ed25519PrivateKey::Generate();
  PeerVerifier verifier{
      *PeerList::FromJson(absl::StrCat(
          R"({"peers":{"gateway":{"public_key":")", crypto::Base64Encode(key.PublicKey().Raw()),
          R"(","calls":["keys.catalog.v1.CatalogWatch/WatchRevision"]}}})")),
      clock};
  TokenMinter minter{"gateway", key, clock};
};

// A server with one feed of a counter.
class World {
 public:
  explicit World(Keys& keys, WatchOptions options = {.heartbeat = absl::Milliseconds(50)},
                 int port = 0)
      : watches(options, keys.verifier, metrics), service_(watches, feed) {
    feed->Open([this] { revision_ = 1; });
    grpc::ServerBuilder builder;
    builder.AddListeningPort(absl::StrCat("127.0.0.1:", port), grpc::InsecureServerCredentials(),
                             &port_);
    builder.RegisterService(&service_);
    server_ = builder.BuildAndStart();
  }
  ~World() { Shutdown(); }

  void Shutdown() {
    watches.Stop();
    server_->Shutdown();
  }
  std::string address() const { return absl::StrCat("127.0.0.1:", port_); }
  int port() const { return port_; }
  double open_streams() { return metrics.Gauge("keys_rpc_watch_streams", "").Value(); }
  void Set(int64_t revision) {
    feed->Change([&] {
      revision_ = revision;
      return std::vector{Revision(revision)};
    });
  }

  metrics::Registry metrics;
  Watches watches;
  const std::shared_ptr<RevisionFeed> feed =
      std::make_shared<RevisionFeed>([this] { return std::vector{Revision(revision_)}; });

 private:
  int64_t revision_ = 0;
  RevisionService service_;
  int port_ = 0;
  std::unique_ptr<grpc::Server> server_;
};

// The values that a watcher reported, in order.
class Story {
 public:
  Watcher<WatchRevisionResponse>::Callbacks callbacks() {
    return {.on_up = [this] { Add("up"); },
            .on_event = [this](const WatchRevisionResponse& e) { Add(absl::StrCat(e.revision())); },
            .on_down = [this] { Add("down"); }};
  }
  // Returns true when the story ends or goes on like this within ten seconds.
  bool Tells(const std::vector<std::string>& words) {
    std::unique_lock lock(mutex_);
    return changed_.wait_for(lock, std::chrono::seconds(10), [&] {
      return words_.size() >= words.size() &&
             std::equal(words.begin(), words.end(), words_.begin());
    });
  }
  bool Ends(const std::string& word) {
    std::unique_lock lock(mutex_);
    return changed_.wait_for(lock, std::chrono::seconds(10),
                             [&] { return !words_.empty() && words_.back() == word; });
  }
  std::vector<std::string> words() {
    std::lock_guard lock(mutex_);
    return words_;
  }

 private:
  void Add(std::string word) {
    std::lock_guard lock(mutex_);
    words_.push_back(std::move(word));
    changed_.notify_all();
  }
  std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<std::string> words_;
};

struct Reader {
  Reader(const std::string& address, TokenMinter& minter, WatchTarget target = {.path = kPath})
      : channel(address, minter),
        watcher(channel, minter, std::move(target), WatchRevisionRequest(), story.callbacks()) {}
  Story story;
  Channel channel;
  Watcher<WatchRevisionResponse> watcher;
};

TEST_CASE("a reader gets the state now, then every change in order, and no heartbeats") {
  Keys keys;
  World world(keys);
  world.Set(7);
  Reader reader(world.address(), keys.minter);
  REQUIRE(reader.story.Tells({"up", "7"}));
  for (int64_t revision = 8; revision <= 300; ++revision) world.Set(revision);
  REQUIRE(reader.story.Ends("300"));
  const auto words = reader.story.words();
  REQUIRE(words.size() == 1 + 294);
  for (size_t i = 1; i < words.size(); ++i) CHECK(words[i] == std::to_string(i + 6));
}

TEST_CASE("a stream stays up by heartbeats alone") {
  Keys keys;
  World world(keys);
  Reader reader(world.address(), keys.minter, {.path = kPath, .silence = absl::Milliseconds(500)});
  REQUIRE(reader.story.Tells({"up", "1"}));
  std::this_thread::sleep_for(std::chrono::milliseconds(1500));
  CHECK(reader.story.words() == std::vector<std::string>{"up", "1"});
}

TEST_CASE("a server that says nothing any more is down, and up again when it speaks") {
  Keys keys;
  // Ten minutes between heartbeats look to a client like a process that is stopped.
  World world(keys, {.heartbeat = absl::Minutes(10)});
  const auto begun = std::chrono::steady_clock::now();
  Reader reader(world.address(), keys.minter, {.path = kPath, .silence = absl::Milliseconds(300)});
  REQUIRE(reader.story.Tells({"up", "1", "down", "up", "1", "down"}));
  CHECK(std::chrono::steady_clock::now() - begun >= std::chrono::milliseconds(600));
}

TEST_CASE("a reader finds a server that comes back, with what changed meanwhile") {
  Keys keys;
  auto world = std::make_unique<World>(keys);
  const int port = world->port();
  Reader reader(world->address(), keys.minter);
  REQUIRE(reader.story.Tells({"up", "1"}));
  world.reset();
  REQUIRE(reader.story.Tells({"up", "1", "down"}));
  World again(keys, {.heartbeat = absl::Milliseconds(50)}, port);
  again.Set(42);
  REQUIRE(reader.story.Ends("42"));
  const auto words = reader.story.words();
  CHECK(words[3] == "up");
}

TEST_CASE("a feed that is closed ends its streams and refuses readers until it opens") {
  Keys keys;
  World world(keys);
  Reader reader(world.address(), keys.minter);
  REQUIRE(reader.story.Tells({"up", "1"}));
  world.feed->Close(absl::UnavailableError("the database is away"));
  REQUIRE(reader.story.Tells({"up", "1", "down"}));
  std::this_thread::sleep_for(std::chrono::milliseconds(300));
  CHECK(reader.story.words().size() == 3);
  world.feed->Open();
  CHECK(reader.story.Tells({"up", "1", "down", "up", "1"}));
}

// The reader uses the raw client, which allows it never to read.
TEST_CASE("a reader that lets too much wait loses its stream; the others keep theirs") {
  Keys keys;
  World world(keys, {.heartbeat = absl::Milliseconds(50), .max_waiting = 100});
  Reader good(world.address(), keys.minter);
  REQUIRE(good.story.Tells({"up", "1"}));
  Channel channel(world.address(), keys.minter);
  CatalogWatch::Stub stub(channel.grpc());
  grpc::ClientContext context;
  context.AddMetadata(kServiceTokenKey, keys.minter.Token());
  const auto slow = stub.WatchRevision(&context, WatchRevisionRequest());
  WatchRevisionResponse event;
  REQUIRE(slow->Read(&event));
  REQUIRE(world.open_streams() == 2);
  // HTTP/2's flow control takes some 64 KiB before a write waits.
  int64_t revision = 1;
  while (world.open_streams() == 2 && revision < 5'000'000) {
    world.Set(++revision);
    if (revision % 50 == 0) REQUIRE(good.story.Ends(std::to_string(revision)));
  }
  CHECK(world.open_streams() == 1);
  world.Set(++revision);
  CHECK(good.story.Ends(std::to_string(revision)));
  while (slow->Read(&event)) {
  }
  CHECK_FALSE(slow->Finish().ok());
}

TEST_CASE("only a peer that may call the service gets a stream") {
  Keys keys;
  World world(keys);
  const auto refused_with = [&](const std::string& token) {
    Channel channel(world.address(), keys.minter);
    CatalogWatch::Stub stub(channel.grpc());
    grpc::ClientContext context;
    if (!token.empty()) context.AddMetadata(kServiceTokenKey, token);
    const auto stream = stub.WatchRevision(&context, WatchRevisionRequest());
    WatchRevisionResponse event;
    CHECK_FALSE(stream->Read(&event));
    return stream->Finish().error_code();
  };
  CHECK(refused_with("") == grpc::StatusCode::UNAUTHENTICATED);
  CHECK(refused_with("not.a.token") == grpc::StatusCode::UNAUTHENTICATED);
  // The token names a known peer but is signed with another key.
  TokenMinter forger("gateway", crypto::Ed25519PrivateKey::Generate(), keys.clock);
  CHECK(refused_with(forger.Token()) == grpc::StatusCode::UNAUTHENTICATED);
  TokenMinter stranger("billing", keys.key, keys.clock);
  CHECK(refused_with(stranger.Token()) == grpc::StatusCode::UNAUTHENTICATED);
  CHECK(world.open_streams() == 0);
}

TEST_CASE("more streams than a process has room for are refused") {
  Keys keys;
  World world(keys, {.heartbeat = absl::Milliseconds(50), .max_streams = 1});
  Reader first(world.address(), keys.minter);
  REQUIRE(first.story.Tells({"up", "1"}));
  Channel channel(world.address(), keys.minter);
  CatalogWatch::Stub stub(channel.grpc());
  grpc::ClientContext context;
  context.AddMetadata(kServiceTokenKey, keys.minter.Token());
  const auto second = stub.WatchRevision(&context, WatchRevisionRequest());
  WatchRevisionResponse event;
  while (second->Read(&event)) {
  }
  // The stream ends while its first message is under way or with a status; it is not let in either
  // way.
  CHECK_FALSE(second->Finish().ok());
  CHECK(world.open_streams() == 1);
}

TEST_CASE("a server with open streams stops, and every stream ends") {
  Keys keys;
  World world(keys);
  std::vector<std::unique_ptr<Reader>> readers;
  for (int i = 0; i < 20; ++i) {
    readers.push_back(std::make_unique<Reader>(world.address(), keys.minter));
    REQUIRE(readers.back()->story.Tells({"up", "1"}));
  }
  world.Shutdown();
  for (const auto& reader : readers) CHECK(reader->story.Tells({"up", "1", "down"}));
}

TEST_CASE(
    "a watcher stops without waiting for its server, whether its server speaks, is silent or is "
    "not there") {
  Keys keys;
  World world(keys, {.heartbeat = absl::Minutes(10)});
  for (const std::string& address : {world.address(), std::string("127.0.0.1:1")}) {
    auto reader = std::make_unique<Reader>(address, keys.minter);
    if (address == world.address()) REQUIRE(reader->story.Tells({"up", "1"}));
    const auto begun = std::chrono::steady_clock::now();
    reader->watcher.Stop();
    // A silent server would speak after ten minutes.
    CHECK(std::chrono::steady_clock::now() - begun < std::chrono::minutes(1));
  }
}

}  // namespace
}  // namespace keys::rpc
