// Compares the ledger's rules, folded in memory over random histories, with the reference model.
#include <algorithm>
#include <catch2/catch.hpp>
#include <iostream>
#include <set>

#include "common/base/text.h"
#include "services/entitlement/domain/decide_access.h"
#include "services/entitlement/domain/fold.h"
#include "services/entitlement/domain/order_diff.h"
#include "services/entitlement/testing/model/reference.h"
#include "services/entitlement/testing/model/words.h"

namespace keys::entitlement::model {
namespace {

constexpr int64_t kHistories = 1'000'000;

absl::Time At(int64_t seconds) { return absl::FromUnixSeconds(seconds); }

// Keeps facts and grants as the service does, but without a database. A second passes with each
// delivery.
class MemoryLedger {
 public:
  // Returns false when the rules refused a fact.
  bool Apply(const Delivery& delivery) {
    using Kind = Delivery::Kind;
    ++now_;
    if (delivery.kind == Kind::kSnapshot) return Follow(delivery);
    if (delivery.kind == Kind::kJoin) members_.insert(delivery.receiver);
    if (delivery.kind == Kind::kLeave) members_.erase(delivery.receiver);
    if (delivery.kind == Kind::kGive) return Give(delivery);
    if (delivery.kind != Kind::kRevoke && delivery.kind != Kind::kTransfer) return true;
    for (Grant& grant : grants_) {
      if (!IsOf(grant, delivery) || grant.standing == Standing::kRevokedTransfer) continue;
      if (grant.standing == Standing::kRevokedManual) continue;
      if (delivery.kind == Kind::kRevoke) {
        return Record(&grant, grant, {FactKind::kRevoked, Standing::kRevokedManual});
      }
      if (!IsRevoked(grant.standing)) return Transfer(grant, TenantOf(0, delivery.receiver));
    }
    return true;
  }

  bool HasAccess(int tenant, int key) const { return DecideAmong(grants_, {tenant}, key, now_); }
  bool PersonHasAccess(int person, int key) const {
    std::set<int> tenants = {person};
    if (members_.count(person) > 0) tenants.insert(kPeople);
    return DecideAmong(grants_, tenants, key, now_);
  }
  // Answers from the facts that were recorded by then.
  bool HadAccess(int tenant, int key, int64_t then) const {
    std::vector<Fact> known;
    for (const Fact& fact : facts_) {
      if (fact.recorded_at <= At(then)) known.push_back(fact);
    }
    const auto grants = Fold(known);
    return grants.ok() && DecideAmong(*grants, {tenant}, key, then);
  }
  bool FactsAddUp() const {
    const auto folded = Fold(facts_);
    return folded.ok() && *folded == grants_;
  }

 private:
  static bool DecideAmong(const std::vector<Grant>& all, const std::set<int>& tenants, int key,
                          int64_t now) {
    std::vector<Grant> grants;
    for (const Grant& grant : all) {
      for (const int tenant : tenants) {
        if (grant.tenant == TenantOf(0, tenant) && grant.key_id == KeyOf(key)) {
          grants.push_back(grant);
        }
      }
    }
    return DecideAccess(grants, At(now)).has_access;
  }
  static bool IsOf(const Grant& grant, const Delivery& delivery) {
    return grant.order_id == OrderOf(0, delivery.order) &&
           grant.order_line_id == LineOf(delivery.line);
  }
  bool Give(const Delivery& delivery) {
    Grant given{.id = std::to_string(grants_.size()),
                .tenant = TenantOf(0, delivery.receiver),
                .key_id = KeyOf(delivery.key),
                .source = "gift",
                .starts_at = At(now_ + delivery.delay),
                .begins_later = delivery.delay > 0,
                // The ids only make the gift findable; no snapshot of this order is delivered.
                .order_id = OrderOf(0, kGifts),
                .order_line_id = LineOf(delivery.line)};
    if (delivery.lasts > 0) given.ends_at = given.starts_at + absl::Seconds(delivery.lasts);
    return Record(nullptr, given, {FactKind::kGranted, Standing::kActive});
  }
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
               .starts_at = At(now_),
               .order_id = snapshot.order_id(),
               .order_line_id = change.order_line_id};
    if (change.grant.has_value()) made = *change.grant;
    for (const Step& step : change.steps) {
      if (!Record(Find(made.id), made, step)) return false;
    }
    return true;
  }
  bool Transfer(Grant& grant, const Tenant& receiver) {
    const bool over = grant.ends_at.has_value() && *grant.ends_at <= At(now_);
    if (grant.tenant == receiver || over) return true;
    Grant received = grant;
    const Standing standing = grant.standing;
    if (!Record(&grant, grant, {FactKind::kRevoked, Standing::kRevokedTransfer})) return false;
    received.id = std::to_string(grants_.size());
    received.tenant = receiver;
    received.source = "transfer";
    received.begins_later = received.begins_later && received.starts_at > At(now_);
    received.starts_at = std::max(received.starts_at, At(now_));
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
    Fact fact{.kind = step.kind, .grant = grant, .recorded_at = At(now_)};
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

  int64_t now_ = 0;
  std::map<int, int64_t> revisions_;
  std::vector<Fact> facts_;
  std::vector<Grant> grants_;
  std::set<int> members_;
};

// Returns one bit for each tenant and KEY, then one for each person and KEY with those of their
// organisation.
template <typename Ledger>
int AccessOf(const Ledger& ledger) {
  int bits = 0;
  for (int tenant = 0; tenant < kTenants; ++tenant) {
    for (int key = 0; key < kLines; ++key) bits = bits * 2 + ledger.HasAccess(tenant, key);
  }
  for (int person = 0; person < kPeople; ++person) {
    for (int key = 0; key < kLines; ++key) bits = bits * 2 + ledger.PersonHasAccess(person, key);
  }
  return bits;
}

// Whether the ledger's answer about the moment `then` is the reference's answer at that moment. It
// covers tenants only, because membership has no history.
bool Remembers(const MemoryLedger& ledger, const Reference& reference, int64_t then) {
  for (int tenant = 0; tenant < kTenants; ++tenant) {
    for (int key = 0; key < kLines; ++key) {
      if (ledger.HadAccess(tenant, key, then) != reference.HasAccess(tenant, key)) return false;
    }
  }
  return true;
}

TEST_CASE("after any history the ledger says what the reference says, also of any moment before") {
  const int64_t count = Scaled(kHistories);
  Histories histories(Seed());
  int64_t deliveries = 0, with_access = 0, through_org = 0;
  for (int64_t number = 0; number < count; ++number) {
    MemoryLedger ledger;
    Reference reference, reference_then;
    const std::vector<Delivery> history = histories.Next();
    const int64_t then = histories.Below(static_cast<int>(history.size()) + 1);
    for (const Delivery& delivery : history) {
      reference.Apply(delivery);
      if (!ledger.Apply(delivery)) FAIL("history " << number << ": a fact was refused");
      if (++deliveries; &delivery - history.data() < then) reference_then.Apply(delivery);
    }
    const int access = AccessOf(ledger);
    with_access += access != 0;
    for (int key = 0; key < kLines; ++key) {
      through_org += ledger.PersonHasAccess(0, key) && !ledger.HasAccess(0, key);
    }
    if (access != AccessOf(reference) || !ledger.FactsAddUp()) {
      FAIL("KEYS_TEST_SEED=" << Seed() << ": history " << number << " differs");
    }
    if (!Remembers(ledger, reference_then, then)) {
      FAIL("KEYS_TEST_SEED=" << Seed() << ": history " << number << " as of " << then);
    }
  }
  std::cout << "counted: KEYS_TEST_SEED=" << Seed() << ": " << count << " histories, " << deliveries
            << " deliveries, " << with_access << " of them ending with access, each also as of one "
            << "moment; " << through_org << " accesses through the organisation alone\n";
  CHECK(with_access > count / 4);
  CHECK(through_org > count / 100);
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
