// The ledger's rules, folded in memory over random histories, against the reference model.
#include <algorithm>
#include <catch2/catch.hpp>
#include <iostream>

#include "common/base/text.h"
#include "services/entitlement/domain/decide_access.h"
#include "services/entitlement/domain/fold.h"
#include "services/entitlement/domain/order_diff.h"
#include "services/entitlement/model/reference.h"
#include "services/entitlement/model/words.h"

namespace keys::entitlement::model {
namespace {

constexpr int64_t kHistories = 1'000'000;

// Facts and grants as the service keeps them, without a database.
class MemoryLedger {
 public:
  // False when the rules refused a fact.
  bool Apply(const Delivery& delivery) {
    if (delivery.kind == Delivery::Kind::kSnapshot) return Follow(delivery);
    for (Grant& grant : grants_) {
      if (grant.order_id != OrderOf(0, delivery.order)) continue;
      if (grant.order_line_id != LineOf(delivery.line) || IsRevoked(grant.standing)) continue;
      if (delivery.kind == Delivery::Kind::kRevoke) {
        return Record(&grant, grant, {FactKind::kRevoked, Standing::kRevokedManual});
      }
      return Transfer(grant, TenantOf(0, delivery.receiver));
    }
    return true;
  }

  bool HasAccess(int tenant, int key) const {
    std::vector<Grant> grants;
    for (const Grant& grant : grants_) {
      if (grant.tenant == TenantOf(0, tenant) && grant.key_id == KeyOf(key)) {
        grants.push_back(grant);
      }
    }
    return DecideAccess(grants, absl::UnixEpoch()).has_access;
  }
  bool FactsAddUp() const {
    const auto folded = Fold(facts_);
    return folded.ok() && *folded == grants_;
  }

 private:
  bool Follow(const Delivery& delivery) {
    int64_t& newest = revisions_[delivery.order];
    if (delivery.revision <= newest) return true;
    newest = delivery.revision;
    const event::v1::OrderAccess snapshot = SnapshotOf(0, delivery);
    std::vector<Grant> current;
    for (const Grant& grant : grants_) {
      if (grant.order_id == snapshot.order_id()) current.push_back(grant);
    }
    for (const GrantChange& change : DiffOrder(current, snapshot)) {
      if (!RecordChange(change, snapshot)) return false;
    }
    return true;
  }
  bool RecordChange(const GrantChange& change, const event::v1::OrderAccess& snapshot) {
    Grant made{.id = std::to_string(grants_.size()),
               .tenant = {snapshot.tenant().id(), snapshot.tenant().type()},
               .key_id = change.key_id,
               .source = snapshot.source(),
               .starts_at = absl::UnixEpoch(),
               .order_id = snapshot.order_id(),
               .order_line_id = change.order_line_id};
    if (change.grant.has_value()) made = *change.grant;
    for (const Step& step : change.steps) {
      if (!Record(Find(made.id), made, step)) return false;
    }
    return true;
  }
  bool Transfer(Grant& grant, const Tenant& receiver) {
    if (grant.tenant == receiver) return true;
    Grant received = grant;
    const Standing standing = grant.standing;
    if (!Record(&grant, grant, {FactKind::kRevoked, Standing::kRevokedTransfer})) return false;
    received.id = std::to_string(grants_.size());
    received.tenant = receiver;
    received.source = "transfer";
    for (const Step& step : StepsTo(std::nullopt, standing)) {
      if (!Record(Find(received.id), received, step)) return false;
    }
    return true;
  }

  Grant* Find(const std::string& id) {
    const auto found = std::find_if(grants_.begin(), grants_.end(),
                                    [&id](const Grant& grant) { return grant.id == id; });
    return found == grants_.end() ? nullptr : &*found;
  }
  bool Record(Grant* before, const Grant& grant, const Step& step) {
    Fact fact{.kind = step.kind, .grant = grant};
    fact.grant.standing = step.standing;
    auto after =
        entitlement::Apply(before == nullptr ? std::nullopt : std::optional<Grant>(*before), fact);
    if (!after.ok()) return false;
    facts_.push_back(std::move(fact));
    if (before == nullptr) {
      grants_.push_back(*std::move(after));
    } else {
      *before = *std::move(after);
    }
    return true;
  }

  std::map<int, int64_t> revisions_;
  std::vector<Fact> facts_;
  std::vector<Grant> grants_;
};

// One bit per tenant and KEY.
template <typename Ledger>
int AccessOf(const Ledger& ledger) {
  int bits = 0;
  for (int tenant = 0; tenant < kTenants; ++tenant) {
    for (int key = 0; key < kLines; ++key) bits = bits * 2 + ledger.HasAccess(tenant, key);
  }
  return bits;
}

TEST_CASE("after any history the ledger says what the reference says") {
  const int64_t count = Scaled(kHistories);
  Histories histories(Seed());
  int64_t deliveries = 0, with_access = 0;
  for (int64_t number = 0; number < count; ++number) {
    MemoryLedger ledger;
    Reference reference;
    for (const Delivery& delivery : histories.Next()) {
      ++deliveries;
      reference.Apply(delivery);
      if (!ledger.Apply(delivery)) FAIL("history " << number << ": a fact was refused");
    }
    const int access = AccessOf(ledger);
    with_access += access != 0;
    if (access != AccessOf(reference) || !ledger.FactsAddUp()) {
      FAIL("KEYS_TEST_SEED=" << Seed() << ": history " << number << " differs");
    }
  }
  std::cout << "counted: KEYS_TEST_SEED=" << Seed() << ": " << count << " histories, " << deliveries
            << " deliveries, " << with_access << " of them ending with access\n";
  CHECK(with_access > count / 4);
}

TEST_CASE("the order of deliveries, and how often each comes, change no access") {
  const int64_t count = Scaled(kHistories) / 10;
  Histories histories(Seed() + 1);
  for (int64_t number = 0; number < count; ++number) {
    std::vector<Delivery> deliveries = histories.Next();
    deliveries.erase(std::remove_if(deliveries.begin(), deliveries.end(),
                                    [](const Delivery& delivery) {
                                      return delivery.kind != Delivery::Kind::kSnapshot;
                                    }),
                     deliveries.end());
    std::optional<int> access;
    for (int permutation = 0; permutation < 3; ++permutation) {
      MemoryLedger ledger;
      for (const Delivery& delivery : deliveries) ledger.Apply(delivery);
      if (access.value_or(AccessOf(ledger)) != AccessOf(ledger)) {
        FAIL("KEYS_TEST_SEED=" << Seed() << ": history " << number << " depends on the order");
      }
      access = AccessOf(ledger);
      const size_t before = deliveries.size();
      for (size_t i = 0; i < before; i += 2) deliveries.push_back(deliveries[i]);
      histories.Shuffle(deliveries);
    }
  }
}

}  // namespace
}  // namespace keys::entitlement::model
