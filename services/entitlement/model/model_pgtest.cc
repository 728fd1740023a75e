// The ledger in Postgres after random histories, two writers at once, against the reference model.
#include <atomic>
#include <iostream>
#include <thread>

#include "services/entitlement/access_store.h"
#include "services/entitlement/admin_grants.h"
#include "services/entitlement/domain/decide_access.h"
#include "services/entitlement/fixture.h"
#include "services/entitlement/model/reference.h"
#include "services/entitlement/model/words.h"
#include "services/entitlement/transfers.h"

namespace keys::entitlement::model {
namespace {

constexpr int64_t kHistories = 1000;

struct Shop : Fixture {
  AdminGrants admin{pool, catalog, clock, ids};
  Transfers transfers{pool, catalog, clock, ids};

  // The grant of an order line that can still be acted on; empty when there is none.
  std::string GrantAt(int64_t history, const Delivery& delivery) {
    for (int tenant = 0; tenant < kTenants; ++tenant) {
      auto db = pool.Acquire(Soon());
      REQUIRE(db.ok());
      const auto grants = ledger::GrantsOfTenant(*db, TenantOf(history, tenant), std::nullopt);
      REQUIRE(grants.ok());
      for (const Grant& grant : *grants) {
        if (grant.order_id == OrderOf(history, delivery.order) &&
            grant.order_line_id == LineOf(delivery.line) && !IsRevoked(grant.standing)) {
          return grant.id;
        }
      }
    }
    return "";
  }
  void Act(int64_t history, const Delivery& delivery) {
    const std::string id = GrantAt(history, delivery);
    if (id.empty()) return;
    rpc::Call call = CallOf({.user_id = kBob, .admin = true});
    if (delivery.kind == Delivery::Kind::kRevoke) {
      v1::RevokeEntitlementRequest request;
      request.set_id(id);
      request.set_reason("model");
      REQUIRE(admin.Revoke(call, request).ok());
      return;
    }
    v1::TransferEntitlementRequest request;
    request.set_id(id);
    request.set_reason("model");
    const Tenant receiver = TenantOf(history, delivery.receiver);
    receiver.type == "user" ? request.set_user_id(receiver.id) : request.set_org_id(receiver.id);
    const auto status = transfers.Transfer(call, request).status();
    REQUIRE((status.ok() || ReasonOf(status) == Reason::CONFLICT));
  }
  bool HasAccess(int64_t history, int tenant, int key) {
    auto db = pool.Acquire(Soon());
    REQUIRE(db.ok());
    const auto grants = ledger::GrantsOfTenant(*db, TenantOf(history, tenant), KeyOf(key));
    REQUIRE(grants.ok());
    return DecideAccess(*grants, clock.Now()).has_access;
  }
  void Compare(int64_t history, const Reference& reference) {
    for (int tenant = 0; tenant < kTenants; ++tenant) {
      for (int key = 0; key < kLines; ++key) {
        if (HasAccess(history, tenant, key) != reference.HasAccess(tenant, key)) {
          FAIL("KEYS_TEST_SEED=" << Seed() << ": history " << history << ", tenant " << tenant
                                 << ", KEY " << key);
        }
      }
    }
  }
};

TEST_CASE("after any history the tables say what the reference says") {
  Shop f;
  Histories histories(Seed());
  const int64_t count = Scaled(kHistories);
  for (int64_t history = 1; history <= count; ++history) {
    Reference reference;
    for (const Delivery& delivery : histories.Next()) {
      reference.Apply(delivery);
      if (delivery.kind == Delivery::Kind::kSnapshot) {
        f.Apply(SnapshotOf(history, delivery));
      } else {
        f.Act(history, delivery);
      }
    }
    f.Compare(history, reference);
  }
  std::cout << "counted: KEYS_TEST_SEED=" << Seed() << ": " << count
            << " histories through Postgres\n";
}

TEST_CASE("two writers who deliver the same snapshots at once end where one would") {
  Shop f;
  Histories histories(Seed() + 1);
  const int64_t count = Scaled(kHistories) / 5 + 1;
  for (int64_t history = 1; history <= count; ++history) {
    std::vector<Delivery> deliveries;
    for (Delivery& delivery : histories.Next()) {
      if (delivery.kind == Delivery::Kind::kSnapshot) deliveries.push_back(std::move(delivery));
    }
    std::vector<Delivery> reversed(deliveries.rbegin(), deliveries.rend());
    std::atomic<int> failures = 0;
    const auto deliver = [&](const std::vector<Delivery>& mine) {
      for (const Delivery& delivery : mine) {
        if (!f.TryApply(SnapshotOf(history, delivery)).ok()) ++failures;
      }
    };
    std::thread other([&] { deliver(reversed); });
    deliver(deliveries);
    other.join();
    REQUIRE(failures == 0);
    Reference reference;
    for (const Delivery& delivery : deliveries) reference.Apply(delivery);
    f.Compare(history, reference);
  }
}

}  // namespace
}  // namespace keys::entitlement::model
