#include "services/entitlement/domain/bundle_order.h"

#include <catch2/catch.hpp>

namespace keys::entitlement {
namespace {

using namespace event::v1;

OrderAccess Of(const std::vector<event::v1::Standing>& standings) {
  OrderAccess access;
  for (size_t i = 0; i < standings.size(); ++i) {
    auto& grant = *access.add_grants();
    grant.set_order_line_id("line " + std::to_string(i));
    grant.set_key_id("key " + std::to_string(i));
    grant.set_standing(standings[i]);
  }
  return access;
}

TEST_CASE("what comes into a bundle later is worth what the best of the order's lines is") {
  const auto standing = [](const std::vector<event::v1::Standing>& lines) {
    return StandingOfBundle(Of(lines)).standing;
  };
  CHECK(standing({STANDING_ACTIVE, STANDING_ACTIVE}) == Standing::kActive);
  CHECK(standing({STANDING_UNSPECIFIED, STANDING_SUSPENDED_CREDIT}) == Standing::kSuspendedCredit);
  CHECK(standing({STANDING_REVOKED_REFUND, STANDING_ACTIVE}) == Standing::kActive);
  CHECK(standing({STANDING_REVOKED_REFUND, STANDING_SUSPENDED_DISPUTE}) ==
        Standing::kSuspendedDispute);
  CHECK(standing({STANDING_REVOKED_REFUND, STANDING_REVOKED_REFUND}) == Standing::kRevokedRefund);
  CHECK(standing({STANDING_REVOKED_DISPUTE}) == Standing::kRevokedDispute);
}

TEST_CASE("an order grows until a line of it is taken back") {
  CHECK(StandingOfBundle(Of({STANDING_ACTIVE, STANDING_UNSPECIFIED})).grows);
  CHECK(StandingOfBundle(Of({STANDING_SUSPENDED_DISPUTE})).grows);
  CHECK_FALSE(StandingOfBundle(Of({STANDING_ACTIVE, STANDING_REVOKED_REFUND})).grows);
  CHECK_FALSE(StandingOfBundle(Of({STANDING_REVOKED_DISPUTE})).grows);
  CHECK_FALSE(StandingOfBundle(Of({STANDING_UNSPECIFIED})).grows);
  CHECK_FALSE(StandingOfBundle(Of({})).grows);
}

TEST_CASE("a snapshot with what was added names it once, and not what was owned") {
  const OrderAccess whole =
      WithAdded(Of({STANDING_UNSPECIFIED, STANDING_SUSPENDED_CREDIT}), {"key 7"});
  REQUIRE(whole.grants_size() == 2);
  CHECK(whole.grants(0).key_id() == "key 1");
  CHECK(whole.grants(1).key_id() == "key 7");
  CHECK(whole.grants(1).order_line_id() == AddedLine("key 7"));
  CHECK(whole.grants(1).standing() == STANDING_SUSPENDED_CREDIT);

  Grant bought{.key_id = "key 1", .order_line_id = "line 1"};
  Grant passed_on{.key_id = "key 7", .order_line_id = AddedLine("key 7")};
  passed_on.standing = Standing::kRevokedTransfer;
  Grant received = passed_on;
  received.standing = Standing::kActive;
  CHECK(AddedKeys({bought, passed_on, received}) == std::vector<std::string>{"key 7"});
}

}  // namespace
}  // namespace keys::entitlement
