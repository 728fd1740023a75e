#include <algorithm>
#include <atomic>
#include <random>
#include <thread>

#include "services/entitlement/domain/decide_access.h"
#include "services/entitlement/grants/order_grants.h"
#include "services/entitlement/ledger/access_store.h"
#include "services/entitlement/testing/fixture.h"

namespace keys::entitlement {
namespace {

using event::v1::OrderAccess;

const std::string kKeyA = FakeCatalog::IdOf("key-a");
const std::string kKeyB = FakeCatalog::IdOf("key-b");

std::vector<std::string> AccessOf(Fixture& f, const std::string& user) {
  auto db = f.pool.Acquire(Soon());
  REQUIRE(db.ok());
  return access::AccessSet(*db, {.user_id = user}, f.clock.Now()).value();
}

Reason WhyNoAccess(Fixture& f, const std::string& key_id) {
  auto db = f.pool.Acquire(Soon());
  return DecideAccess(ledger::GrantsOfUser(*db, {.user_id = kAlice}, key_id).value(), f.clock.Now())
      .refusal;
}

TEST_CASE("a paid order gives its KEYS, once however often it is told") {
  Fixture f;
  const OrderAccess order = f.Order('1', 1, {{kKeyA}, {kKeyB}});
  CHECK(f.Apply(order));
  CHECK_FALSE(f.Apply(order));
  CHECK(AccessOf(f, kAlice) == std::vector<std::string>{kKeyA, kKeyB});
  CHECK(AccessOf(f, kBob).empty());
  CHECK(f.Count("marketplace_entitlement_facts") == 2);
  CHECK(f.Count("marketplace_entitlements") == 2);
}

TEST_CASE("a dispute suspends, winning it restores, losing it revokes") {
  Fixture f;
  f.Apply(f.Order('1', 1, {{kKeyA}}));
  f.Apply(f.Order('1', 2, {{kKeyA, event::v1::STANDING_SUSPENDED_DISPUTE}}));
  CHECK(WhyNoAccess(f, kKeyA) == Reason::SUSPENDED_DISPUTE);
  f.Apply(f.Order('1', 3, {{kKeyA}}));
  CHECK(AccessOf(f, kAlice) == std::vector<std::string>{kKeyA});
  f.Apply(f.Order('1', 4, {{kKeyA, event::v1::STANDING_REVOKED_DISPUTE}}));
  CHECK(WhyNoAccess(f, kKeyA) == Reason::REVOKED_REFUND);
  CHECK(f.Count("marketplace_entitlement_facts") == 4);
  CHECK(f.Count("marketplace_entitlements") == 1);
}

TEST_CASE("an older snapshot that comes late changes nothing") {
  Fixture f;
  CHECK(f.Apply(f.Order('1', 3, {{kKeyA, event::v1::STANDING_REVOKED_REFUND}})));
  CHECK_FALSE(f.Apply(f.Order('1', 2, {{kKeyA}})));
  CHECK(WhyNoAccess(f, kKeyA) == Reason::REVOKED_REFUND);
}

TEST_CASE("whatever order and repetition deliveries come in, the last revision wins") {
  const uint32_t seed = Catch::rngSeed() != 0 ? Catch::rngSeed() : std::random_device()();
  INFO("seed " << seed);
  std::mt19937 random(seed);
  Fixture f;
  std::vector<OrderAccess> deliveries = {
      f.Order('1', 1, {{kKeyA}}), f.Order('1', 2, {{kKeyA}, {kKeyB}}),
      f.Order('1', 3, {{kKeyA, event::v1::STANDING_SUSPENDED_DISPUTE}, {kKeyB}}),
      f.Order('1', 4, {{kKeyA, event::v1::STANDING_REVOKED_REFUND}, {kKeyB}})};
  const std::vector<OrderAccess> once = deliveries;
  deliveries.insert(deliveries.end(), once.begin(), once.end());
  for (int round = 0; round < 10; ++round) {
    const char order = static_cast<char>('0' + round);
    std::shuffle(deliveries.begin(), deliveries.end(), random);
    for (OrderAccess access : deliveries) {
      access.set_order_id(Fixture::OrderId(order));
      f.Apply(access);
    }
    const std::string of_order =
        StrCat("marketplace_entitlements WHERE order_id = '", Fixture::OrderId(order), "'");
    CHECK(f.Count(of_order) == 2);
    CHECK(f.Count(StrCat(of_order, " AND status = 'active' AND key_id = '", kKeyB, "'")) == 1);
    CHECK(f.Count(StrCat(of_order, " AND reason = 'REVOKED_REFUND'")) == 1);
  }
}

TEST_CASE("deliveries at the same time are one after the other") {
  Fixture f;
  std::atomic<int> applied{0};
  std::vector<std::thread> deliverers;
  for (int t = 0; t < 6; ++t) {
    deliverers.emplace_back([&] {
      for (int64_t revision = 1; revision <= 5; ++revision) {
        const auto done = f.TryApply(f.Order('1', revision, {{kKeyA}, {kKeyB}}));
        if (!done.ok()) std::abort();
        applied += *done ? 1 : 0;
      }
    });
  }
  for (std::thread& deliverer : deliverers) deliverer.join();
  CHECK(applied >= 1);
  CHECK(applied <= 5);
  CHECK(f.Count("marketplace_entitlements") == 2);
  CHECK(f.Count("marketplace_entitlement_facts") == 2);
}

TEST_CASE("refunding one order leaves the same KEY of another") {
  Fixture f;
  f.Apply(f.Order('1', 1, {{kKeyA}}));
  f.Apply(f.Order('2', 1, {{kKeyA}}));
  f.Apply(f.Order('1', 2, {{kKeyA, event::v1::STANDING_REVOKED_REFUND}}));
  CHECK(AccessOf(f, kAlice) == std::vector<std::string>{kKeyA});
}

TEST_CASE("a free claim leaves an entry in the audit, once; a purchase stands in the books") {
  Fixture f;
  OrderAccess claim = f.Order('1', 1, {{kKeyA}});
  claim.set_source("free");
  f.Apply(claim);
  f.Apply(f.Order('2', 1, {{kKeyB}}));
  claim.set_revision(2);
  claim.mutable_grants(0)->set_standing(event::v1::STANDING_REVOKED_REFUND);
  f.Apply(claim);
  CHECK(f.Count("entitlement_audit") == 1);
  CHECK(f.Count(StrCat("entitlement_audit AS a JOIN marketplace_entitlements AS e ON e.id::text = "
                       "a.subject WHERE a.action = 'entitlement.claim' AND a.actor = '",
                       kAlice, "' AND details->>'reason' <> ''")) == 1);
}

TEST_CASE("an organisation's order serves its members, while they are") {
  Fixture f;
  f.AddMember(kOrg, kBob, "member");
  f.Apply(f.Order('1', 1, {{kKeyA}}, {kOrg, "org"}));
  CHECK(AccessOf(f, kBob) == std::vector<std::string>{kKeyA});
  CHECK(AccessOf(f, kAlice).empty());
  f.RemoveMember(kOrg, kBob);
  CHECK(AccessOf(f, kBob).empty());
}

TEST_CASE("a bundle is one row per order, worth what its KEYS are worth together") {
  Fixture f;
  const std::string bundle = FakeCatalog::IdOf("bundle-f");
  const auto apply = [&](int64_t revision, const std::vector<Fixture::Line>& lines) {
    OrderAccess order = f.Order('1', revision, lines);
    order.set_bundle_id(bundle);
    order.set_source("bundle");
    f.Apply(order);
  };
  const auto is = [&](const std::string& status) {
    return f.Count(StrCat("marketplace_bundle_entitlements WHERE bundle_id = '", bundle,
                          "' AND status = '", status, "'")) == 1;
  };
  const auto gone = event::v1::STANDING_REVOKED_REFUND;
  apply(1, {{kKeyA}, {kKeyB}});
  CHECK(is("active"));
  CHECK(f.Count(StrCat("marketplace_entitlements WHERE source = 'bundle' AND bundle_id = '", bundle,
                       "'")) == 2);
  apply(2, {{kKeyA, gone}, {kKeyB}});
  CHECK(is("active"));
  apply(3, {{kKeyA, gone}, {kKeyB, event::v1::STANDING_SUSPENDED_CREDIT}});
  CHECK(is("suspended"));
  apply(4, {{kKeyA, gone}, {kKeyB, gone}});
  CHECK(is("revoked"));
}

TEST_CASE("a snapshot that cannot be is refused and leaves no trace") {
  Fixture f;
  const OrderAccess good = f.Order('1', 1, {{kKeyA}});
  const auto refused = [&](auto change) {
    OrderAccess bad = good;
    change(bad);
    return ReasonOf(f.TryApply(bad).status()) == Reason::INVALID_ARGUMENT;
  };
  CHECK(refused([](OrderAccess& o) { o.set_order_id("1"); }));
  CHECK(refused([](OrderAccess& o) { o.set_revision(0); }));
  CHECK(refused([](OrderAccess& o) { o.mutable_tenant()->set_type("team"); }));
  CHECK(refused([](OrderAccess& o) { o.mutable_tenant()->set_id(""); }));
  CHECK(refused([](OrderAccess& o) { o.set_user_id("alice"); }));
  CHECK(refused([](OrderAccess& o) { o.set_source("manual"); }));
  CHECK(refused([](OrderAccess& o) { o.clear_occurred_at(); }));
  CHECK(refused([](OrderAccess& o) { *o.add_grants() = o.grants(0); }));
  CHECK(refused([](OrderAccess& o) { o.mutable_grants(0)->clear_standing(); }));
  CHECK(refused([](OrderAccess& o) { o.mutable_grants(0)->clear_order_line_id(); }));
  CHECK(refused([](OrderAccess& o) { o.mutable_grants(0)->set_key_id("key-a"); }));
  CHECK(f.Count("order_access_revisions") == 0);
  CHECK(f.Apply(good));
}

}  // namespace
}  // namespace keys::entitlement
