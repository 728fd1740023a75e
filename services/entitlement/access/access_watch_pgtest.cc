// Tests the stream of changed access: every way to change it is reported, by each of several
// entitlement processes, and only after its commit.
#include <grpcpp/server.h>
#include <grpcpp/server_builder.h>

#include <condition_variable>
#include <mutex>

#include "common/crypto/encode.h"
#include "common/personal_data/erasure.h"
#include "common/rpc/watch/client.h"
#include "services/entitlement/access/access_watch.h"
#include "services/entitlement/grants/admin_grants.h"
#include "services/entitlement/grants/transfers.h"
#include "services/entitlement/ledger/access_store.h"
#include "services/entitlement/organisations/members.h"
#include "services/entitlement/testing/fixture.h"

namespace keys::entitlement {
namespace {

const std::string kKeyA = FakeCatalog::IdOf("key-a");
const std::string kKeyB = FakeCatalog::IdOf("key-b");
constexpr char kStandIn[] = "e9999999-9999-4999-8999-999999999999";

// Returns a readable name for an id.
std::string NameOf(const std::string& id) {
  static const std::map<std::string, std::string> names = {{kAlice, "alice"},
                                                           {kBob, "bob"},
                                                           {kOrg, "org"},
                                                           {kOtherOrg, "other-org"},
                                                           {kStandIn, "nobody"}};
  const auto found = names.find(id);
  return found == names.end() ? id : found->second;
}

// The parts of one entitlement process that watching needs, and a reader of it.
class Process {
 public:
  Process(const testing::TestDatabase& database, const Clock& clock)
      : database_(database),
        minter_("gateway", key_, clock),
        verifier_(*rpc::PeerList::FromJson(
                      R"({"peers":{"gateway":{"public_key":")" +
                      crypto::Base64Encode(key_.PublicKey().Raw()) +
                      R"(","calls":["keys.entitlement.v1.EntitlementWatch/WatchAccess"]}}})"),
                  clock),
        watches_({}, verifier_, metrics_),
        watch_(watches_) {
    watch_.Start(database.ConninfoFor("keys_entitlement"));
    int port = 0;
    grpc::ServerBuilder builder;
    builder.AddListeningPort("127.0.0.1:0", grpc::InsecureServerCredentials(), &port);
    builder.RegisterService(&watch_.service());
    server_ = builder.BuildAndStart();
    channel_ = std::make_unique<rpc::Channel>("127.0.0.1:" + std::to_string(port), minter_);
    reader_ = std::make_unique<rpc::Watcher<v1::WatchAccessResponse>>(
        *channel_, minter_,
        rpc::WatchTarget{.path = "/keys.entitlement.v1.EntitlementWatch/WatchAccess"},
        v1::WatchAccessRequest(),
        rpc::Watcher<v1::WatchAccessResponse>::Callbacks{
            .on_up = [this] { Note("up"); },
            .on_event =
                [this](const v1::WatchAccessResponse& event) {
                  for (const auto& change : event.changes()) Note(WordOf(change));
                },
            .on_down = [this] { Note("down"); }});
    REQUIRE(Await("up"));
  }
  ~Process() {
    reader_.reset();
    watches_.Stop();
    server_->Shutdown();
  }

  // Returns the changes that were reported since the last call, sorted and separated by blanks:
  // "alice" for a person, "org" for an organisation, "org/bob" for one member.
  std::string TakeTold() {
    const std::string marker = StrCat("00000000-0000-7000-8000-00000000000", ++markers_);
    database_.Run(StrCat("NOTIFY entitlement_access, 'user:", marker, "'"));
    REQUIRE(Await(marker));
    std::lock_guard lock(mutex_);
    std::set<std::string> words(words_.begin(), words_.end());
    words_.clear();
    words.erase(marker);
    words.erase("up");
    std::string text;
    for (const std::string& word : words) StrAppend(&text, text.empty() ? "" : " ", word);
    return text;
  }
  // Returns true when the stream has ended and another one is open.
  bool ComesBack() {
    std::unique_lock lock(mutex_);
    return changed_.wait_for(lock, std::chrono::seconds(10), [&] {
      const auto down = std::find(words_.begin(), words_.end(), "down");
      return std::find(down, words_.end(), "up") != words_.end();
    });
  }
  bool Await(const std::string& word) {
    std::unique_lock lock(mutex_);
    return changed_.wait_for(lock, std::chrono::seconds(10), [&] {
      return std::find(words_.begin(), words_.end(), word) != words_.end();
    });
  }

 private:
  static std::string WordOf(const v1::AccessChange& change) {
    const std::string tenant = NameOf(change.tenant().id());
    CHECK((tenant.ends_with("org") ? "org" : "user") == change.tenant().type());
    return change.user_id().empty() ? tenant : StrCat(tenant, "/", NameOf(change.user_id()));
  }
  void Note(const std::string& word) {
    std::lock_guard lock(mutex_);
    words_.push_back(word);
    changed_.notify_all();
  }
  const testing::TestDatabase& database_;
  crypto::Ed25519PrivateKey key_ = crypto::Ed25519PrivateKey::Generate();
  rpc::TokenMinter minter_;
  rpc::PeerVerifier verifier_;
  metrics::Registry metrics_;
  rpc::Watches watches_;
  AccessWatch watch_;
  std::unique_ptr<grpc::Server> server_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<std::string> words_;
  int markers_ = 0;
  std::unique_ptr<rpc::Channel> channel_;
  std::unique_ptr<rpc::Watcher<v1::WatchAccessResponse>> reader_;
};

struct Shop : Fixture {
  Shop() {
    catalog.AddKey("key-a");
    catalog.AddKey("key-b");
  }
  AdminGrants admin{pool, catalog, clock, ids};
  Transfers transfers{pool, catalog, clock, ids};
  Members members{pool, clock, ids};
  personal_data::Erasure erasure{pool, clock, "entitlement"};
  Process process{database, clock};

  static rpc::Call AsAdmin() { return CallOf({.user_id = kBob, .admin = true}); }
  // Gives a KEY and returns the grant's id.
  std::string Give(const std::string& user, const std::string& org = "") {
    v1::GrantEntitlementRequest request;
    if (org.empty()) request.set_user_id(user);
    if (!org.empty()) request.set_org_id(org);
    request.set_key("key-a");
    request.set_source("gift");
    request.set_reason("test");
    rpc::Call call = AsAdmin();
    const auto given = admin.Give(call, request);
    INFO(given.status().ToString());
    REQUIRE(given.ok());
    return given->entitlement().id();
  }
  void Revoke(const std::string& id) {
    v1::RevokeEntitlementRequest request;
    request.set_id(id);
    request.set_reason("test");
    rpc::Call call = AsAdmin();
    REQUIRE(admin.Revoke(call, request).ok());
  }
  void Put(const std::string& org, const std::string& user, const std::string& role) {
    v1::PutMemberRequest request;
    request.set_id(org);
    request.set_user_id(user);
    request.set_role(role);
    rpc::Call call = AsAdmin();
    REQUIRE(members.Put(call, request).ok());
  }
};

TEST_CASE("grants given and revoked are told, of persons and of organisations") {
  Shop f;
  const std::string mine = f.Give(kAlice);
  CHECK(f.process.TakeTold() == "alice");
  const std::string ours = f.Give("", kOrg);
  CHECK(f.process.TakeTold() == "org");
  f.Revoke(mine);
  CHECK(f.process.TakeTold() == "alice");
  f.Revoke(ours);
  CHECK(f.process.TakeTold() == "org");
  CHECK(f.process.TakeTold().empty());
}

TEST_CASE("an order's snapshot is told to its tenant, and one that changes nothing is not told") {
  Shop f;
  f.Apply(f.Order('1', 1, {{kKeyA}, {kKeyB}}));
  CHECK(f.process.TakeTold() == "alice");
  f.Apply(f.Order('2', 1, {{kKeyA}}, {kOrg, "org"}));
  CHECK(f.process.TakeTold() == "org");
  f.Apply(f.Order('1', 2, {{kKeyA, event::v1::STANDING_SUSPENDED_DISPUTE}, {kKeyB}}));
  CHECK(f.process.TakeTold() == "alice");
  f.Apply(f.Order('1', 3, {{kKeyA, event::v1::STANDING_REVOKED_REFUND}, {kKeyB}}));
  CHECK(f.process.TakeTold() == "alice");
  f.Apply(f.Order('1', 3, {}));
  f.Apply(f.Order('1', 4, {{kKeyA, event::v1::STANDING_REVOKED_REFUND}, {kKeyB}}));
  CHECK(f.process.TakeTold().empty());
}

TEST_CASE("a transfer is told to both sides") {
  Shop f;
  const std::string id = f.Give(kAlice);
  CHECK(f.process.TakeTold() == "alice");
  v1::TransferEntitlementRequest request;
  request.set_id(id);
  request.set_org_id(kOrg);
  request.set_reason("test");
  rpc::Call call = f.AsAdmin();
  REQUIRE(f.transfers.Transfer(call, request).ok());
  CHECK(f.process.TakeTold() == "alice org");
}

TEST_CASE("members who join, change and leave are told one by one") {
  Shop f;
  f.Put(kOrg, kAlice, "member");
  CHECK(f.process.TakeTold() == "org/alice");
  f.Put(kOrg, kAlice, "member");
  CHECK(f.process.TakeTold().empty());
  f.Put(kOrg, kAlice, "admin");
  f.Put(kOtherOrg, kBob, "member");
  CHECK(f.process.TakeTold() == "org/alice other-org/bob");
  v1::DeleteMemberRequest leave;
  leave.set_id(kOrg);
  leave.set_user_id(kAlice);
  rpc::Call call = f.AsAdmin();
  REQUIRE(f.members.Delete(call, leave).ok());
  CHECK(f.process.TakeTold() == "org/alice");
  // A change is reported whoever makes it.
  f.database.Run(StrCat("DELETE FROM organizations WHERE id = '", kOtherOrg, "'"));
  CHECK(f.process.TakeTold() == "other-org/bob");
}

TEST_CASE("who is erased is told, as the tenant and as the member they were") {
  Shop f;
  f.Give(kAlice);
  f.Put(kOrg, kAlice, "member");
  f.Put(kOrg, kBob, "owner");
  f.process.TakeTold();
  person::v1::ErasePersonRequest request;
  request.set_user_id(kAlice);
  request.set_reason("letter");
  request.set_stand_in(kStandIn);
  rpc::Call call = f.AsAdmin();
  REQUIRE(f.erasure.Erase(call, request).ok());
  CHECK(f.process.TakeTold() == "alice nobody org/alice");
}

TEST_CASE("what was rolled back is not told, and nothing is told before its commit") {
  Shop f;
  const auto insert = [&](pg::Transaction& tx) {
    v1::Member member;
    member.set_org_id(kOrg);
    member.set_user_id(kAlice);
    member.set_role("member");
    return access::PutMember(tx, f.ids.NewUuid(), member, f.clock.Now()).ok();
  };
  {
    auto tx = pg::Transaction::Begin(f.pool, Soon());
    REQUIRE(tx.ok());
    REQUIRE(insert(*tx));
    REQUIRE(f.process.TakeTold().empty());
  }
  CHECK(f.process.TakeTold().empty());
  // This change fails half-way.
  CHECK_FALSE(pg::RunTransaction(f.pool, Soon(), [&](pg::Transaction& tx) -> absl::Status {
                REQUIRE(insert(tx));
                return absl::AbortedError("something else failed");
              }).ok());
  CHECK(f.process.TakeTold().empty());
  auto tx = pg::Transaction::Begin(f.pool, Soon());
  REQUIRE(insert(*tx));
  CHECK(f.process.TakeTold().empty());
  REQUIRE(tx->Commit().ok());
  CHECK(f.process.TakeTold() == "org/alice");
}

TEST_CASE("every entitlement process tells what any of them changed, each in the same order") {
  Shop f;
  Process other(f.database, f.clock);
  for (int i = 0; i < 20; ++i) f.Revoke(f.Give(i % 2 == 0 ? kAlice : kBob));
  CHECK(f.process.TakeTold() == "alice bob");
  CHECK(other.TakeTold() == "alice bob");
}

TEST_CASE("a process that no longer hears of changes has no stream, and one again when it does") {
  Shop f;
  f.database.Run(
      "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
      "WHERE datname = current_database() AND application_name = 'keys-entitlement-watch'");
  REQUIRE(f.process.ComesBack());
  CHECK(f.process.TakeTold() == "down");
  f.Give(kAlice);
  CHECK(f.process.TakeTold() == "alice");
}

TEST_CASE("only what a trigger would tell is understood") {
  const std::string id = kAlice;
  CHECK(ParseAccessChange("user:" + id)->tenant().type() == "user");
  CHECK(ParseAccessChange("org:" + id)->tenant().id() == id);
  CHECK(ParseAccessChange("org:" + id + ":" + kBob)->user_id() == kBob);
  for (const std::string& other :
       {std::string(), std::string("user"), "user:" + id + ":" + kBob, "robot:" + id,
        std::string("org:x"), "org:" + id + ":x", "org:" + id + ":" + id + ":" + id, id}) {
    INFO(other);
    CHECK_FALSE(ParseAccessChange(other).has_value());
  }
}

}  // namespace
}  // namespace keys::entitlement
