// Tests the end of calls and of the Upstream through which they were made.
#include "gateway/upstream.h"

#include <catch2/catch.hpp>
#include <future>

#include "common/rpc/service_token.h"
#include "common/time/clock.h"
#include "keys/catalog/v1/catalog.pb.h"

namespace keys::gateway {
namespace {

// No server listens there, so one of gRPC's threads answers at once.
constexpr char kNowhere[] = "127.0.0.1:1";
constexpr int kRounds = 200;

TEST_CASE("an upstream may go as soon as its last call is answered") {
  FakeClock clock;
  metrics::Registry metrics;
  rpc::TokenMinter minter("gateway", crypto::Ed25519PrivateKey::Generate(), clock);
  Exchange exchange;
  exchange.request_id = "r";
  exchange.trace = trace::New();
  const catalog::v1::GetKeyRequest request;
  for (int round = 0; round < kRounds; ++round) {
    catalog::v1::GetKeyResponse response;
    std::promise<absl::Status> answered;
    Upstream upstream({{"catalog", kNowhere}}, minter, metrics);
    if (round % 2 == 0) {
      upstream.Call({.process = "catalog",
                     .grpc_path = "/keys.catalog.v1.Catalog/GetKey",
                     .request = &request,
                     .response = &response,
                     .exchange = exchange,
                     .timeout = absl::Seconds(5)},
                    [&](const UpstreamAnswer& answer) { answered.set_value(answer.status); });
    } else {
      upstream.CheckHealth("catalog", absl::Seconds(5),
                           [&](const absl::Status& status) { answered.set_value(status); });
    }
    CHECK(absl::IsUnavailable(answered.get_future().get()));
  }
}

TEST_CASE("calls made after the stop are cancelled at once") {
  FakeClock clock;
  metrics::Registry metrics;
  rpc::TokenMinter minter("gateway", crypto::Ed25519PrivateKey::Generate(), clock);
  Upstream upstream({{"catalog", kNowhere}}, minter, metrics);
  upstream.Stop();
  Exchange exchange;
  exchange.request_id = "r";
  exchange.trace = trace::New();
  const catalog::v1::GetKeyRequest request;
  catalog::v1::GetKeyResponse response;
  std::promise<absl::Status> answered;
  upstream.Call({.process = "catalog",
                 .grpc_path = "/keys.catalog.v1.Catalog/GetKey",
                 .request = &request,
                 .response = &response,
                 .exchange = exchange,
                 .timeout = absl::Seconds(5)},
                [&](const UpstreamAnswer& answer) { answered.set_value(answer.status); });
  CHECK_FALSE(answered.get_future().get().ok());
}

}  // namespace
}  // namespace keys::gateway
