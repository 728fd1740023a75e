#include "services/catalog/client.h"

#include "keys/catalog/v1/catalog.grpc.pb.h"
#include "services/catalog/domain/vocabulary.h"

namespace keys::catalog {

bool IsKeyType(std::string_view word) { return IsOneOf(word, kKeyTypes); }

std::string KeyTypeWords() { return Enumerate(kKeyTypes); }

bool IsTool(std::string_view word) { return IsOneOf(word, kTools); }

bool IsMaturity(std::string_view word) { return IsOneOf(word, kMaturities); }

namespace {

class RemoteCatalog final : public CatalogClient {
 public:
  using Stub = v1::CatalogInternal::Stub;
  RemoteCatalog(const std::string& address, rpc::TokenMinter& minter)
      : channel_(address, minter), stub_(channel_.grpc()), public_stub_(channel_.grpc()) {}

  absl::StatusOr<v1::BatchGetKeysResponse> BatchGetKeys(const v1::BatchGetKeysRequest& request,
                                                        const rpc::Outgoing& outgoing) override {
    return channel_.Invoke(&stub_, &Stub::BatchGetKeys, request, outgoing);
  }
  absl::StatusOr<v1::GetBundleForSaleResponse> GetBundleForSale(
      const v1::GetBundleForSaleRequest& request, const rpc::Outgoing& outgoing) override {
    return channel_.Invoke(&stub_, &Stub::GetBundleForSale, request, outgoing);
  }
  absl::StatusOr<v1::ResolveVersionResponse> ResolveVersion(
      const v1::ResolveVersionRequest& request, const rpc::Outgoing& outgoing) override {
    return channel_.Invoke(&stub_, &Stub::ResolveVersion, request, outgoing);
  }
  absl::StatusOr<v1::ListCandidatesResponse> ListCandidates(
      const v1::ListCandidatesRequest& request, const rpc::Outgoing& outgoing) override {
    return channel_.Invoke(&stub_, &Stub::ListCandidates, request, outgoing);
  }
  absl::StatusOr<v1::ListBundlesResponse> ListBundles(const v1::ListBundlesRequest& request,
                                                      const rpc::Outgoing& outgoing) override {
    return channel_.Invoke(&public_stub_, &v1::Catalog::Stub::ListBundles, request, outgoing);
  }

 private:
  rpc::Channel channel_;
  Stub stub_;
  v1::Catalog::Stub public_stub_;
};

class RemoteCatalogIngest final : public CatalogIngestClient {
 public:
  using Stub = v1::CatalogIngest::Stub;
  RemoteCatalogIngest(const std::string& address, rpc::TokenMinter& minter)
      : channel_(address, minter), stub_(channel_.grpc()) {}

  absl::StatusOr<v1::PublishVersionResponse> PublishVersion(
      const v1::PublishVersionRequest& request, const rpc::Outgoing& outgoing) override {
    return channel_.Invoke(&stub_, &Stub::PublishVersion, request, outgoing);
  }
  absl::StatusOr<v1::GetPublishedResponse> GetPublished(const v1::GetPublishedRequest& request,
                                                        const rpc::Outgoing& outgoing) override {
    return channel_.Invoke(&stub_, &Stub::GetPublished, request, outgoing);
  }
  absl::StatusOr<v1::ApplyPricingResponse> ApplyPricing(const v1::ApplyPricingRequest& request,
                                                        const rpc::Outgoing& outgoing) override {
    return channel_.Invoke(&stub_, &Stub::ApplyPricing, request, outgoing);
  }
  int64_t revision() const override { return channel_.revision(); }

 private:
  rpc::Channel channel_;
  Stub stub_;
};

}  // namespace

std::unique_ptr<CatalogClient> MakeRemoteCatalog(const std::string& address,
                                                 rpc::TokenMinter& minter) {
  return std::make_unique<RemoteCatalog>(address, minter);
}

std::unique_ptr<CatalogIngestClient> MakeRemoteCatalogIngest(const std::string& address,
                                                             rpc::TokenMinter& minter) {
  return std::make_unique<RemoteCatalogIngest>(address, minter);
}

}  // namespace keys::catalog
