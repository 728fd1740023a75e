// Answers services of a higher rank. Thread-safe.
#pragma once

#include "absl/status/statusor.h"
#include "keys/catalog/v1/catalog.pb.h"
#include "services/catalog/parts.h"

namespace keys::catalog {

class Sales {
 public:
  explicit Sales(const Parts& parts) : parts_(parts) {}

  absl::StatusOr<v1::BatchGetKeysResponse> BatchGetKeys(rpc::Call& call,
                                                        const v1::BatchGetKeysRequest& request);
  absl::StatusOr<v1::GetBundleForSaleResponse> GetBundleForSale(
      rpc::Call& call, const v1::GetBundleForSaleRequest& request);
  absl::StatusOr<v1::ResolveVersionResponse> ResolveVersion(
      rpc::Call& call, const v1::ResolveVersionRequest& request);
  absl::StatusOr<v1::ListCandidatesResponse> ListCandidates(
      rpc::Call& call, const v1::ListCandidatesRequest& request);

 private:
  const Parts parts_;
};

}  // namespace keys::catalog
