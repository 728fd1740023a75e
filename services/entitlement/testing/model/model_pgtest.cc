// Compares the ledger in Postgres after random histories, with two writers at once, with the
// reference model.
#include <algorithm>
#include <atomic>
#include <iostream>
#include <thread>

#include "services/entitlement/access/entitlements.h"
#include "services/entitlement/domain/decide_access.h"
#include "services/entitlement/grants/admin_grants.h"
#include "services/entitlement/grants/transfers.h"
#include "services/entitlement/ledger/access_store.h"
#include "services/entitlement/organisations/members.h"
#include "services/entitlement/testing/fixture.h"
#include "services/entitlement/testing/model/reference.h"
#include "services/entitlement/testing/model/words.h"

namespace keys::entitlement::model {
namespace {

constexpr int64_t kHistories = 1000;

struct Shop : Fixture {
  Shop() {
    for (int key = 0; key < kLines; ++key) catalog.AddKeyWithId(KeyOf(key), StrCat("key ", key));
  }
  AdminGrants admin{pool, catalog, clock, ids};
  Transfers transfers{pool, catalog, clock, ids};
  Members members{pool, clock, ids};
  // The present grant of each gift.
  std::map<int, std::string> gifts;

  static rpc::Call AsAdmin() { return CallOf({.user_id = kBob, .admin = true}); }
  // Returns the present grant of an order line, or an empty text when there is none.
  std::string GrantAt(int64_t history, const Delivery& delivery) {
    if (delivery.order == kGifts) return gifts[delivery.line];
    for (int tenant = 0; tenant < kTenants; ++tenant) {
      auto db = pool.Acquire(Soon());
      REQUIRE(db.ok());
      const auto grants = ledger::GrantsOfTenant(*db, TenantOf(history, tenant), std::nullopt);
      REQUIRE(grants.ok());
      for (const Grant& grant : *grants) {
        if (grant.order_id == OrderOf(history, delivery.order) &&
            grant.order_line_id == LineOf(delivery.line) &&
            grant.standing != Standing::kRevokedTransfer) {
          return grant.id;
        }
      }
    }
    return "";
  }
  void Give(int64_t history, const Delivery& delivery) {
    v1::GrantEntitlementRequest request;
    const Tenant receiver = TenantOf(history, delivery.receiver);
    receiver.type == "user" ? request.set_user_id(receiver.id) : request.set_org_id(receiver.id);
    request.set_key(KeyOf(delivery.key));
    request.set_source("gift");
    request.set_reason("model");
    const absl::Time from = clock.Now() + absl::Seconds(delivery.delay);
    if (delivery.delay > 0) *request.mutable_starts_at() = ToProto(from);
    if (delivery.lasts > 0) {
      *request.mutable_ends_at() = ToProto(from + absl::Seconds(delivery.lasts));
    }
    rpc::Call call = AsAdmin();
    const auto given = admin.Give(call, request);
    INFO(given.status().ToString());
    REQUIRE(given.ok());
    gifts[delivery.line] = given->entitlement().id();
  }
  void Enroll(int64_t history, const Delivery& delivery) {
    const std::string org = TenantOf(history, kPeople).id;
    const std::string user = TenantOf(history, delivery.receiver).id;
    rpc::Call call = AsAdmin();
    if (delivery.kind == Delivery::Kind::kJoin) {
      v1::PutMemberRequest request;
      request.set_id(org);
      request.set_user_id(user);
      request.set_role("member");
      REQUIRE(members.Put(call, request).ok());
      return;
    }
    v1::DeleteMemberRequest request;
    request.set_id(org);
    request.set_user_id(user);
    const auto status = members.Delete(call, request).status();
    REQUIRE((status.ok() || ReasonOf(status) == Reason::NOT_FOUND));
  }
  void TakeOrPass(int64_t history, const Delivery& delivery) {
    const std::string id = GrantAt(history, delivery);
    if (id.empty()) return;
    rpc::Call call = AsAdmin();
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
    const auto passed = transfers.Transfer(call, request);
    REQUIRE((passed.ok() || ReasonOf(passed.status()) == Reason::CONFLICT));
    if (passed.ok() && delivery.order == kGifts) gifts[delivery.line] = passed->entitlement().id();
  }
  // A second passes with each delivery.
  void Deliver(int64_t history, const Delivery& delivery) {
    using Kind = Delivery::Kind;
    clock.Advance(absl::Seconds(1));
    if (delivery.kind == Kind::kSnapshot) {
      Apply(SnapshotOf(history, delivery));
    } else if (delivery.kind == Kind::kGive) {
      Give(history, delivery);
    } else if (delivery.kind == Kind::kJoin || delivery.kind == Kind::kLeave) {
      Enroll(history, delivery);
    } else {
      TakeOrPass(history, delivery);
    }
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
  // Compares lists and explanations for each person and KEY.
  void ComparePeople(int64_t history, const Reference& reference) {
    auto db = pool.Acquire(Soon());
    for (int person = 0; person < kPeople; ++person) {
      const std::string user = TenantOf(history, person).id;
      const auto set = access::AccessSet(*db, {.user_id = user}, clock.Now());
      REQUIRE(set.ok());
      for (int key = 0; key < kLines; ++key) {
        const bool expected = reference.PersonHasAccess(person, key);
        const bool marked = std::count(set->begin(), set->end(), KeyOf(key)) > 0;
        rpc::Call call = As(user);
        v1::ExplainAccessRequest request;
        request.set_key(KeyOf(key));
        const auto explained = entitlements.Explain(call, request);
        REQUIRE(explained.ok());
        if (marked != expected || explained->has_access() != expected) {
          FAIL("KEYS_TEST_SEED=" << Seed() << ": history " << history << ", person " << person
                                 << ", KEY " << key << ": marked " << marked << ", explained "
                                 << explained->has_access());
        }
      }
    }
  }
  // Compares answers about an earlier moment, for KEYS that people hold themselves, because
  // membership has no history.
  void CompareThen(int64_t history, const Reference& then, absl::Time at) {
    auto db = pool.Acquire(Soon());
    for (int person = 0; person < kPeople; ++person) {
      const Tenant tenant = TenantOf(history, person);
      const auto facts = ledger::FactsOfUser(*db, {.user_id = tenant.id}, std::nullopt, at);
      REQUIRE(facts.ok());
      const auto grants = Fold(*facts);
      REQUIRE(grants.ok());
      for (int key = 0; key < kLines; ++key) {
        std::vector<Grant> own;
        for (const Grant& grant : *grants) {
          if (grant.tenant == tenant && grant.key_id == KeyOf(key)) own.push_back(grant);
        }
        if (DecideAccess(own, at).has_access != then.HasAccess(person, key)) {
          FAIL("KEYS_TEST_SEED=" << Seed() << ": history " << history << ", person " << person
                                 << ", KEY " << key << " as of " << absl::FormatTime(at));
        }
      }
    }
  }
  Entitlements entitlements{pool, catalog, clock};
};

TEST_CASE("after any history the tables say what the reference says, also of any moment before") {
  Shop f;
  Histories histories(Seed());
  const int64_t count = Scaled(kHistories);
  for (int64_t history = 1; history <= count; ++history) {
    Reference reference, reference_then;
    f.gifts.clear();
    const std::vector<Delivery> deliveries = histories.Next();
    int64_t still = histories.Below(static_cast<int>(deliveries.size()) + 1);
    const absl::Time then = f.clock.Now() + absl::Seconds(still);
    for (const Delivery& delivery : deliveries) {
      reference.Apply(delivery);
      f.Deliver(history, delivery);
      if (still-- > 0) reference_then.Apply(delivery);
    }
    f.Compare(history, reference);
    f.ComparePeople(history, reference);
    f.CompareThen(history, reference_then, then);
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
