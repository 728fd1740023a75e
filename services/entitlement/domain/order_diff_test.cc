#include "services/entitlement/domain/order_diff.h"

#include <catch2/catch.hpp>

namespace keys::entitlement {
namespace {

using event::v1::OrderAccess;

OrderAccess Snapshot(const std::vector<std::pair<std::string, event::v1::Standing>>& lines) {
  OrderAccess access;
  access.set_order_id("o1");
  for (const auto& [line, standing] : lines) {
    auto& grant = *access.add_grants();
    grant.set_order_line_id(line);
    grant.set_key_id("key of " + line);
    grant.set_standing(standing);
  }
  return access;
}

Grant GrantOf(const std::string& line, Standing standing) {
  return {.id = "grant of " + line,
          .tenant = {"u1", "user"},
          .key_id = "key of " + line,
          .source = "order_line",
          .standing = standing,
          .order_id = "o1",
          .order_line_id = line};
}

TEST_CASE("a first snapshot grants what is active") {
  const auto changes = DiffOrder({}, Snapshot({{"l1", event::v1::STANDING_ACTIVE}}));
  REQUIRE(changes.size() == 1);
  CHECK_FALSE(changes[0].grant.has_value());
  CHECK(changes[0].key_id == "key of l1");
  CHECK(changes[0].steps == std::vector<Step>{{FactKind::kGranted, Standing::kActive}});
}

TEST_CASE("a grant first heard of when it is gone leaves both facts") {
  CHECK(StepsTo(std::nullopt, Standing::kRevokedRefund) ==
        std::vector<Step>{{FactKind::kGranted, Standing::kActive},
                          {FactKind::kRevoked, Standing::kRevokedRefund}});
  CHECK(StepsTo(std::nullopt, Standing::kSuspendedCredit) ==
        std::vector<Step>{{FactKind::kGranted, Standing::kActive},
                          {FactKind::kSuspended, Standing::kSuspendedCredit}});
}

TEST_CASE("from any standing to any other is one step, to the same none") {
  const Standing all[] = {Standing::kActive, Standing::kSuspendedDispute,
                          Standing::kSuspendedCredit, Standing::kRevokedRefund,
                          Standing::kRevokedDispute};
  for (const Standing from : all) {
    for (const Standing to : all) {
      const auto steps = StepsTo(from, to);
      if (from == to) {
        CHECK(steps.empty());
      } else {
        CHECK(steps == std::vector<Step>{{KindLeadingTo(to), to}});
      }
    }
    CHECK(StepsTo(Standing::kRevokedManual, from).empty());
  }
}

TEST_CASE("only what differs changes, and what is no longer named is revoked once") {
  const std::vector<Grant> current = {
      GrantOf("l1", Standing::kActive), GrantOf("l2", Standing::kActive),
      GrantOf("l3", Standing::kActive), GrantOf("l4", Standing::kRevokedManual)};
  const auto changes =
      DiffOrder(current, Snapshot({{"l1", event::v1::STANDING_ACTIVE},
                                   {"l2", event::v1::STANDING_SUSPENDED_DISPUTE}}));
  REQUIRE(changes.size() == 2);
  CHECK(changes[0].grant->id == "grant of l2");
  CHECK(changes[0].steps == std::vector<Step>{{FactKind::kSuspended, Standing::kSuspendedDispute}});
  CHECK(changes[1].grant->id == "grant of l3");
  CHECK(changes[1].steps == std::vector<Step>{{FactKind::kRevoked, Standing::kRevokedRefund}});
}

TEST_CASE("a bundle's later KEY is granted beside those that are there") {
  const auto changes =
      DiffOrder({GrantOf("l1", Standing::kActive)},
                Snapshot({{"l1", event::v1::STANDING_ACTIVE}, {"l2", event::v1::STANDING_ACTIVE}}));
  REQUIRE(changes.size() == 1);
  CHECK(changes[0].order_line_id == "l2");
}

}  // namespace
}  // namespace keys::entitlement
