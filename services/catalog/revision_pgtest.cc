// Tests the catalog's revision: with each answer, and as a stream, over several catalog processes.
#include <grpcpp/server.h>
#include <grpcpp/server_builder.h>

#include <condition_variable>
#include <mutex>

#include "common/crypto/encode.h"
#include "common/rpc/watch/client.h"
#include "services/catalog/revision_watch.h"
#include "services/catalog/testing/catalog_world.h"

namespace keys::catalog {
namespace {

// The parts of one catalog process that watching needs, and a reader of it.
class Process {
 public:
  Process(const std::string& conninfo, const Clock& clock)
      : minter_("gateway", key_, clock),
        verifier_(*rpc::PeerList::FromJson(
                      R"({"peers":{"gateway":{"public_key":")" +
                      crypto::Base64Encode(key_.PublicKey().Raw()) +
                      R"(","calls":["keys.catalog.v1.CatalogWatch/WatchRevision"]}}})"),
                  clock),
        watches_({}, verifier_, metrics_),
        watch_(watches_) {
    watch_.Start(conninfo);
    int port = 0;
    grpc::ServerBuilder builder;
    builder.AddListeningPort("127.0.0.1:0", grpc::InsecureServerCredentials(), &port);
    builder.RegisterService(&watch_.service());
    server_ = builder.BuildAndStart();
    channel_ = std::make_unique<rpc::Channel>("127.0.0.1:" + std::to_string(port), minter_);
    reader_ = std::make_unique<rpc::Watcher<v1::WatchRevisionResponse>>(
        *channel_, minter_, rpc::WatchTarget{.path = "/keys.catalog.v1.CatalogWatch/WatchRevision"},
        v1::WatchRevisionRequest(),
        rpc::Watcher<v1::WatchRevisionResponse>::Callbacks{
            .on_event = [this](const v1::WatchRevisionResponse& event) { Note(event.revision()); },
            .on_down = [this] { Note(kDown); }});
  }
  ~Process() {
    reader_.reset();
    watches_.Stop();
    server_->Shutdown();
  }
  static constexpr int64_t kDown = -1;
  bool Says(int64_t revision) {
    std::unique_lock lock(mutex_);
    return changed_.wait_for(lock, std::chrono::seconds(10), [&] { return said_ == revision; });
  }
  int downs() {
    std::lock_guard lock(mutex_);
    return downs_;
  }

 private:
  void Note(int64_t revision) {
    std::lock_guard lock(mutex_);
    said_ = revision;
    if (revision == kDown) ++downs_;
    changed_.notify_all();
  }
  crypto::Ed25519PrivateKey key_ = crypto::Ed25519PrivateKey::Generate();
  rpc::TokenMinter minter_;
  rpc::PeerVerifier verifier_;
  metrics::Registry metrics_;
  rpc::Watches watches_;
  RevisionWatch watch_;
  std::unique_ptr<grpc::Server> server_;
  std::mutex mutex_;
  std::condition_variable changed_;
  int64_t said_ = kDown - 1;
  int downs_ = 0;
  std::unique_ptr<rpc::Channel> channel_;
  std::unique_ptr<rpc::Watcher<v1::WatchRevisionResponse>> reader_;
};

TEST_CASE_METHOD(World, "every catalog process tells the revision that any of them made") {
  const std::string conninfo = database.ConninfoFor("keys_catalog");
  Publish(NodeAsset("x"));
  Process one(conninfo, clock);
  Process two(conninfo, clock);
  CHECK(one.Says(Revision()));
  CHECK(two.Says(Revision()));
  Sell("y", 700);
  CHECK(one.Says(Revision()));
  CHECK(two.Says(Revision()));
  // A row that was changed without a notification is found too.
  database.Run("UPDATE catalog_revision SET revision = revision + 5");
  CHECK(one.Says(Revision()));
  CHECK(two.Says(Revision()));
  CHECK(one.downs() == 0);
}

TEST_CASE_METHOD(World, "a catalog that cannot ask its database has no streams") {
  Process process(database.ConninfoFor("keys_catalog"), clock);
  CHECK(process.Says(0));
  database.Run("REVOKE SELECT ON catalog_revision FROM keys_catalog");
  const bool went_down = process.Says(Process::kDown);
  database.Run("UPDATE catalog_revision SET revision = 9");
  database.Run("GRANT SELECT ON catalog_revision TO keys_catalog");
  CHECK(went_down);
  CHECK(process.Says(9));
}

TEST_CASE_METHOD(World, "every answer carries the revision of its own snapshot") {
  Sell("x", 700);
  const auto carries_now = [this](const rpc::Call& call) { CHECK(call.revision() == Revision()); };
  rpc::Call list = Anyone();
  Must(keys.List(list, {}));
  carries_now(list);
  v1::GetKeyRequest get;
  get.set_slug("x");
  rpc::Call detail = Anyone();
  Must(keys.Get(detail, get));
  carries_now(detail);
  v1::ListVersionsRequest versions;
  versions.set_slug("x");
  rpc::Call listed = Anyone();
  Must(keys.ListVersions(listed, versions));
  carries_now(listed);
  rpc::Call bundle_list = Anyone();
  Must(bundles.List(bundle_list, {}));
  carries_now(bundle_list);
  // A snapshot from before a change does not show it and does not claim its revision.
  rpc::Call old = Anyone();
  auto tx = Must(Look(parts, old));
  Publish(NodeAsset("z"));
  CHECK(old.revision() == Revision() - 1);
  constexpr pg::Statement kKeys{"test.keys", "SELECT count(*) FROM marketplace_keys"};
  struct CountRow {
    int64_t count;
  };
  CHECK(Must(tx.QueryOne<CountRow>(kKeys))->count == 1);
}

TEST_CASE_METHOD(World, "a yank that was answered before carries a revision again") {
  Publish(NodeAsset("x"));
  v1::YankVersionRequest yank;
  yank.set_slug("x");
  yank.set_version("1.0.0");
  yank.set_reason("broken");
  rpc::Call first = Admin("", "yank-1");
  Must(key_admin.Yank(first, yank));
  rpc::Call again = Admin("", "yank-1");
  Must(key_admin.Yank(again, yank));
  CHECK(again.replayed());
  CHECK(first.revision() == Revision());
  CHECK(again.revision() == Revision());
}

}  // namespace
}  // namespace keys::catalog
