#include "services/entitlement/domain/fold.h"

#include <catch2/catch.hpp>

namespace keys::entitlement {
namespace {

Fact FactOf(FactKind kind, Standing standing, const std::string& grant_id = "g1") {
  Fact fact;
  fact.id = "f";
  fact.kind = kind;
  fact.grant = {.id = grant_id,
                .tenant = {"u1", "user"},
                .key_id = "k1",
                .source = "order_line",
                .standing = standing,
                .starts_at = absl::UnixEpoch()};
  return fact;
}
Fact Granted(const std::string& id = "g1") {
  return FactOf(FactKind::kGranted, Standing::kActive, id);
}
Fact Restored() { return FactOf(FactKind::kRestored, Standing::kActive); }
Fact Suspended(Standing standing = Standing::kSuspendedDispute) {
  return FactOf(FactKind::kSuspended, standing);
}
Fact Revoked(Standing standing = Standing::kRevokedRefund) {
  return FactOf(FactKind::kRevoked, standing);
}

Standing StandingAfter(const std::vector<Fact>& facts) {
  const auto grants = Fold(facts);
  REQUIRE(grants.ok());
  REQUIRE(grants->size() == 1);
  return grants->front().standing;
}

TEST_CASE("the last fact says what a grant is worth") {
  CHECK(StandingAfter({Granted()}) == Standing::kActive);
  CHECK(StandingAfter({Granted(), Suspended()}) == Standing::kSuspendedDispute);
  CHECK(StandingAfter({Granted(), Suspended(), Suspended(Standing::kSuspendedCredit)}) ==
        Standing::kSuspendedCredit);
  CHECK(StandingAfter({Granted(), Suspended(), Restored()}) == Standing::kActive);
  CHECK(StandingAfter({Granted(), Suspended(), Revoked(Standing::kRevokedDispute)}) ==
        Standing::kRevokedDispute);
  CHECK(StandingAfter({Granted(), Revoked(), Restored()}) == Standing::kActive);
}

TEST_CASE("grants are folded apart, in the order they were made") {
  const auto grants =
      Fold({Granted("b"), Granted("a"), FactOf(FactKind::kRevoked, Standing::kRevokedManual, "b")});
  REQUIRE(grants.ok());
  REQUIRE(grants->size() == 2);
  CHECK(grants->at(0).id == "b");
  CHECK(grants->at(0).standing == Standing::kRevokedManual);
  CHECK(grants->at(1).standing == Standing::kActive);
}

TEST_CASE("a later fact changes the standing and nothing else") {
  Fact revoked = Revoked();
  revoked.grant.tenant = {"somebody else", "org"};
  revoked.grant.ends_at = absl::UnixEpoch();
  const auto grants = Fold({Granted(), revoked});
  REQUIRE(grants.ok());
  Grant expected = Granted().grant;
  expected.standing = Standing::kRevokedRefund;
  CHECK(grants->front() == expected);
}

TEST_CASE("a ledger that cannot be is noticed") {
  CHECK_FALSE(Fold({Revoked()}).ok());
  CHECK_FALSE(Fold({Granted(), Granted()}).ok());
  CHECK_FALSE(Fold({Granted(), FactOf(FactKind::kRestored, Standing::kRevokedRefund)}).ok());
  CHECK_FALSE(Fold({FactOf(FactKind::kGranted, Standing::kRevokedRefund)}).ok());
}

TEST_CASE("words survive the way to the table and back") {
  for (const FactKind kind :
       {FactKind::kGranted, FactKind::kSuspended, FactKind::kRestored, FactKind::kRevoked}) {
    CHECK(ParseFactWord(FactWord(kind)) == kind);
  }
  CHECK_FALSE(ParseFactWord("transferred").has_value());
  for (const Standing standing :
       {Standing::kActive, Standing::kSuspendedCredit, Standing::kSuspendedDispute,
        Standing::kRevokedRefund, Standing::kRevokedDispute, Standing::kRevokedManual}) {
    CHECK(ParseReasonWord(ReasonWord(standing)) == standing);
  }
  CHECK_FALSE(ParseReasonWord("EXPIRED").has_value());
}

}  // namespace
}  // namespace keys::entitlement
