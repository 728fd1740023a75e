#include "services/entitlement/downloads/holdings.h"
#include "services/entitlement/testing/fixture.h"

namespace keys::entitlement {
namespace {

const std::string kKeyA = FakeCatalog::IdOf("key-a");
const std::string kKeyB = FakeCatalog::IdOf("key-b");

struct Shop : Fixture {
  Holdings holdings{pool, clock};
  v1::CheckHoldingsRequest request;

  void Ask(const Tenant& tenant, const std::string& user, const std::string& key,
           bool claimed = false) {
    v1::Holding& holding = *request.add_holdings();
    holding.mutable_tenant()->set_id(tenant.id);
    holding.mutable_tenant()->set_type(tenant.type);
    holding.set_user_id(user);
    holding.set_key_id(key);
    holding.set_membership_claimed(claimed);
  }
  // Returns "yes no …", or the error's code.
  std::string Answers() {
    rpc::Call call = CallOf({});
    const auto response = holdings.Check(call, request);
    if (!response.ok()) return error::CodeOf(ReasonOf(response.status()));
    std::string text;
    CHECK(response->ends_in_us_size() == response->standing_size());
    for (int i = 0; i < response->standing_size(); ++i) {
      StrAppend(&text, response->standing(i) ? "yes " : "no ");
      if (const int64_t ends = response->ends_in_us(i); ends != 0) StrAppend(&text, ends, " us ");
    }
    return text;
  }
};

const Tenant kOfAlice{kAlice, "user"};
const Tenant kOfBob{kBob, "user"};
const Tenant kOfOrg{kOrg, "org"};

TEST_CASE("holdings are answered one by one, in the order asked") {
  Shop f;
  f.Apply(f.Order('1', 1, {{kKeyA}}));
  f.Apply(f.Order('2', 1, {{kKeyB}}, kOfBob));
  f.Ask(kOfAlice, kAlice, kKeyA);
  f.Ask(kOfAlice, kAlice, kKeyB);
  f.Ask(kOfBob, kBob, kKeyB);
  f.Ask(kOfAlice, kAlice, kKeyA);
  CHECK(f.Answers() == "yes no yes yes ");
  f.Apply(f.Order('1', 2, {{kKeyA, event::v1::STANDING_SUSPENDED_DISPUTE}}));
  CHECK(f.Answers() == "no no yes no ");
  f.Apply(f.Order('1', 3, {{kKeyA}}));
  CHECK(f.Answers() == "yes no yes yes ");
  f.Apply(f.Order('1', 4, {{kKeyA, event::v1::STANDING_REVOKED_REFUND}}));
  f.Apply(f.Order('3', 1, {{kKeyA}}));
  CHECK(f.Answers() == "yes no yes yes ");  // by another grant of the same tenant
}

TEST_CASE("a holding through an organisation stands with the grant and with the membership") {
  Shop f;
  f.AddMember(kOrg, kBob, "member");
  f.Apply(f.Order('1', 1, {{kKeyA}}, kOfOrg));
  f.Ask(kOfOrg, kBob, kKeyA);
  f.Ask(kOfOrg, kAlice, kKeyA);
  f.Ask(kOfOrg, kAlice, kKeyA, /*claimed=*/true);
  CHECK(f.Answers() == "yes no yes ");
  f.RemoveMember(kOrg, kBob);
  CHECK(f.Answers() == "no no yes ");
  f.Apply(f.Order('1', 2, {{kKeyA, event::v1::STANDING_REVOKED_REFUND}}, kOfOrg));
  CHECK(f.Answers() == "no no no ");
}

// Gives a KEY as a gift that ends `after` from now.
void Give(Shop& f, absl::Duration after) {
  f.database.Run(StrCat(
      "INSERT INTO marketplace_entitlements (id, tenant_id, tenant_type, key_id, source, status, "
      "starts_at, ends_at, created_at, updated_at) VALUES ('",
      f.ids.NewUuid(), "', '", kAlice, "', 'user', '", kKeyA, "', 'gift', 'active', '",
      absl::FormatTime(f.clock.Now() - absl::Hours(1)), "', '",
      absl::FormatTime(f.clock.Now() + after), "', '2026-01-01Z', '2026-01-01Z')"));
}

TEST_CASE("a dated grant holds to its moment and not a microsecond longer, and says when that is") {
  Shop f;
  Give(f, absl::Hours(1));
  f.Ask(kOfAlice, kAlice, kKeyA);
  CHECK(f.Answers() == "yes 3600000000 us ");
  f.clock.Advance(absl::Hours(1) - absl::Microseconds(1));
  CHECK(f.Answers() == "yes 1 us ");
  f.clock.Advance(absl::Microseconds(1));
  CHECK(f.Answers() == "no ");
}

TEST_CASE("of several grants the one that lasts longest says how long a yes holds") {
  Shop f;
  f.Ask(kOfAlice, kAlice, kKeyA);
  Give(f, absl::Seconds(2));
  Give(f, absl::Seconds(5));
  Give(f, absl::Seconds(1));
  CHECK(f.Answers() == "yes 5000000 us ");
  f.Apply(f.Order('1', 1, {{kKeyA}}));
  CHECK(f.Answers() == "yes ");
  f.Apply(f.Order('1', 2, {{kKeyA, event::v1::STANDING_SUSPENDED_DISPUTE}}));
  CHECK(f.Answers() == "yes 5000000 us ");
}

TEST_CASE("what cannot be decided is an error and never a yes") {
  Shop f;
  CHECK(f.Answers().empty());
  f.Ask(kOfAlice, kAlice, "key-a");
  CHECK(f.Answers() == "INVALID_ARGUMENT");
  f.request.Clear();
  f.Ask({kAlice, "robot"}, kAlice, kKeyA);
  CHECK(f.Answers() == "INVALID_ARGUMENT");
  f.request.Clear();
  f.request.add_holdings();
  CHECK(f.Answers() == "INVALID_ARGUMENT");
  f.request.Clear();
  for (int i = 0; i <= kMaxHoldings; ++i) f.Ask(kOfAlice, kAlice, kKeyA);
  CHECK(f.Answers() == "INVALID_ARGUMENT");
  pg::Pool nowhere({.conninfo = "host=127.0.0.1 port=1 dbname=keys", .name = "test"});
  Holdings undecided(nowhere, f.clock);
  rpc::Call call = f.CallOf({});
  CHECK(ReasonOf(undecided.Check(call, {}).status()) == Reason::UNAVAILABLE);
}

TEST_CASE("a thousand holdings are one statement") {
  Shop f;
  f.Apply(f.Order('1', 1, {{kKeyA}}));
  for (int i = 0; i < kMaxHoldings; ++i) f.Ask(i % 2 == 0 ? kOfAlice : kOfBob, kAlice, kKeyA);
  std::string expected;
  for (int i = 0; i < kMaxHoldings; ++i) expected += i % 2 == 0 ? "yes " : "no ";
  CHECK(f.Answers() == expected);
}

}  // namespace
}  // namespace keys::entitlement
