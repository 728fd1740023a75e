#include "services/entitlement/access/access.h"
#include "services/entitlement/access/entitlements.h"
#include "services/entitlement/grants/admin_grants.h"
#include "services/entitlement/grants/transfers.h"
#include "services/entitlement/ledger/access_store.h"
#include "services/entitlement/testing/fixture.h"

namespace keys::entitlement {
namespace {

struct Shop : Fixture {
  Shop() {
    for (const char* slug : {"key-a", "key-b", "key-c"}) catalog.AddKey(slug, {"1.0.0", "1.1.0"});
  }
  Entitlements entitlements{pool, catalog, clock};
  Access access{pool, clock};

  absl::StatusOr<v1::ListEntitlementsResponse> TryList(rpc::Call call,
                                                       v1::ListEntitlementsRequest request = {}) {
    return entitlements.List(call, request);
  }
  // Returns "slug tenant-type status" of each entry.
  std::vector<std::string> List(rpc::Call call, v1::ListEntitlementsRequest request = {}) {
    const auto response = TryList(std::move(call), std::move(request));
    INFO(response.status().ToString());
    REQUIRE(response.ok());
    std::vector<std::string> entries;
    for (const auto& entry : response->entitlements()) {
      entries.push_back(StrCat(entry.pack_slug(), " ", entry.tenant_type(), " ", entry.status()));
    }
    return entries;
  }
  static v1::ListEntitlementsRequest All() {
    v1::ListEntitlementsRequest request;
    request.set_status("all");
    return request;
  }
  v1::ListEntitlementsRequest AsOf(absl::Time at) {
    v1::ListEntitlementsRequest request;
    *request.mutable_as_of() = ToProto(at);
    return request;
  }
  v1::ExplainAccessResponse Explain(const std::string& user, const std::string& key,
                                    std::optional<absl::Time> at = std::nullopt) {
    v1::ExplainAccessRequest request;
    request.set_key(key);
    if (at.has_value()) *request.mutable_as_of() = ToProto(*at);
    rpc::Call call = As(user);
    const auto response = entitlements.Explain(call, request);
    INFO(response.status().ToString());
    REQUIRE(response.ok());
    return *response;
  }
};

using Words = std::vector<std::string>;

TEST_CASE("a person lists what is theirs and what their organisations have") {
  Shop f;
  f.AddMember(kOrg, kAlice, "member");
  f.Apply(f.Order('1', 1, {{FakeCatalog::IdOf("key-b")}, {FakeCatalog::IdOf("key-a")}}));
  f.Apply(f.Order('2', 1, {{FakeCatalog::IdOf("key-a")}}));
  f.Apply(f.Order('3', 1, {{FakeCatalog::IdOf("key-a")}}, {kOrg, "org"}));
  CHECK(f.List(f.As(kAlice)) ==
        Words{"key-a user active", "key-b user active", "key-a org active"});
  CHECK(f.List(f.As(kBob)).empty());
  const auto response = f.TryList(f.As(kAlice));
  CHECK(response->tenant_id() == kAlice);
  CHECK(response->tenant_type() == "user");
  CHECK(response->entitlements(0).pack_title() == "Title of key-a");
  CHECK(response->entitlements(0).version() == "1.1.0");
  CHECK(response->entitlements(0).source() == "order_line");
  CHECK_FALSE(response->entitlements(0).has_expires_at());
  CHECK_FALSE(response->entitlements(0).has_reason());
}

TEST_CASE("what was given while the clock was an hour fast holds when it was put right") {
  Shop f;
  AdminGrants admin(f.pool, f.catalog, f.clock, f.ids);
  Transfers transfers(f.pool, f.catalog, f.clock, f.ids);
  const auto give = [&](const char* slug, std::optional<absl::Duration> later) {
    v1::GrantEntitlementRequest request;
    request.set_user_id(kAlice);
    request.set_key(slug);
    request.set_source("gift");
    request.set_reason("a try");
    if (later.has_value()) *request.mutable_starts_at() = ToProto(f.clock.Now() + *later);
    rpc::Call call = Fixture::CallOf({.user_id = kBob, .admin = true});
    const auto given = admin.Give(call, request);
    REQUIRE(given.ok());
    return given->entitlement().id();
  };
  f.clock.Advance(absl::Hours(1));
  f.Apply(f.Order('1', 1, {{FakeCatalog::IdOf("key-a")}}));
  const std::string gift = give("key-b", std::nullopt);
  give("key-c", absl::Minutes(1));
  f.clock.Advance(-absl::Hours(1));

  // A KEY that was bought and one that was given at once can be used now. One that was given for
  // later must be waited for.
  CHECK(f.List(f.As(kAlice)) == Words{"key-a user active", "key-b user active"});
  CHECK(f.List(f.As(kAlice), Shop::All()) ==
        Words{"key-a user active", "key-b user active", "key-c user scheduled"});
  CHECK(f.Explain(kAlice, "key-a").has_access());
  CHECK(f.Explain(kAlice, "key-c").code() == "NOT_STARTED");
  auto db = f.pool.Acquire(Soon());
  CHECK(access::AccessSet(*db, {.user_id = kAlice}, f.clock.Now())->size() == 2);

  // The same holds after a transfer, and for changes of the order.
  v1::TransferEntitlementRequest request;
  request.set_id(gift);
  request.set_user_id(kBob);
  request.set_reason("passed on");
  rpc::Call call = Fixture::CallOf({.user_id = kBob, .admin = true});
  REQUIRE(transfers.Transfer(call, request).ok());
  CHECK(f.List(f.As(kBob)) == Words{"key-b user active"});
  f.Apply(f.Order('1', 2, {{FakeCatalog::IdOf("key-a"), event::v1::STANDING_SUSPENDED_DISPUTE}}));
  CHECK(f.List(f.As(kAlice)).empty());
  f.Apply(f.Order('1', 3, {{FakeCatalog::IdOf("key-a")}}));
  CHECK(f.List(f.As(kAlice)) == Words{"key-a user active"});
}

TEST_CASE("an entry tells the caller's newest download of the KEY and whose organisation has it") {
  Shop f;
  f.AddMember(kOrg, kAlice, "member");
  const std::string a = FakeCatalog::IdOf("key-a"), b = FakeCatalog::IdOf("key-b");
  f.Apply(f.Order('1', 1, {{a}, {b}}));
  f.Apply(f.Order('2', 1, {{a}}, {kOrg, "org"}));
  auto db = f.pool.Acquire(Soon());
  const absl::Time start = f.clock.Now();
  const auto download = [&](const std::string& user, const std::string& key,
                            const std::string& version) {
    f.clock.Advance(absl::Hours(1));
    f.AddDownload({.user_id = user, .key_id = key, .tenant = {user, "user"}, .version = version});
  };
  download(kAlice, a, "1.1.0");
  download(kAlice, a, "1.0.0");
  download(kBob, b, "1.1.0");
  const auto now = f.TryList(f.As(kAlice));
  REQUIRE(now->entitlements_size() == 3);
  // The newest download counts and not the newest version, and it is the KEY's, by whichever grant.
  for (const int entry : {0, 2}) {
    CHECK(now->entitlements(entry).downloaded_version() == "1.0.0");
    CHECK(FromProto(now->entitlements(entry).downloaded_at()) == start + absl::Hours(2));
  }
  CHECK_FALSE(now->entitlements(1).has_downloaded_version());
  CHECK_FALSE(now->entitlements(1).has_downloaded_at());
  CHECK(now->entitlements(2).org_name() == "org");
  CHECK_FALSE(now->entitlements(0).has_org_name());
  const auto then = f.TryList(f.As(kAlice), f.AsOf(start + absl::Minutes(90)));
  CHECK(then->entitlements(0).downloaded_version() == "1.1.0");
}

TEST_CASE("claimed organisations add to those of the table") {
  Shop f;
  f.Apply(f.Order('1', 1, {{FakeCatalog::IdOf("key-a")}}, {kOrg, "org"}));
  rpc::Call call = f.CallOf({.user_id = kBob, .orgs = {{kOrg, "member"}, {"no uuid", "owner"}}});
  CHECK(f.List(call) == Words{"key-a org active"});
}

TEST_CASE("only active ones are listed unless all are asked for") {
  Shop f;
  f.Apply(f.Order('1', 1, {{FakeCatalog::IdOf("key-a"), event::v1::STANDING_SUSPENDED_DISPUTE}}));
  f.Apply(f.Order('2', 1, {{FakeCatalog::IdOf("key-b"), event::v1::STANDING_REVOKED_DISPUTE}}));
  f.Apply(f.Order('3', 1,
                  {{FakeCatalog::IdOf("key-b"), event::v1::STANDING_REVOKED_REFUND},
                   {FakeCatalog::IdOf("key-c")}}));
  CHECK(f.List(f.As(kAlice)) == Words{"key-c user active"});
  CHECK(f.List(f.As(kAlice), f.All()) ==
        Words{"key-a user suspended", "key-b user revoked", "key-c user active"});
  const auto response = f.TryList(f.As(kAlice), f.All());
  CHECK(response->entitlements(0).reason() == "SUSPENDED_DISPUTE");
  CHECK(response->entitlements(1).reason() == "REVOKED_REFUND");
  v1::ListEntitlementsRequest request;
  request.set_status("some");
  CHECK(ReasonOf(f.TryList(f.As(kAlice), request).status()) == Reason::INVALID_ARGUMENT);
}

TEST_CASE("what was true at a moment is told from the facts") {
  Shop f;
  const absl::Time before = f.clock.Now();
  f.clock.Advance(absl::Hours(1));
  f.Apply(f.Order('1', 1, {{FakeCatalog::IdOf("key-a")}}));
  const absl::Time bought = f.clock.Now();
  f.clock.Advance(absl::Hours(1));
  f.Apply(f.Order('1', 2, {{FakeCatalog::IdOf("key-a"), event::v1::STANDING_REVOKED_REFUND}}));
  CHECK(f.List(f.As(kAlice), f.AsOf(before)).empty());
  CHECK(f.List(f.As(kAlice), f.AsOf(bought)) == Words{"key-a user active"});
  CHECK(f.List(f.As(kAlice)).empty());
  CHECK(f.Explain(kAlice, "key-a", before).code() == "NOT_ENTITLED");
  CHECK(f.Explain(kAlice, "key-a", bought).has_access());
  CHECK(f.Explain(kAlice, "key-a", bought).facts_size() == 1);
  CHECK(f.Explain(kAlice, "key-a").facts_size() == 2);
}

TEST_CASE("a moment as it is shown includes what happened in its millisecond") {
  Shop f;
  f.clock.Advance(absl::Microseconds(700));
  const absl::Time shown = absl::FromUnixMillis(absl::ToUnixMillis(f.clock.Now()));
  REQUIRE(shown < f.clock.Now());
  f.Apply(f.Order('1', 1, {{FakeCatalog::IdOf("key-a")}}));
  CHECK(f.Explain(kAlice, "key-a", shown).has_access());
  CHECK(f.List(f.As(kAlice), f.AsOf(shown)).size() == 1);
  CHECK_FALSE(f.Explain(kAlice, "key-a", shown - absl::Milliseconds(1)).has_access());
  // A moment finer than a millisecond is taken exactly.
  CHECK_FALSE(f.Explain(kAlice, "key-a", f.clock.Now() - absl::Microseconds(1)).has_access());
  CHECK(f.Explain(kAlice, "key-a", f.clock.Now()).has_access());
}

TEST_CASE("moments are answered though the clock went back between facts") {
  Shop f;
  f.clock.Advance(absl::Hours(1));
  const absl::Time bought = f.clock.Now();
  f.Apply(f.Order('1', 1, {{FakeCatalog::IdOf("key-a")}}));
  f.clock.Advance(-absl::Minutes(30));
  f.Apply(f.Order('1', 2, {{FakeCatalog::IdOf("key-a"), event::v1::STANDING_REVOKED_REFUND}}));
  CHECK(f.Explain(kAlice, "key-a", bought - absl::Minutes(10)).code() == "NOT_ENTITLED");
  CHECK(f.Explain(kAlice, "key-a", bought).code() == "REVOKED_REFUND");
  CHECK(f.List(f.As(kAlice), f.AsOf(bought - absl::Minutes(10))).empty());
}

TEST_CASE("a refusal is explained with what to do next, an access with nothing") {
  Shop f;
  auto explained = f.Explain(kAlice, "key-a");
  REQUIRE(explained.actions_size() == 1);
  CHECK_THAT(explained.actions(0), Catch::Contains("GET /marketplace/bundles"));
  f.catalog.SetPrice("key-a", 100);
  CHECK_THAT(f.Explain(kAlice, "key-a").actions(0), Catch::StartsWith("Buy it"));
  f.catalog.SetPrice("key-a", 0);
  CHECK_THAT(f.Explain(kAlice, "key-a").actions(0), Catch::StartsWith("Claim it"));
  f.Apply(f.Order('1', 1, {{FakeCatalog::IdOf("key-a")}}));
  explained = f.Explain(kAlice, "key-a");
  CHECK(explained.actions().empty());
  CHECK(explained.facts(0).recorded_at().seconds() == absl::ToUnixSeconds(f.clock.Now()));
}

TEST_CASE("an explanation gives code, sentence and the facts behind it") {
  Shop f;
  f.Apply(f.Order('1', 1, {{FakeCatalog::IdOf("key-a")}}));
  auto explained = f.Explain(kAlice, "key-a");
  CHECK(explained.has_access());
  CHECK(explained.code() == "ENTITLED");
  CHECK_THAT(explained.reason(), Catch::StartsWith("You have access by purchase since"));
  f.Apply(f.Order('1', 2, {{FakeCatalog::IdOf("key-a"), event::v1::STANDING_SUSPENDED_CREDIT}}));
  explained = f.Explain(kAlice, FakeCatalog::IdOf("key-a"));
  CHECK_FALSE(explained.has_access());
  CHECK(explained.code() == "SUSPENDED_CREDIT");
  CHECK_THAT(explained.reason(), Catch::StartsWith("SUSPENDED_CREDIT: "));
  REQUIRE(explained.facts_size() == 2);
  CHECK(explained.facts(0).kind() == "granted");
  CHECK_FALSE(explained.facts(0).has_reason());
  CHECK(explained.facts(1).kind() == "suspended");
  CHECK(explained.facts(1).reason() == "SUSPENDED_CREDIT");
  CHECK(f.Explain(kBob, "key-a").code() == "NOT_ENTITLED");
}

TEST_CASE("an unknown KEY, and a draft that is nobody's business, are not found") {
  Shop f;
  f.catalog.SetDraft("key-b");
  f.Apply(f.Order('1', 1, {{FakeCatalog::IdOf("key-b")}}));
  v1::ExplainAccessRequest request;
  for (const auto& [user, key] : {std::pair(kAlice, "key-x"), std::pair(kBob, "key-b")}) {
    request.set_key(key);
    rpc::Call call = f.As(user);
    CHECK(ReasonOf(f.entitlements.Explain(call, request).status()) == Reason::NOT_FOUND);
  }
  CHECK(f.Explain(kAlice, "key-b").has_access());
}

TEST_CASE("a signed-out caller is sent to sign in") {
  Shop f;
  rpc::Call call = f.CallOf({});
  CHECK(ReasonOf(f.TryList(f.CallOf({})).status()) == Reason::UNAUTHENTICATED);
  CHECK(ReasonOf(f.entitlements.Explain(call, {}).status()) == Reason::UNAUTHENTICATED);
  CHECK(ReasonOf(f.access.GetSet(call, {}).status()) == Reason::UNAUTHENTICATED);
}

TEST_CASE("what cannot be decided is 503, never a yes") {
  Shop f;
  pg::Pool nowhere({.conninfo = "host=127.0.0.1 port=1 dbname=keys", .name = "test"});
  Access access(nowhere, f.clock);
  rpc::Call call = f.As(kAlice);
  CHECK(ReasonOf(access.GetSet(call, {}).status()) == Reason::UNAVAILABLE);
  f.Apply(f.Order('1', 1, {{FakeCatalog::IdOf("key-a")}}));
  f.catalog.Break(error::Make(Reason::UNAVAILABLE, "down"));
  CHECK(ReasonOf(f.TryList(f.As(kAlice)).status()) == Reason::UNAVAILABLE);
}

TEST_CASE("the gateway gets a set that is present also when it is empty") {
  Shop f;
  rpc::Call call = f.As(kAlice);
  CHECK(f.access.GetSet(call, {})->has_access_set());
  f.Apply(f.Order('1', 1, {{FakeCatalog::IdOf("key-a")}}));
  CHECK(f.access.GetSet(call, {})->access_set().key_ids_size() == 1);
  rpc::Call claiming = f.CallOf({.user_id = kBob, .orgs = {{kOrg, "member"}}});
  f.Apply(f.Order('2', 1, {{FakeCatalog::IdOf("key-b")}}, {kOrg, "org"}));
  CHECK(f.access.GetSet(claiming, {})->access_set().key_ids_size() == 1);
  v1::GetUserAccessRequest request;
  request.set_user_id(kAlice);
  rpc::Call service = f.AsService();
  CHECK(f.access.GetOfUser(service, request)->key_ids(0) == FakeCatalog::IdOf("key-a"));
  request.set_user_id("alice");
  CHECK(ReasonOf(f.access.GetOfUser(service, request).status()) == Reason::INVALID_ARGUMENT);
}

TEST_CASE("billing sees the standing grants of a tenant and the tenants of a user") {
  Shop f;
  f.AddMember(kOrg, kAlice, "admin");
  f.Apply(f.Order('1', 1,
                  {{FakeCatalog::IdOf("key-a")},
                   {FakeCatalog::IdOf("key-b"), event::v1::STANDING_REVOKED_REFUND}}));
  f.Apply(f.Order('2', 1, {{FakeCatalog::IdOf("key-c")}}, {kOrg, "org"}));
  rpc::Call call = f.AsService();
  v1::ListStandingGrantsRequest request;
  request.mutable_tenant()->set_id(kAlice);
  request.mutable_tenant()->set_type("user");
  const auto grants = f.access.ListStanding(call, request);
  REQUIRE(grants.ok());
  REQUIRE(grants->grants_size() == 1);
  CHECK(grants->grants(0).key_id() == FakeCatalog::IdOf("key-a"));
  CHECK(grants->grants(0).order_id() == Fixture::OrderId('1'));
  CHECK_FALSE(grants->grants(0).has_ends_at());
  v1::ListTenantsRequest tenants_request;
  tenants_request.set_user_id(kAlice);
  const auto tenants = f.access.ListTenants(call, tenants_request);
  REQUIRE(tenants.ok());
  REQUIRE(tenants->memberships_size() == 2);
  CHECK(tenants->memberships(0).role() == "self");
  CHECK(tenants->memberships(1).tenant().id() == kOrg);
  CHECK(tenants->memberships(1).role() == "admin");
}

}  // namespace
}  // namespace keys::entitlement
