#include "services/entitlement/access/entitlements.h"
#include "services/entitlement/grants/admin_grants.h"
#include "services/entitlement/ledger/access_store.h"
#include "services/entitlement/testing/fixture.h"

namespace keys::entitlement {
namespace {

struct Shop : Fixture {
  Shop() { catalog.AddKey("key-a"); }
  AdminGrants admin{pool, catalog, clock, ids};

  static rpc::Call AsAdmin(const std::string& idempotency_key = "") {
    return rpc::Call({.caller = {.user_id = kBob, .admin = true},
                      .deadline = Soon(),
                      .peer = "gateway",
                      .idempotency_key = idempotency_key});
  }
  static v1::GrantEntitlementRequest Gift() {
    v1::GrantEntitlementRequest request;
    request.set_user_id(kAlice);
    request.set_key("key-a");
    request.set_source("gift");
    request.set_reason("for the \"talk\"");
    return request;
  }
  absl::StatusOr<v1::GrantEntitlementResponse> Give(const v1::GrantEntitlementRequest& request,
                                                    rpc::Call call = AsAdmin()) {
    return admin.Give(call, request);
  }
  absl::StatusOr<v1::RevokeEntitlementResponse> Revoke(const std::string& id,
                                                       rpc::Call call = AsAdmin()) {
    v1::RevokeEntitlementRequest request;
    request.set_id(id);
    request.set_reason("by mistake");
    return admin.Revoke(call, request);
  }
  size_t KeysOfAlice() {
    auto db = pool.Acquire(Soon());
    return access::AccessSet(*db, {.user_id = kAlice}, clock.Now())->size();
  }
};

TEST_CASE("an administrator gives a KEY and takes it back") {
  Shop f;
  const auto given = f.Give(f.Gift());
  REQUIRE(given.ok());
  CHECK(given->entitlement().status() == "active");
  CHECK(given->entitlement().source() == "gift");
  CHECK(given->entitlement().pack_slug() == "key-a");
  CHECK(f.KeysOfAlice() == 1);
  const auto revoked = f.Revoke(given->entitlement().id());
  REQUIRE(revoked.ok());
  CHECK(revoked->entitlement().status() == "revoked");
  CHECK(revoked->entitlement().reason() == "REVOKED_MANUAL");
  CHECK(revoked->entitlement().pack_slug() == "key-a");
  CHECK(f.KeysOfAlice() == 0);
  CHECK(f.Revoke(given->entitlement().id()).ok());
  CHECK(f.Count("marketplace_entitlement_facts") == 2);
  CHECK(f.Count("entitlement_audit") == 2);
  CHECK(f.Count("entitlement_audit WHERE details->>'reason' = 'for the \"talk\"'") == 1);
  auto db = f.pool.Acquire(Soon());
  CHECK_FALSE(audit::Log("entitlement").FirstBroken(*db)->has_value());
}

TEST_CASE("a dated access ends by itself") {
  Shop f;
  v1::GrantEntitlementRequest request = f.Gift();
  *request.mutable_ends_at() = ToProto(f.clock.Now() + absl::Hours(1));
  CHECK(f.Give(request)->entitlement().has_expires_at());
  CHECK(f.KeysOfAlice() == 1);
  f.clock.Advance(absl::Hours(1));
  CHECK(f.KeysOfAlice() == 0);
}

TEST_CASE("an access may begin later, and is told as scheduled until then") {
  Shop f;
  v1::GrantEntitlementRequest request = f.Gift();
  *request.mutable_starts_at() = ToProto(f.clock.Now() + absl::Hours(1));
  *request.mutable_ends_at() = ToProto(f.clock.Now() + absl::Hours(2));
  const auto given = f.Give(request);
  REQUIRE(given.ok());
  CHECK(given->entitlement().status() == "scheduled");
  CHECK(given->entitlement().reason() == "NOT_STARTED");
  CHECK(f.KeysOfAlice() == 0);
  f.clock.Advance(absl::Hours(1));
  CHECK(f.KeysOfAlice() == 1);
  f.clock.Advance(absl::Hours(1));
  CHECK(f.KeysOfAlice() == 0);
}

TEST_CASE("an access that would last no time is refused, however fine its dates") {
  Shop f;
  const auto refused = [&f](absl::Duration starts, absl::Duration ends) {
    v1::GrantEntitlementRequest request = f.Gift();
    *request.mutable_starts_at() = ToProto(f.clock.Now() + starts);
    *request.mutable_ends_at() = ToProto(f.clock.Now() + ends);
    return ReasonOf(f.Give(request).status()) == Reason::INVALID_ARGUMENT;
  };
  CHECK(refused(absl::ZeroDuration(), absl::Nanoseconds(500)));
  CHECK(refused(absl::Hours(1), absl::Hours(1)));
  CHECK(refused(absl::Hours(1), absl::Hours(1) + absl::Nanoseconds(999)));
  CHECK(refused(-absl::Nanoseconds(1), absl::Hours(1)));
  CHECK_FALSE(refused(absl::Hours(1), absl::Hours(1) + absl::Microseconds(1)));
  CHECK(f.Count("marketplace_entitlements") == 1);
}

TEST_CASE("what an administrator revoked stays revoked, whatever becomes of the order") {
  Shop f;
  const std::string key = FakeCatalog::IdOf("key-a");
  f.Apply(f.Order('1', 1, {{key}}));
  auto db = f.pool.Acquire(Soon());
  const auto grants = ledger::GrantsOfTenant(*db, {kAlice, "user"}, key);
  REQUIRE(f.Revoke(grants->front().id).ok());
  f.Apply(f.Order('1', 2, {{key, event::v1::STANDING_SUSPENDED_DISPUTE}}));
  f.Apply(f.Order('1', 3, {{key}}));
  CHECK(f.KeysOfAlice() == 0);
  CHECK(f.Count("marketplace_entitlements WHERE reason = 'REVOKED_MANUAL'") == 1);
}

TEST_CASE("what is revoked after its refund does not come back when the refund fails") {
  for (const auto gone :
       {event::v1::STANDING_REVOKED_REFUND, event::v1::STANDING_REVOKED_DISPUTE}) {
    Shop f;
    const std::string key = FakeCatalog::IdOf("key-a");
    f.Apply(f.Order('1', 1, {{key}}));
    f.Apply(f.Order('1', 2, {{key, gone}}));
    auto db = f.pool.Acquire(Soon());
    const std::string id = ledger::GrantsOfTenant(*db, {kAlice, "user"}, key)->front().id;
    const auto revoked = f.Revoke(id);
    REQUIRE(revoked.ok());
    CHECK(revoked->entitlement().reason() == "REVOKED_MANUAL");
    CHECK(f.Revoke(id).ok());
    CHECK(f.Count("entitlement_audit WHERE action = 'entitlement.revoke'") == 1);
    f.Apply(f.Order('1', 3, {{key}}));
    CHECK(f.KeysOfAlice() == 0);
    CHECK(f.Count("marketplace_entitlement_facts") == 3);
  }
}

TEST_CASE("the same idempotency key gives once") {
  Shop f;
  const auto first = f.Give(f.Gift(), f.AsAdmin("k"));
  rpc::Call again = f.AsAdmin("k");
  const auto second = f.admin.Give(again, f.Gift());
  REQUIRE(second.ok());
  CHECK(again.replayed());
  CHECK(second->entitlement().id() == first->entitlement().id());
  CHECK(f.Count("marketplace_entitlements") == 1);
  v1::GrantEntitlementRequest other = f.Gift();
  other.set_source("manual");
  CHECK(ReasonOf(f.Give(other, f.AsAdmin("k")).status()) == Reason::IDEMPOTENCY_KEY_REUSED);
}

TEST_CASE("everything wrong with a gift is told at once") {
  Shop f;
  v1::GrantEntitlementRequest request;
  request.set_user_id(kAlice);
  request.set_org_id(kOrg);
  request.set_source("order_line");
  request.set_reason("  ");
  *request.mutable_ends_at() = ToProto(f.clock.Now());
  const auto detail = error::DetailOf(f.Give(request).status());
  REQUIRE(detail.has_value());
  std::vector<std::string> pointers;
  for (const auto& violation : detail->violations()) pointers.push_back(violation.pointer());
  CHECK(pointers == std::vector<std::string>{"/user_id", "/key", "/source", "/ends_at", "/reason"});
  request = f.Gift();
  request.set_key("key-x");
  CHECK(ReasonOf(f.Give(request).status()) == Reason::NOT_FOUND);
}

TEST_CASE("only administrators give and take, and only what there is") {
  Shop f;
  CHECK(ReasonOf(f.Give(f.Gift(), f.As(kAlice)).status()) == Reason::NOT_ADMIN);
  CHECK(ReasonOf(f.Give(f.Gift(), f.CallOf({})).status()) == Reason::UNAUTHENTICATED);
  CHECK(ReasonOf(f.Revoke(kOrg, f.As(kAlice)).status()) == Reason::NOT_ADMIN);
  CHECK(ReasonOf(f.Revoke(kOrg).status()) == Reason::NOT_FOUND);
  CHECK(ReasonOf(f.Revoke("17").status()) == Reason::NOT_FOUND);
}

TEST_CASE("taking access away does not wait for the catalog") {
  Shop f;
  const std::string id = f.Give(f.Gift())->entitlement().id();
  f.catalog.Break(error::Make(Reason::UNAVAILABLE, "down"));
  CHECK(f.Revoke(id).ok());
  CHECK(f.KeysOfAlice() == 0);
}

}  // namespace
}  // namespace keys::entitlement
