// A catalog for tests that keeps what it is sent, counts its writes and can be made unreachable.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "common/error/error.h"
#include "services/catalog/client.h"

namespace keys::ingestion {

class FakeCatalog final : public catalog::CatalogIngestClient {
 public:
  using Asset = catalog::v1::Asset;

  absl::StatusOr<catalog::v1::PublishVersionResponse> PublishVersion(
      const catalog::v1::PublishVersionRequest& request, const rpc::Outgoing&) override {
    if (!is_reachable) return Away();
    const Asset& asset = request.asset();
    if (asset.slug() == away_at) return Away();
    if (on_publish) on_publish();
    if (refused.count(asset.slug()) > 0) {
      return error::Make(error::Reason::CONFLICT, "The catalog says no.");
    }
    catalog::v1::PublishVersionResponse response;
    const auto name = std::make_pair(asset.slug(), asset.version());
    const auto found = assets.find(name);
    const bool is_known = found != assets.end();
    if (!is_known || (asset.has_sha256() && !found->second.has_sha256())) {
      response.set_outcome(catalog::v1::PUBLISH_OUTCOME_PUBLISHED);
    } else {
      const bool is_same = found->second.content_hash() == asset.content_hash();
      response.set_outcome(is_same ? catalog::v1::PUBLISH_OUTCOME_UNCHANGED
                                   : catalog::v1::PUBLISH_OUTCOME_UPDATED);
    }
    order.push_back(asset.slug() + "@" + asset.version());
    assets[name] = asset;
    ++writes;
    if (on_published) on_published(asset);
    return response;
  }

  absl::StatusOr<catalog::v1::GetPublishedResponse> GetPublished(
      const catalog::v1::GetPublishedRequest& request, const rpc::Outgoing&) override {
    if (!is_reachable) return Away();
    catalog::v1::GetPublishedResponse response;
    for (const std::string& slug : request.slugs()) {
      for (const auto& [name, asset] : assets) {
        if (name.first != slug) continue;
        auto& version = *response.add_versions();
        version.set_slug(slug);
        version.set_family(asset.family());
        version.set_version(asset.version());
        version.set_content_hash(asset.content_hash());
        version.set_source_rank(asset.source_rank());
        if (asset.has_sha256()) version.set_sha256(asset.sha256());
      }
    }
    return response;
  }

  absl::StatusOr<catalog::v1::ApplyPricingResponse> ApplyPricing(
      const catalog::v1::ApplyPricingRequest& request, const rpc::Outgoing&) override {
    if (!is_reachable) return Away();
    pricing = request;
    return pricing_answer;
  }

  int64_t revision() const override { return writes; }

  const Asset& Get(const std::string& slug, const std::string& version) const {
    static const auto* const kNone = new Asset();
    const auto found = assets.find({slug, version});
    return found == assets.end() ? *kNone : found->second;
  }

  std::map<std::pair<std::string, std::string>, Asset> assets;
  std::vector<std::string> order;  // "slug@version" of each publication
  std::map<std::string, bool> refused;
  catalog::v1::ApplyPricingRequest pricing;
  catalog::v1::ApplyPricingResponse pricing_answer;
  std::string away_at;               // cannot be reached for this slug
  std::function<void()> on_publish;  // something happens meanwhile
  std::function<void(const Asset&)> on_published;
  int writes = 0;
  bool is_reachable = true;

 private:
  static absl::Status Away() {
    return error::Make(error::Reason::UNAVAILABLE, "The catalog is away.");
  }
};

}  // namespace keys::ingestion
