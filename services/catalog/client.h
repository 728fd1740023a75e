// The client by which services of a higher rank call the catalog.
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
#include "services/catalog/key_status.h"

namespace keys::catalog {

// Whether the word is a type of KEYS, for filters, and all such words as a text lists them.
bool IsKeyType(std::string_view word);
std::string KeyTypeWords();
// Whether the word is a family of KEYS, and whether it is a maturity.
bool IsTool(std::string_view word);
bool IsMaturity(std::string_view word);

class CatalogClient {
 public:
  virtual ~CatalogClient() = default;
  // Finds KEYS by id or slug, at most 1000. Unknown ones are left out of the answer.
  virtual absl::StatusOr<v1::BatchGetKeysResponse> BatchGetKeys(
      const v1::BatchGetKeysRequest& request, const rpc::Outgoing& outgoing) = 0;
  // NOT_FOUND.
  virtual absl::StatusOr<v1::GetBundleForSaleResponse> GetBundleForSale(
      const v1::GetBundleForSaleRequest& request, const rpc::Outgoing& outgoing) = 0;
  // NOT_FOUND, VERSION_UNKNOWN, ASSET_NOT_PUBLISHED.
  virtual absl::StatusOr<v1::ResolveVersionResponse> ResolveVersion(
      const v1::ResolveVersionRequest& request, const rpc::Outgoing& outgoing) = 0;
  // Returns every published KEY.
  virtual absl::StatusOr<v1::ListCandidatesResponse> ListCandidates(
      const v1::ListCandidatesRequest& request, const rpc::Outgoing& outgoing) = 0;
  // Returns every bundle as anybody may see it.
  virtual absl::StatusOr<v1::ListBundlesResponse> ListBundles(const v1::ListBundlesRequest& request,
                                                              const rpc::Outgoing& outgoing) = 0;
};

// Used by ingestion only. Every call may be repeated, because the same content changes nothing the
// second time.
class CatalogIngestClient {
 public:
  virtual ~CatalogIngestClient() = default;
  // VERSION_IMMUTABLE, CONFLICT, SLUG_RESERVED, INVALID_ARGUMENT.
  virtual absl::StatusOr<v1::PublishVersionResponse> PublishVersion(
      const v1::PublishVersionRequest& request, const rpc::Outgoing& outgoing) = 0;
  virtual absl::StatusOr<v1::GetPublishedResponse> GetPublished(
      const v1::GetPublishedRequest& request, const rpc::Outgoing& outgoing) = 0;
  // Mistakes in single entries are part of the answer and no error.
  virtual absl::StatusOr<v1::ApplyPricingResponse> ApplyPricing(
      const v1::ApplyPricingRequest& request, const rpc::Outgoing& outgoing) = 0;
  // The highest catalog revision that any answer has had so far. A change made by this client has
  // this revision or a lower one.
  virtual int64_t revision() const { return 0; }
};

// `address` is host:port. `minter` must outlive the client.
std::unique_ptr<CatalogClient> MakeRemoteCatalog(const std::string& address,
                                                 rpc::TokenMinter& minter);
std::unique_ptr<CatalogIngestClient> MakeRemoteCatalogIngest(const std::string& address,
                                                             rpc::TokenMinter& minter);

}  // namespace keys::catalog
