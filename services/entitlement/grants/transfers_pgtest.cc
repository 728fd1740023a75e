#include "services/entitlement/access/entitlements.h"
#include "services/entitlement/domain/decide_access.h"
#include "services/entitlement/grants/admin_grants.h"
#include "services/entitlement/grants/transfers.h"
#include "services/entitlement/ledger/access_store.h"
#include "services/entitlement/testing/fixture.h"

namespace keys::entitlement {
namespace {

const std::string kKeyA = FakeCatalog::IdOf("key-a");

struct Shop : Fixture {
  Shop() { catalog.AddKey("key-a"); }
  Transfers transfers{pool, catalog, clock, ids};
  Entitlements entitlements{pool, catalog, clock};

  static rpc::Call AsAdmin(const std::string& idempotency_key = "") {
    return rpc::Call({.caller = {.user_id = kBob, .admin = true},
                      .deadline = Soon(),
                      .peer = "gateway",
                      .idempotency_key = idempotency_key});
  }
  static v1::TransferEntitlementRequest ToBob(const std::string& id) {
    v1::TransferEntitlementRequest request;
    request.set_id(id);
    request.set_user_id(kBob);
    request.set_reason("bought for a \"friend\"");
    return request;
  }
  absl::StatusOr<v1::TransferEntitlementResponse> Transfer(
      const v1::TransferEntitlementRequest& request, rpc::Call call = AsAdmin()) {
    return transfers.Transfer(call, request);
  }
  // Returns the only grant of a tenant.
  Grant GrantOf(const Tenant& tenant) {
    auto db = pool.Acquire(Soon());
    const auto grants = ledger::GrantsOfTenant(*db, tenant, std::nullopt);
    REQUIRE(grants.ok());
    REQUIRE(grants->size() == 1);
    return grants->front();
  }
  // Lets Alice buy key-a and returns the grant's id.
  std::string Bought(event::v1::Standing standing = event::v1::STANDING_ACTIVE) {
    Apply(Order('1', 1, {{kKeyA, standing}}));
    return GrantOf({kAlice, "user"}).id;
  }
  bool Has(const std::string& user) {
    auto db = pool.Acquire(Soon());
    return !access::AccessSet(*db, {.user_id = user}, clock.Now())->empty();
  }
};

TEST_CASE("a transferred grant changes its tenant and keeps its order line") {
  Shop f;
  const std::string id = f.Bought();
  f.clock.Advance(absl::Hours(1));
  const auto response = f.Transfer(f.ToBob(id));
  INFO(response.status().ToString());
  REQUIRE(response.ok());
  CHECK(response->entitlement().source() == "transfer");
  CHECK(response->entitlement().tenant_id() == kBob);
  CHECK(response->entitlement().pack_slug() == "key-a");
  CHECK_FALSE(f.Has(kAlice));
  CHECK(f.Has(kBob));
  const Grant received = f.GrantOf({kBob, "user"});
  CHECK(received.order_id == f.OrderId('1'));
  CHECK(received.order_line_id == StrCat("line of ", kKeyA));
  const Decision alices = DecideAccess({f.GrantOf({kAlice, "user"})}, f.clock.Now());
  CHECK(alices.refusal == Reason::REVOKED_MANUAL);
  CHECK(SentenceOf(alices) == "An administrator transferred this access to somebody else.");
  CHECK(f.Count("entitlement_audit WHERE details->>'reason' = 'bought for a \"friend\"'") == 1);
}

TEST_CASE("refund and dispute of the order follow a transferred grant") {
  Shop f;
  REQUIRE(f.Transfer(f.ToBob(f.Bought())).ok());
  CHECK(f.Apply(f.Order('1', 2, {{kKeyA, event::v1::STANDING_SUSPENDED_DISPUTE}})));
  CHECK_FALSE(f.Has(kBob));
  CHECK(f.Apply(f.Order('1', 3, {{kKeyA}})));
  CHECK(f.Has(kBob));
  CHECK_FALSE(f.Has(kAlice));
  CHECK(f.Apply(f.Order('1', 4, {{kKeyA, event::v1::STANDING_REVOKED_REFUND}})));
  CHECK_FALSE(f.Has(kBob));
  CHECK(f.GrantOf({kBob, "user"}).standing == Standing::kRevokedRefund);
  CHECK(f.GrantOf({kAlice, "user"}).standing == Standing::kRevokedTransfer);
}

TEST_CASE("a grant is passed on from hand to hand, and back") {
  Shop f;
  std::string id = f.Bought();
  for (int i = 0; i < 3; ++i) {
    v1::TransferEntitlementRequest request = f.ToBob(id);
    if (i == 1) request.set_user_id(kAlice);
    if (i == 2) {
      request.clear_user_id();
      request.set_org_id(kOrg);
    }
    const auto response = f.Transfer(request);
    REQUIRE(response.ok());
    id = response->entitlement().id();
  }
  CHECK(f.GrantOf({kOrg, "org"}).standing == Standing::kActive);
  CHECK_FALSE(f.Has(kAlice));
  CHECK_FALSE(f.Has(kBob));
  CHECK(f.Apply(f.Order('1', 2, {})));
  CHECK(f.GrantOf({kOrg, "org"}).standing == Standing::kRevokedRefund);
}

TEST_CASE("nobody is told that a transferred grant is revoked while its receiver has it") {
  Shop f;
  AdminGrants admin(f.pool, f.catalog, f.clock, f.ids);
  const std::string id = f.Bought();
  const std::string received = f.Transfer(f.ToBob(id))->entitlement().id();
  v1::RevokeEntitlementRequest request;
  request.set_id(id);
  request.set_reason("a stolen card");
  rpc::Call call = f.AsAdmin();
  const absl::Status refusal = admin.Revoke(call, request).status();
  CHECK(ReasonOf(refusal) == Reason::CONFLICT);
  REQUIRE(error::DetailOf(refusal)->actions_size() == 1);
  CHECK(error::DetailOf(refusal)->actions(0).find(id) != std::string::npos);
  CHECK(f.Count(StrCat("entitlement_audit WHERE subject = '", id, "' AND details->>'grant_id' = '",
                       received, "'")) == 1);
  request.set_id(received);
  REQUIRE(admin.Revoke(call, request).ok());
  CHECK_FALSE(f.Has(kBob));
}

TEST_CASE("a receiver has it since it was given to them, for as long as it would have lasted") {
  Shop f;
  AdminGrants admin(f.pool, f.catalog, f.clock, f.ids);
  v1::GrantEntitlementRequest request;
  request.set_user_id(kAlice);
  request.set_key("key-a");
  request.set_source("gift");
  request.set_reason("a week");
  *request.mutable_ends_at() = ToProto(f.clock.Now() + absl::Hours(2));
  rpc::Call call = f.AsAdmin();
  const std::string id = admin.Give(call, request)->entitlement().id();
  f.clock.Advance(absl::Hours(1));
  const auto moved = f.Transfer(f.ToBob(id));
  REQUIRE(moved.ok());
  const Grant received = f.GrantOf({kBob, "user"});
  CHECK(received.starts_at == f.clock.Now());
  CHECK(received.ends_at == f.clock.Now() + absl::Hours(1));
  f.clock.Advance(absl::Hours(1));
  CHECK_FALSE(f.Has(kBob));
  v1::TransferEntitlementRequest back = f.ToBob(moved->entitlement().id());
  back.set_user_id(kAlice);
  CHECK(ReasonOf(f.Transfer(back).status()) == Reason::CONFLICT);
}

TEST_CASE("a suspended grant arrives suspended") {
  Shop f;
  const std::string id = f.Bought(event::v1::STANDING_SUSPENDED_DISPUTE);
  REQUIRE(f.Transfer(f.ToBob(id)).ok());
  CHECK(f.GrantOf({kBob, "user"}).standing == Standing::kSuspendedDispute);
  CHECK(f.Apply(f.Order('1', 2, {{kKeyA}})));
  CHECK(f.Has(kBob));
}

TEST_CASE("each moment is answered as it was, before a transfer and after") {
  Shop f;
  const std::string id = f.Bought();
  const absl::Time before = f.clock.Now();
  f.clock.Advance(absl::Hours(1));
  REQUIRE(f.Transfer(f.ToBob(id)).ok());
  const auto listed = [&](const std::string& user, absl::Time at) {
    v1::ListEntitlementsRequest request;
    *request.mutable_as_of() = ToProto(at);
    rpc::Call call = f.As(user);
    return f.entitlements.List(call, request)->entitlements_size();
  };
  CHECK(listed(kAlice, before) == 1);
  CHECK(listed(kBob, before) == 0);
  CHECK(listed(kAlice, f.clock.Now()) == 0);
  CHECK(listed(kBob, f.clock.Now()) == 1);
}

TEST_CASE("a pledged line is not transferred until the pledge ends") {
  Shop f;
  const std::string id = f.Bought();
  auto pledged = f.Order('1', 2, {{kKeyA}});
  pledged.mutable_grants(0)->set_pledged(true);
  f.Apply(pledged);
  CHECK(ReasonOf(f.Transfer(f.ToBob(id)).status()) == Reason::CREDIT_IN_USE);
  CHECK(f.Has(kAlice));
  f.Apply(f.Order('1', 3, {{kKeyA}}));
  CHECK(f.Transfer(f.ToBob(id)).ok());
}

TEST_CASE("the same idempotency key transfers once") {
  Shop f;
  const std::string id = f.Bought();
  const auto first = f.Transfer(f.ToBob(id), f.AsAdmin("k"));
  rpc::Call again = f.AsAdmin("k");
  const auto second = f.transfers.Transfer(again, f.ToBob(id));
  REQUIRE(second.ok());
  CHECK(again.replayed());
  CHECK(second->entitlement().id() == first->entitlement().id());
  CHECK(f.Count("marketplace_entitlements") == 2);
}

TEST_CASE("what cannot be transferred is told why") {
  Shop f;
  const std::string id = f.Bought();
  CHECK(ReasonOf(f.Transfer(f.ToBob(id), f.As(kAlice)).status()) == Reason::NOT_ADMIN);
  CHECK(ReasonOf(f.Transfer(f.ToBob(kOrg)).status()) == Reason::NOT_FOUND);
  CHECK(ReasonOf(f.Transfer(f.ToBob("17")).status()) == Reason::NOT_FOUND);
  v1::TransferEntitlementRequest request = f.ToBob(id);
  request.set_user_id(kAlice);
  CHECK(ReasonOf(f.Transfer(request).status()) == Reason::CONFLICT);
  request.set_org_id(kOrg);
  request.clear_reason();
  const auto detail = error::DetailOf(f.Transfer(request).status());
  REQUIRE(detail.has_value());
  CHECK(detail->violations_size() == 2);
  f.Apply(f.Order('1', 2, {{kKeyA, event::v1::STANDING_REVOKED_REFUND}}));
  CHECK(ReasonOf(f.Transfer(f.ToBob(id)).status()) == Reason::CONFLICT);
}

}  // namespace
}  // namespace keys::entitlement
