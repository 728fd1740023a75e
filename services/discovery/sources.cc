#include "services/discovery/sources.h"

#include "common/base/status_macros.h"
#include "common/time/proto_time.h"
#include "services/analytics/client.h"
#include "services/catalog/changes_client.h"
#include "services/catalog/client.h"

namespace keys::discovery {
namespace {

class RemoteSources final : public Sources {
 public:
  RemoteSources(std::unique_ptr<catalog::CatalogClient> catalog,
                std::unique_ptr<catalog::ChangesClient> changes,
                std::unique_ptr<analytics::AnalyticsClient> analytics)
      : catalog_(std::move(catalog)),
        changes_(std::move(changes)),
        analytics_(std::move(analytics)) {}

  absl::StatusOr<catalog::v1::ListChangedKeysResponse> ChangedKeys(
      const rpc::Outgoing& call, const catalog::v1::ChangePlace& after) override {
    catalog::v1::ListChangedKeysRequest request;
    *request.mutable_after() = after;
    return changes_->ListChangedKeys(request, call);
  }

  absl::StatusOr<std::vector<catalog::v1::KeyForSale>> Keys(
      const rpc::Outgoing& call, const std::vector<std::string>& names) override {
    catalog::v1::BatchGetKeysRequest request;
    request.mutable_keys()->Add(names.begin(), names.end());
    ASSIGN_OR_RETURN(auto response, catalog_->BatchGetKeys(request, call));
    std::vector<catalog::v1::KeyForSale> published;
    for (auto& key : *response.mutable_keys()) {
      if (key.status() == "published") published.push_back(std::move(key));
    }
    return published;
  }

  absl::StatusOr<std::map<std::string, Popularity>> PopularSince(const rpc::Outgoing& call,
                                                                 absl::Time since) override {
    analytics::v1::GetPopularityRequest request;
    *request.mutable_since() = ToProto(since);
    ASSIGN_OR_RETURN(const auto response, analytics_->GetPopularity(request, call));
    std::map<std::string, Popularity> popular;
    for (const auto& key : response.keys()) {
      const std::string& name = key.key_id().empty() ? key.key_slug() : key.key_id();
      popular[name] = {key.purchases(), key.downloads(), key.views()};
    }
    return popular;
  }

 private:
  std::unique_ptr<catalog::CatalogClient> catalog_;
  std::unique_ptr<catalog::ChangesClient> changes_;
  std::unique_ptr<analytics::AnalyticsClient> analytics_;
};

}  // namespace

std::unique_ptr<Sources> MakeRemoteSources(const std::string& catalog_address,
                                           const std::string& analytics_address,
                                           rpc::TokenMinter& minter) {
  return std::make_unique<RemoteSources>(catalog::MakeRemoteCatalog(catalog_address, minter),
                                         catalog::MakeRemoteChanges(catalog_address, minter),
                                         analytics::MakeRemoteAnalytics(analytics_address, minter));
}

}  // namespace keys::discovery
