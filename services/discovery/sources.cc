#include "services/discovery/sources.h"

#include "common/base/status_macros.h"
#include "common/time/proto_time.h"
#include "keys/analytics/v1/analytics.grpc.pb.h"
#include "keys/catalog/v1/catalog.grpc.pb.h"

namespace keys::discovery {
namespace {

using analytics::v1::AnalyticsInternal;
using catalog::v1::CatalogInternal;

class RpcSources final : public Sources {
 public:
  RpcSources(const std::string& catalog_address, const std::string& analytics_address,
             rpc::TokenMinter& minter)
      : catalog_channel_(catalog_address, minter),
        analytics_channel_(analytics_address, minter),
        catalog_(catalog_channel_.grpc()),
        analytics_(analytics_channel_.grpc()) {}

  absl::StatusOr<std::vector<catalog::v1::Candidate>> Candidates(
      const rpc::Outgoing& call) override {
    ASSIGN_OR_RETURN(auto response,
                     catalog_channel_.Invoke(&catalog_, &CatalogInternal::Stub::ListCandidates,
                                             catalog::v1::ListCandidatesRequest(), call));
    auto& found = *response.mutable_candidates();
    return std::vector<catalog::v1::Candidate>(std::make_move_iterator(found.begin()),
                                               std::make_move_iterator(found.end()));
  }

  absl::StatusOr<std::map<std::string, Popularity>> PopularSince(const rpc::Outgoing& call,
                                                                 absl::Time since) override {
    analytics::v1::GetPopularityRequest request;
    *request.mutable_since() = ToProto(since);
    ASSIGN_OR_RETURN(const auto response,
                     analytics_channel_.Invoke(&analytics_, &AnalyticsInternal::Stub::GetPopularity,
                                               request, call));
    std::map<std::string, Popularity> popular;
    for (const auto& key : response.keys()) {
      popular[key.key_id()] = {key.purchases(), key.downloads(), key.views()};
    }
    return popular;
  }

 private:
  rpc::Channel catalog_channel_;
  rpc::Channel analytics_channel_;
  CatalogInternal::Stub catalog_;
  AnalyticsInternal::Stub analytics_;
};

}  // namespace

std::unique_ptr<Sources> MakeRpcSources(const std::string& catalog_address,
                                        const std::string& analytics_address,
                                        rpc::TokenMinter& minter) {
  return std::make_unique<RpcSources>(catalog_address, analytics_address, minter);
}

}  // namespace keys::discovery
