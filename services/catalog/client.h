// What services of a higher rank may ask of the catalog.
//
//   auto catalog = MakeRemoteCatalog(address, minter);
//   ASSIGN_OR_RETURN(auto bundle, catalog->GetBundleForSale(request, call));
//
// Tests implement the abstract classes. Thread-safe, blocking; errors as rpc::Channel gives them.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "common/rpc/client.h"
#include "keys/catalog/v1/catalog.pb.h"

namespace keys::catalog {

// The words a KEY's type may have, for filters: one of them, and all of them as a text says them.
bool IsKeyType(std::string_view word);
std::string KeyTypeWords();
// The families a KEY may be of, and how ripe its author may call it.
bool IsTool(std::string_view word);
bool IsMaturity(std::string_view word);

class CatalogClient {
 public:
  virtual ~CatalogClient() = default;
  // By id or slug, at most 1000; unknown ones are left out of the answer.
  virtual absl::StatusOr<v1::BatchGetKeysResponse> BatchGetKeys(
      const v1::BatchGetKeysRequest& request, const rpc::Outgoing& outgoing) = 0;
  // NOT_FOUND.
  virtual absl::StatusOr<v1::GetBundleForSaleResponse> GetBundleForSale(
      const v1::GetBundleForSaleRequest& request, const rpc::Outgoing& outgoing) = 0;
  // NOT_FOUND, VERSION_UNKNOWN, ASSET_NOT_PUBLISHED.
  virtual absl::StatusOr<v1::ResolveVersionResponse> ResolveVersion(
      const v1::ResolveVersionRequest& request, const rpc::Outgoing& outgoing) = 0;
  // Every published KEY.
  virtual absl::StatusOr<v1::ListCandidatesResponse> ListCandidates(
      const v1::ListCandidatesRequest& request, const rpc::Outgoing& outgoing) = 0;
  // Every bundle, as anybody may see it.
  virtual absl::StatusOr<v1::ListBundlesResponse> ListBundles(const v1::ListBundlesRequest& request,
                                                              const rpc::Outgoing& outgoing) = 0;
};

// For ingestion only. Every call may be repeated: the same content again changes nothing.
class CatalogIngestClient {
 public:
  virtual ~CatalogIngestClient() = default;
  // VERSION_IMMUTABLE, CONFLICT, SLUG_RESERVED, INVALID_ARGUMENT.
  virtual absl::StatusOr<v1::PublishVersionResponse> PublishVersion(
      const v1::PublishVersionRequest& request, const rpc::Outgoing& outgoing) = 0;
  virtual absl::StatusOr<v1::GetPublishedResponse> GetPublished(
      const v1::GetPublishedRequest& request, const rpc::Outgoing& outgoing) = 0;
  // What is wrong with single entries comes in the answer, not as an error.
  virtual absl::StatusOr<v1::ApplyPricingResponse> ApplyPricing(
      const v1::ApplyPricingRequest& request, const rpc::Outgoing& outgoing) = 0;
  // The catalog's revision as the answers so far had it: not before that of any change made by this
  // client.
  virtual int64_t revision() const { return 0; }
};

// `address` is host:port. `minter` outlives the client.
std::unique_ptr<CatalogClient> MakeRemoteCatalog(const std::string& address,
                                                 rpc::TokenMinter& minter);
std::unique_ptr<CatalogIngestClient> MakeRemoteCatalogIngest(const std::string& address,
                                                             rpc::TokenMinter& minter);

}  // namespace keys::catalog
