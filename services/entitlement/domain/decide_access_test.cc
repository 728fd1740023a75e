#include "services/entitlement/domain/decide_access.h"

#include <catch2/catch.hpp>

namespace keys::entitlement {
namespace {

using error::Reason;

const absl::Time kNow = absl::FromUnixSeconds(1'795'435'200);

Grant GrantOf(Standing standing, const std::string& id = "g1") {
  return {.id = id,
          .tenant = {"u1", "user"},
          .key_id = "k1",
          .source = "order_line",
          .standing = standing,
          .starts_at = kNow - absl::Hours(24),
          .order_id = "o1",
          .order_line_id = "l1"};
}
Grant Until(absl::Time ends_at, const std::string& id = "g1") {
  Grant grant = GrantOf(Standing::kActive, id);
  grant.ends_at = ends_at;
  return grant;
}
Grant From(absl::Time starts_at) {
  Grant grant = GrantOf(Standing::kActive, "later");
  grant.starts_at = starts_at;
  grant.begins_later = true;
  return grant;
}

TEST_CASE("without a grant there is no access") {
  const Decision decision = DecideAccess({}, kNow);
  CHECK_FALSE(decision.has_access);
  CHECK(decision.refusal == Reason::NOT_ENTITLED);
  CHECK_FALSE(decision.grant.has_value());
}

TEST_CASE("a grant gives access from its first moment to before its last") {
  CHECK(WhyNot(From(kNow), kNow) == Reason::REASON_UNSPECIFIED);
  CHECK(WhyNot(From(kNow + absl::Microseconds(1)), kNow) == Reason::NOT_STARTED);
  CHECK(WhyNot(Until(kNow + absl::Microseconds(1)), kNow) == Reason::REASON_UNSPECIFIED);
  CHECK(WhyNot(Until(kNow), kNow) == Reason::EXPIRED);
}

TEST_CASE("what begins when it is given holds, though the clock was fast when it was given") {
  Grant paid = GrantOf(Standing::kActive);
  paid.starts_at = kNow + absl::Hours(1);
  CHECK(WhyNot(paid, kNow) == Reason::REASON_UNSPECIFIED);
  CHECK(StatusOfGrant(paid, kNow) == "active");
  paid.standing = Standing::kSuspendedDispute;
  CHECK(WhyNot(paid, kNow) == Reason::SUSPENDED_DISPUTE);
}

TEST_CASE("every standing refuses with its own code") {
  const std::pair<Standing, Reason> expected[] = {
      {Standing::kActive, Reason::REASON_UNSPECIFIED},
      {Standing::kSuspendedDispute, Reason::SUSPENDED_DISPUTE},
      {Standing::kSuspendedCredit, Reason::SUSPENDED_CREDIT},
      {Standing::kRevokedRefund, Reason::REVOKED_REFUND},
      {Standing::kRevokedDispute, Reason::REVOKED_REFUND},
      {Standing::kRevokedManual, Reason::REVOKED_MANUAL}};
  for (const auto& [standing, reason] : expected) {
    const Decision decision = DecideAccess({GrantOf(standing)}, kNow);
    CHECK(decision.refusal == reason);
    CHECK(decision.has_access == (reason == Reason::REASON_UNSPECIFIED));
  }
}

TEST_CASE("a suspended grant whose time is over has expired") {
  Grant grant = Until(kNow - absl::Hours(1));
  grant.standing = Standing::kSuspendedDispute;
  CHECK(WhyNot(grant, kNow) == Reason::EXPIRED);
}

TEST_CASE("one grant that stands is enough, whatever became of the others") {
  const Decision decision =
      DecideAccess({GrantOf(Standing::kRevokedManual, "a"),
                    GrantOf(Standing::kSuspendedDispute, "b"), GrantOf(Standing::kActive, "c")},
                   kNow);
  CHECK(decision.has_access);
  CHECK(decision.grant->id == "c");
}

TEST_CASE("of several standing grants the one without end is named, else the one that ends last") {
  CHECK(DecideAccess({Until(kNow + absl::Hours(1), "a"), Until(kNow + absl::Hours(2), "b")}, kNow)
            .grant->id == "b");
  CHECK(DecideAccess({Until(kNow + absl::Hours(1), "a"), GrantOf(Standing::kActive, "z")}, kNow)
            .grant->id == "z");
  Grant org = GrantOf(Standing::kActive, "a");
  org.tenant = {"o", "org"};
  CHECK(DecideAccess({org, GrantOf(Standing::kActive, "z")}, kNow).grant->id == "z");
}

TEST_CASE("the refusal is the one closest to access, in whatever order the grants come") {
  std::vector<Grant> grants = {
      GrantOf(Standing::kRevokedManual),   GrantOf(Standing::kRevokedRefund),
      Until(kNow - absl::Hours(1)),        GrantOf(Standing::kSuspendedDispute),
      GrantOf(Standing::kSuspendedCredit), From(kNow + absl::Hours(1))};
  const Reason expected[] = {Reason::NOT_STARTED,       Reason::SUSPENDED_CREDIT,
                             Reason::SUSPENDED_DISPUTE, Reason::EXPIRED,
                             Reason::REVOKED_REFUND,    Reason::REVOKED_MANUAL};
  for (const Reason reason : expected) {
    CHECK(DecideAccess(grants, kNow).refusal == reason);
    CHECK(DecideAccess({grants.rbegin(), grants.rend()}, kNow).refusal == reason);
    grants.pop_back();
  }
}

TEST_CASE("a refusal carries its code, a sentence and a next step") {
  for (const Grant& grant :
       {GrantOf(Standing::kSuspendedCredit), GrantOf(Standing::kSuspendedDispute),
        GrantOf(Standing::kRevokedRefund), GrantOf(Standing::kRevokedManual), Until(kNow),
        From(kNow + absl::Hours(1))}) {
    const Decision decision = DecideAccess({grant}, kNow);
    const auto detail = error::DetailOf(RefusalOf(decision, "leased-job-queue", Offer::kPriced));
    REQUIRE(detail.has_value());
    CHECK(detail->reason() == decision.refusal);
    CHECK_FALSE(detail->detail().empty());
    CHECK(detail->actions_size() == 1);
  }
  const auto none =
      error::DetailOf(RefusalOf(DecideAccess({}, kNow), "leased-job-queue", Offer::kPriced));
  CHECK_THAT(none->actions(0), Catch::Contains("/marketplace/keys/leased-job-queue/checkout"));
  const auto owed = error::DetailOf(
      RefusalOf(DecideAccess({GrantOf(Standing::kSuspendedCredit)}, kNow), "x", Offer::kPriced));
  CHECK_THAT(owed->actions(0), Catch::Contains("/marketplace/orders/o1/checkout"));
}

TEST_CASE("a next step is one that can be taken") {
  const auto step = [](const Grant& grant, Offer offer) {
    return NextStep(DecideAccess({grant}, kNow), "leased-job-queue", offer);
  };
  for (const Grant& gone : {GrantOf(Standing::kRevokedRefund), Until(kNow)}) {
    CHECK_THAT(step(gone, Offer::kPriced), Catch::Contains("/keys/leased-job-queue/checkout"));
    CHECK_THAT(step(gone, Offer::kFree), Catch::StartsWith("Claim it"));
    CHECK_THAT(step(gone, Offer::kNotSold), Catch::Contains("GET /marketplace/bundles"));
    CHECK_THAT(step(gone, Offer::kNotSold), !Catch::Contains("checkout"));
  }
  CHECK_THAT(NextStep(DecideAccess({}, kNow), "x", Offer::kNotSold), !Catch::Contains("checkout"));
  Grant owed = GrantOf(Standing::kSuspendedCredit);
  owed.tenant = {"o", "org"};
  CHECK_THAT(step(owed, Offer::kPriced), Catch::StartsWith("Let an owner or admin"));
  // The order is another person's, and the holder could not find it.
  owed.source = "transfer";
  CHECK_THAT(step(owed, Offer::kPriced), !Catch::Contains("/marketplace/orders"));
}

TEST_CASE("a grant's word in lists") {
  CHECK(StatusOfGrant(GrantOf(Standing::kActive), kNow) == "active");
  CHECK(StatusOfGrant(From(kNow + absl::Hours(1)), kNow) == "scheduled");
  CHECK(StatusOfGrant(Until(kNow), kNow) == "expired");
  CHECK(StatusOfGrant(GrantOf(Standing::kSuspendedCredit), kNow) == "suspended");
  CHECK(StatusOfGrant(GrantOf(Standing::kRevokedDispute), kNow) == "revoked");
}

TEST_CASE("an access is told with its origin and dates") {
  CHECK(SentenceOf(DecideAccess({Until(kNow + absl::Hours(1))}, kNow)) ==
        "You have access by purchase since 2026-11-22T12:00:00.000Z until "
        "2026-11-23T13:00:00.000Z.");
}

}  // namespace
}  // namespace keys::entitlement
