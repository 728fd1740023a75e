// Services made of plain handlers: what is wrong with a list is told before the service starts.
// That calls arrive is shown by every service's own tests.
#include "common/rpc/service.h"

#include <catch2/catch.hpp>

#include "common/base/text.h"
#include "keys/analytics/v1/analytics.grpc.pb.h"

namespace keys::rpc {
namespace {

using analytics::v1::GetPopularityRequest;
using analytics::v1::GetPopularityResponse;
using analytics::v1::RecordEventsRequest;
using analytics::v1::RecordEventsResponse;

struct Analytics {
  absl::StatusOr<RecordEventsResponse> Record(Call&, const RecordEventsRequest&) {
    return RecordEventsResponse();
  }
  absl::StatusOr<GetPopularityResponse> Popularity(const Call&, const GetPopularityRequest&) const {
    return GetPopularityResponse();
  }
};

std::string Refused(const std::vector<Rpc>& rpcs) {
  const auto ordered = InOrderOfProto("keys.analytics.v1.AnalyticsInternal", rpcs);
  REQUIRE_FALSE(ordered.ok());
  return std::string(MessageOf(ordered.status()));
}

TEST_CASE("RPCs stand in the order of the proto, however they are listed") {
  Analytics analytics;
  const std::vector<Rpc> rpcs = {On("GetPopularity", analytics, &Analytics::Popularity),
                                 On("RecordEvents", analytics, &Analytics::Record)};
  const auto ordered = InOrderOfProto("keys.analytics.v1.AnalyticsInternal", rpcs);
  REQUIRE(ordered.ok());
  REQUIRE(ordered->size() == 2);
  CHECK((*ordered)[0]->name == "RecordEvents");
  CHECK((*ordered)[1]->name == "GetPopularity");
}

TEST_CASE("a list of RPCs that does not match the proto is refused with the RPC's name") {
  Analytics analytics;
  const Rpc record = On("RecordEvents", analytics, &Analytics::Record);
  const Rpc popularity = On("GetPopularity", analytics, &Analytics::Popularity);
  CHECK(Refused({record}) == "keys.analytics.v1.AnalyticsInternal/GetPopularity has no handler");
  CHECK(Refused({record, popularity, record}) ==
        "keys.analytics.v1.AnalyticsInternal/RecordEvents has two handlers");
  CHECK(Refused({record, popularity, On("Forget", analytics, &Analytics::Record)}) ==
        "there is no RPC keys.analytics.v1.AnalyticsInternal/Forget");
  CHECK(Refused({record, On("GetPopularity", analytics, &Analytics::Record)}) ==
        "the handler of keys.analytics.v1.AnalyticsInternal/GetPopularity takes or answers another "
        "message");
  CHECK_FALSE(InOrderOfProto("keys.analytics.v1.Nothing", {record}).ok());
}

}  // namespace
}  // namespace keys::rpc
