#include <atomic>
#include <thread>

#include "services/entitlement/grants/admin_grants.h"
#include "services/entitlement/grants/bundle_growth.h"
#include "services/entitlement/ledger/access_store.h"
#include "services/entitlement/testing/fixture.h"

namespace keys::entitlement {
namespace {

const std::string kBundle = FakeCatalog::IdOf("bundle-f");
const std::string kOtherBundle = FakeCatalog::IdOf("bundle-e");
const std::string kA = FakeCatalog::IdOf("key-a"), kB = FakeCatalog::IdOf("key-b"),
                  kC = FakeCatalog::IdOf("key-c"), kD = FakeCatalog::IdOf("key-d");
constexpr auto kOwned = event::v1::STANDING_UNSPECIFIED;
constexpr auto kRefunded = event::v1::STANDING_REVOKED_REFUND;
constexpr auto kDisputed = event::v1::STANDING_SUSPENDED_DISPUTE;

using KeyIds = std::vector<std::string>;

struct Shop : Fixture {
  BundleGrowth growth{{.pool = pool, .catalog = catalog, .clock = clock, .ids = ids}};

  void Bundle(const std::string& bundle, const KeyIds& keys) {
    catalog.SetBundle(bundle, keys);
    const absl::Status run = growth.RunOnce(Soon());
    INFO(run.ToString());
    REQUIRE(run.ok());
  }
  void Buy(char order, int64_t revision, const std::vector<Line>& lines,
           const Tenant& tenant = {kAlice, "user"}, const std::string& bundle = kBundle) {
    event::v1::OrderAccess access = Order(order, revision, lines, tenant);
    access.set_bundle_id(bundle);
    access.set_source("bundle");
    REQUIRE(Apply(access));
  }
  KeyIds Has(const std::string& user = kAlice) {
    auto db = pool.Acquire(Soon());
    return access::AccessSet(*db, {.user_id = user}, clock.Now()).value();
  }
};

TEST_CASE("a KEY put into a bundle comes to those who bought it, and stays when it is taken out") {
  Shop f;
  f.Bundle(kBundle, {kA, kB});
  f.Buy('1', 1, {{kA}, {kB}});
  f.Buy('2', 1, {{kA}, {kB}}, {kOrg, "org"});
  f.AddMember(kOrg, kBob, "member");
  f.Bundle(kBundle, {kA, kB, kC});
  CHECK(f.Has() == KeyIds{kA, kB, kC});
  CHECK(f.Has(kBob) == KeyIds{kA, kB, kC});
  CHECK(f.Count("marketplace_entitlement_facts WHERE note = 'bundle.grown' AND actor = 'catalog' "
                "AND source = 'bundle' AND bundle_id IS NOT NULL") == 2);
  f.Bundle(kBundle, {kA, kB});
  f.Bundle(kBundle, {kA, kB, kC});
  f.Bundle(kBundle, {});
  f.Bundle(kBundle, {kA, kB, kC});
  CHECK(f.Has() == KeyIds{kA, kB, kC});
  CHECK(f.Count("marketplace_entitlements") == 6);
}

TEST_CASE("what was owned when the bundle was quoted is not given by it, now or later") {
  Shop f;
  f.Bundle(kBundle, {kA, kB});
  f.Buy('1', 1, {{kA, kOwned}, {kB}});
  f.Bundle(kBundle, {kA, kB, kC});
  f.Bundle(kBundle, {kB});
  f.Bundle(kBundle, {kA, kB, kC});
  CHECK(f.Has() == KeyIds{kB, kC});
}

TEST_CASE("an order in which a line was refunded no longer grows, and keeps what it got") {
  Shop f;
  f.Bundle(kBundle, {kA, kB});
  f.Buy('1', 1, {{kA}, {kB}});
  f.Bundle(kBundle, {kA, kB, kC});
  f.Buy('1', 2, {{kA, kRefunded}, {kB}});
  f.Bundle(kBundle, {kA, kB, kC, kD});
  CHECK(f.Has() == KeyIds{kB, kC});
  f.Buy('1', 3, {{kA, kRefunded}, {kB, kRefunded}});
  CHECK(f.Has().empty());
}

TEST_CASE("what came in later shares the order's fate") {
  Shop f;
  f.Bundle(kBundle, {kA, kB});
  f.Buy('1', 1, {{kA}, {kB}});
  f.Bundle(kBundle, {kA, kB, kC});
  f.Buy('1', 2, {{kA, kDisputed}, {kB, kDisputed}});
  CHECK(f.Has().empty());
  f.Bundle(kBundle, {kA, kB, kC, kD});  // while it is disputed
  CHECK(f.Has().empty());
  f.Buy('1', 3, {{kA}, {kB}});
  CHECK(f.Has() == KeyIds{kA, kB, kC, kD});
  f.Buy('1', 4, {{kA, kRefunded}, {kB, kRefunded}});
  CHECK(f.Has().empty());
  // The refund has failed.
  f.Buy('1', 5, {{kA}, {kB}});
  CHECK(f.Has() == KeyIds{kA, kB, kC, kD});
}

TEST_CASE("a KEY that came in while the order gave nothing comes when it stands again") {
  Shop f;
  f.Bundle(kBundle, {kA});
  f.Buy('1', 1, {{kA, kRefunded}});
  f.Bundle(kBundle, {kA, kB});
  CHECK(f.Has().empty());
  f.Buy('1', 2, {{kA}});
  CHECK(f.Has() == KeyIds{kA, kB});
}

TEST_CASE("a KEY that came in between quote and payment is part of the purchase") {
  Shop f;
  f.Bundle(kBundle, {kA, kB});
  f.Buy('1', 1, {{kA}});
  CHECK(f.Has() == KeyIds{kA, kB});
}

TEST_CASE("the same KEY of two bundles ends with the second") {
  Shop f;
  f.Bundle(kBundle, {kA});
  f.Bundle(kOtherBundle, {kB});
  f.Buy('1', 1, {{kA}});
  f.Buy('2', 1, {{kB}}, {kAlice, "user"}, kOtherBundle);
  f.Bundle(kBundle, {kA, kC});
  f.Bundle(kOtherBundle, {kB, kC});
  f.Buy('1', 2, {{kA, kRefunded}});
  CHECK(f.Has() == KeyIds{kB, kC});
  f.Buy('2', 2, {{kB, kRefunded}}, {kAlice, "user"}, kOtherBundle);
  CHECK(f.Has().empty());
}

TEST_CASE("what an administrator took stays taken, though the bundle still holds it") {
  Shop f;
  AdminGrants admin(f.pool, f.catalog, f.clock, f.ids);
  f.Bundle(kBundle, {kA});
  f.Buy('1', 1, {{kA}});
  f.Bundle(kBundle, {kA, kB});
  auto db = f.pool.Acquire(Soon());
  const auto grants = ledger::GrantsOfTenant(*db, {kAlice, "user"}, kB);
  REQUIRE(grants->size() == 1);
  v1::RevokeEntitlementRequest request;
  request.set_id(grants->front().id);
  request.set_reason("by mistake");
  rpc::Call call = Fixture::CallOf({.user_id = kBob, .admin = true});
  REQUIRE(admin.Revoke(call, request).ok());
  f.Bundle(kBundle, {kA});
  f.Bundle(kBundle, {kA, kB});
  f.Buy('1', 2, {{kA, kDisputed}});
  f.Buy('1', 3, {{kA}});
  CHECK(f.Has() == KeyIds{kA});
}

TEST_CASE("an order from before the ledger knew what was owned grows from its next snapshot on") {
  Shop f;
  f.Bundle(kBundle, {kA, kB});
  f.Buy('1', 1, {{kA}, {kB, kOwned}});
  f.database.Run("UPDATE marketplace_bundle_entitlements SET grows = false");
  f.database.Run("DELETE FROM bundle_order_keys");
  f.Bundle(kBundle, {kA, kB, kC});
  CHECK(f.Has() == KeyIds{kA});
  f.Buy('1', 2, {{kA}, {kB, kOwned}});
  CHECK(f.Has() == KeyIds{kA, kC});
}

TEST_CASE("a look that was cut short is taken up again") {
  Shop f;
  f.Bundle(kBundle, {kA});
  f.Buy('1', 1, {{kA}});
  f.Bundle(kBundle, {kA, kB});
  // The process ended after the contents were written and before any order was looked at.
  f.database.Run("UPDATE bundle_contents SET settled = false");
  f.database.Run(
      StrCat("INSERT INTO bundle_contents (bundle_id, key_id, settled, created_at) VALUES ('",
             kBundle, "', '", kC, "', false, '2026-01-01Z')"));
  f.Bundle(kBundle, {kA, kB, kC});
  CHECK(f.Has() == KeyIds{kA, kB, kC});
  CHECK(f.Count("bundle_contents WHERE NOT settled") == 0);
}

TEST_CASE("orders that arrive while KEYS come in, at two processes, get every KEY once") {
  Shop f;
  f.Bundle(kBundle, {kA});
  BundleGrowth second({.pool = f.pool, .catalog = f.catalog, .clock = f.clock, .ids = f.ids});
  f.catalog.SetBundle(kBundle, {kA, kB, kC, kD});
  std::atomic<int> failures = 0;
  std::thread follower([&] {
    if (!f.growth.RunOnce(Soon()).ok()) ++failures;
  });
  std::thread other([&] {
    if (!second.RunOnce(Soon()).ok()) ++failures;
  });
  for (const char order : {'1', '2', '3', '4', '5', '6', '7', '8'}) f.Buy(order, 1, {{kA}});
  follower.join();
  other.join();
  CHECK(failures == 0);
  CHECK(f.Count("marketplace_entitlements") == 8 * 4);
  CHECK(f.Count("marketplace_entitlement_facts") == 8 * 4);
}

TEST_CASE("a catalog that does not answer takes nothing away") {
  Shop f;
  f.Bundle(kBundle, {kA});
  f.Buy('1', 1, {{kA}});
  f.Bundle(kBundle, {kA, kB});
  f.catalog.Break(error::Make(Reason::UNAVAILABLE, "down"));
  CHECK_FALSE(f.growth.RunOnce(Soon()).ok());
  CHECK(f.Has() == KeyIds{kA, kB});
}

}  // namespace
}  // namespace keys::entitlement
