#include <algorithm>
#include <thread>

#include "common/outbox/outbox.h"
#include "common/personal_data/erasure.h"
#include "services/entitlement/downloads/download_store.h"
#include "services/entitlement/grants/admin_grants.h"
#include "services/entitlement/grants/transfers.h"
#include "services/entitlement/ledger/access_store.h"
#include "services/entitlement/ledger/ledger.h"
#include "services/entitlement/organisations/members.h"
#include "services/entitlement/testing/fixture.h"

namespace keys::entitlement {
namespace {

const std::string kKeyA = FakeCatalog::IdOf("key-a");
constexpr char kStandIn[] = "e9999999-9999-4999-8999-999999999999";

struct Shop : Fixture {
  Shop() { catalog.AddKey("key-a"); }
  personal_data::Erasure erasure{pool, clock, "entitlement"};
  AdminGrants admin{pool, catalog, clock, ids};
  Members members{pool, clock, ids};
  const audit::Log audit{"entitlement"};

  static rpc::Call AsAdmin(const std::string& key = "", const std::string& admin_id = kBob) {
    return rpc::Call({.caller = {.user_id = admin_id, .admin = true},
                      .deadline = Soon(),
                      .peer = "gateway",
                      .idempotency_key = key});
  }
  // The person buys, gets a gift, joins an organisation and downloads.
  void Live(const std::string& user, char order) {
    Apply(Order(order, 1, {{kKeyA}}, {user, "user"}));
    rpc::Call call = AsAdmin(StrCat("gift", user));
    v1::GrantEntitlementRequest gift;
    gift.set_user_id(user);
    gift.set_key("key-a");
    gift.set_source("gift");
    gift.set_reason(StrCat("talk by \"", user, "\"\n", user.substr(0, 8), "@x.test <",
                           user.substr(0, 8), "@x.test>"));
    REQUIRE(admin.Give(call, gift).ok());
    v1::PutMemberRequest member;
    member.set_id(kOrg);
    member.set_user_id(user);
    member.set_role("owner");
    REQUIRE(members.Put(call, member).ok());
    AddDownload({.user_id = user,
                 .key_id = kKeyA,
                 .tenant = {user, "user"},
                 .ip_hash = StrCat("hash-of-", std::string(1, order)),
                 .user_agent = StrCat("browser-of-", std::string(1, order))});
  }
  absl::Status Erase(const std::string& user, const std::string& stand_in = kStandIn) {
    person::v1::ErasePersonRequest request;
    request.set_user_id(user);
    request.set_reason(StrCat("letter of ", user));
    request.set_stand_in(stand_in);
    rpc::Call call = AsAdmin("", kOtherOrg);
    return erasure.Erase(call, request).status();
  }
  // Counts the rows that contain a text, also inside of bytes.
  int64_t RowsNaming(const std::string& text) {
    int64_t rows = 0;
    for (const char* table :
         {"marketplace_entitlement_facts", "marketplace_entitlements",
          "marketplace_bundle_entitlements", "marketplace_download_events", "organizations",
          "organization_members", "order_access_revisions", "pledged_order_lines",
          "entitlement_outbox", "entitlement_idempotency", "entitlement_audit"}) {
      rows += Count(StrCat(table, " AS t WHERE position('", text,
                           "' IN t::text) > 0 OR position(encode('", text,
                           "', 'hex') IN t::text) > 0"));
    }
    return rows;
  }
  std::optional<int64_t> FirstBroken() {
    auto db = pool.Acquire(Soon());
    const auto broken = audit.FirstBroken(*db);
    REQUIRE(broken.ok());
    return *broken;
  }
  size_t KeysOf(const std::string& user) {
    auto db = pool.Acquire(Soon());
    return access::AccessSet(*db, {.user_id = user}, clock.Now())->size();
  }
};

TEST_CASE("erased: nothing names them, the books are the same, the one beside them untouched") {
  Shop f;
  f.Live(kAlice, '1');
  f.Live("b4444444-2222-7222-8222-222222222222", '2');
  const std::string other = "b4444444-2222-7222-8222-222222222222";
  const int64_t facts = f.Count("marketplace_entitlement_facts");
  const int64_t of_other = f.RowsNaming(other);
  REQUIRE(f.RowsNaming(kAlice) > 6);
  REQUIRE(f.KeysOf(kAlice) == 1);
  REQUIRE_FALSE(f.FirstBroken().has_value());

  REQUIRE(f.Erase(kAlice).ok());
  for (const char* gone : {kAlice, "hash-of-1", "browser-of-1", "a1111111@x.test"}) {
    INFO(gone);
    CHECK(f.RowsNaming(gone) == 0);
  }
  CHECK(f.RowsNaming(other) == of_other);
  CHECK(f.RowsNaming("browser-of-2") == 1);
  CHECK(f.KeysOf(kAlice) == 0);
  CHECK(f.KeysOf(other) == 1);
  CHECK(f.Count("marketplace_entitlement_facts") == facts);
  CHECK(f.Count(StrCat("marketplace_entitlements WHERE tenant_id = '", kStandIn, "'")) == 2);
  CHECK(f.Count("entitlement_audit WHERE action = 'person.erase'") == 1);
  CHECK_FALSE(f.FirstBroken().has_value());
  // The second call has nothing left to change.
  REQUIRE(f.Erase(kAlice).ok());
  CHECK(f.Count("entitlement_audit WHERE action = 'person.erase' AND details->'entries' = '{}'") ==
        1);

  // Changes of the order still arrive.
  f.Apply(f.Order('1', 2, {{kKeyA, event::v1::STANDING_REVOKED_REFUND}}, {kStandIn, "user"}));
  CHECK(f.Count(StrCat("marketplace_entitlements WHERE tenant_id = '", kStandIn,
                       "' AND status = 'revoked'")) == 1);
}

TEST_CASE("an entry that was changed shows also after an erasure") {
  Shop f;
  f.Live(kAlice, '1');
  REQUIRE(f.Erase(kAlice).ok());
  REQUIRE_FALSE(f.FirstBroken().has_value());
  const std::string erased = StrCat("(SELECT min(seq) FROM entitlement_audit WHERE subject = '",
                                    kStandIn, "' OR details::text LIKE '%", kStandIn, "%')");
  f.database.Run(StrCat("UPDATE entitlement_audit SET action = 'x' WHERE seq = ", erased));
  CHECK(f.FirstBroken().has_value());
}

TEST_CASE("several people are erased at the same moment, while others go on buying") {
  Shop f;
  const std::string tail = "4444444-2222-7222-8222-222222222222";
  const std::string letters = "abcdef";
  for (size_t i = 0; i < letters.size(); ++i) {
    f.Live(letters[i] + tail, static_cast<char>('1' + i));
  }
  std::vector<absl::Status> erased(letters.size());
  std::vector<std::thread> threads;
  for (size_t i = 0; i < letters.size(); ++i) {
    threads.emplace_back([&, i] {
      erased[i] = f.Erase(letters[i] + tail, StrCat("e999999", i, "-9999-4999-8999-999999999999"));
    });
  }
  for (std::thread& thread : threads) thread.join();
  for (size_t i = 0; i < letters.size(); ++i) {
    INFO(erased[i].ToString());
    CHECK(erased[i].ok());
    CHECK(f.RowsNaming(letters[i] + tail) == 0);
  }
  CHECK_FALSE(f.FirstBroken().has_value());
}

TEST_CASE(
    "what was said of them when a KEY was passed on goes on both sides, what was not of them "
    "stays") {
  Shop f;
  Transfers transfers{f.pool, f.catalog, f.clock, f.ids};
  const auto pass_on = [&](const std::string& from, const char* reason) {
    const char order = from == kAlice ? '1' : '2';
    f.Apply(f.Order(order, 1, {{kKeyA}}, {from, "user"}));
    auto db = f.pool.Acquire(Soon());
    v1::TransferEntitlementRequest request;
    request.set_id(ledger::GrantsOfTenant(*db, {from, "user"}, std::nullopt)->front().id);
    request.set_user_id("c4444444-2222-7222-8222-222222222222");
    request.set_reason(reason);
    rpc::Call call = Shop::AsAdmin(StrCat("pass on ", order == '1' ? "one" : "two"));
    const auto passed = transfers.Transfer(call, request);
    INFO(passed.status().ToString());
    REQUIRE(passed.ok());
  };
  pass_on(kAlice, "Alice Example leaves, alice%40x.test");
  pass_on("d4444444-2222-7222-8222-222222222222", "another team took over");
  REQUIRE(f.RowsNaming("Alice Example") >= 3);
  REQUIRE(f.Erase(kAlice).ok());
  CHECK(f.RowsNaming("Alice Example") == 0);
  CHECK(f.RowsNaming("alice%40x.test") == 0);
  CHECK(f.RowsNaming("another team took over") >= 3);
  CHECK_FALSE(f.FirstBroken().has_value());
}

TEST_CASE("an organisation nobody is left in loses its name, one with others keeps it") {
  Shop f;
  f.Live(kAlice, '1');
  f.database.Run(StrCat("UPDATE organizations SET name = 'Alice Example Ltd', slug = 'alice'"));
  SECTION("alone") {
    REQUIRE(f.Erase(kAlice).ok());
    CHECK(f.Count("organizations WHERE name = '' AND slug IS NULL") == 1);
  }
  SECTION("with another") {
    f.database.Run(StrCat("INSERT INTO organization_members SELECT gen_random_uuid(), id, '", kBob,
                          "', 'member', '2026-01-01', '2026-01-01' FROM organizations"));
    REQUIRE(f.Erase(kAlice).ok());
    CHECK(f.Count("organizations WHERE name = 'Alice Example Ltd' AND slug = 'alice'") == 1);
    CHECK(f.Count(StrCat("organization_members WHERE user_id = '", kBob, "'")) == 1);
  }
}

TEST_CASE("a message that names them is delivered before the last of them is erased") {
  Shop f;
  f.Live(kAlice, '1');
  f.database.Run(StrCat(
      "INSERT INTO entitlement_outbox (id, topic, aggregate, payload, request_id, created_at, "
      "next_attempt_at, leased_until) SELECT gen_random_uuid(), 't', 'a', convert_to('",
      kAlice, "', 'UTF8'), '', '2000-01-01', '2000-01-01', '2100-01-01'"));
  CHECK(ReasonOf(f.Erase(kAlice)) == Reason::UNAVAILABLE);
  // The steps before the failure are done, and stay done.
  CHECK(f.RowsNaming(kAlice) > 0);
  CHECK(f.Count("entitlement_audit WHERE action = 'person.erase'") == 0);
  f.database.Run("UPDATE entitlement_outbox SET leased_until = NULL");
  REQUIRE(f.Erase(kAlice).ok());
  CHECK(f.RowsNaming(kAlice) == 0);
}

}  // namespace
}  // namespace keys::entitlement
