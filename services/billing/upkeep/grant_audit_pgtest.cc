#include <catch2/catch.hpp>

#include "absl/strings/str_format.h"
#include "common/testing/test_database.h"
#include "services/billing/upkeep/grant_audit.h"

namespace keys::billing {
namespace {

using testing::Soon;

// An entitlement service with grants of orders that nobody placed.
class FakeSources final : public entitlement::SourcesClient {
 public:
  absl::StatusOr<entitlement::v1::ListOrderGrantsResponse> ListOrderGrants(
      const entitlement::v1::ListOrderGrantsRequest& request, const rpc::Outgoing&) override {
    ++calls;
    if (!status.ok()) return status;
    entitlement::v1::ListOrderGrantsResponse response;
    for (int i = 0; i < grants && response.grants_size() < request.limit(); ++i) {
      const std::string id = absl::StrFormat("0192f0c1-0000-7000-8000-%012d", i);
      if (id <= request.after_grant_id()) continue;
      auto& grant = *response.add_grants();
      grant.set_grant_id(id);
      grant.set_order_id(id);
      grant.set_order_line_id(i % 2 == 0 ? id : "added later");
    }
    return response;
  }
  int grants = 0;
  int calls = 0;
  absl::Status status;
};

struct World {
  testing::TestDatabase database;
  pg::Pool pool{{.conninfo = database.ConninfoFor("keys_billing"), .name = "test"}};
  FakeSources sources;
  metrics::Registry metrics;
  GrantAudit audit{{.pool = pool, .sources = sources, .metrics = metrics, .page = 2}};

  double Gauge() { return metrics.Gauge("keys_invariant_access_without_source", "").Value(); }
  // Makes a whole pass and returns the number of its calls.
  int Pass() {
    const int before = sources.calls;
    absl::StatusOr<bool> ended = false;
    while (ended.ok() && !*ended) ended = audit.CheckPage(Soon());
    REQUIRE(ended.ok());
    return sources.calls - before;
  }
};

TEST_CASE("grants of orders that billing does not know are counted, page by page") {
  World world;
  CHECK(world.Pass() == 1);
  CHECK(world.Gauge() == 0);
  world.sources.grants = 5;
  CHECK(world.Pass() == 3);
  CHECK(world.Gauge() == 5);
  // A pass reports only what it has found itself.
  world.sources.grants = 1;
  CHECK(world.Pass() == 1);
  CHECK(world.Gauge() == 1);
}

TEST_CASE("an entitlement that does not answer changes nothing of what was found") {
  World world;
  world.sources.grants = 3;
  CHECK(world.Pass() == 2);
  world.sources.status = absl::UnavailableError("down");
  CHECK_FALSE(world.audit.CheckPage(Soon()).ok());
  CHECK(world.Gauge() == 3);
}

}  // namespace
}  // namespace keys::billing
