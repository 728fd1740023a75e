// Serves bundles to everybody and to administrators. Thread-safe.
#pragma once

#include "absl/status/statusor.h"
#include "keys/catalog/v1/catalog.pb.h"
#include "services/catalog/parts.h"

namespace keys::catalog {

class Bundles {
 public:
  explicit Bundles(const Parts& parts) : parts_(parts) {}

  absl::StatusOr<v1::ListBundlesResponse> List(rpc::Call& call,
                                               const v1::ListBundlesRequest& request);
  absl::StatusOr<v1::GetBundleResponse> Get(rpc::Call& call, const v1::GetBundleRequest& request);
  absl::StatusOr<v1::PutBundleResponse> Put(rpc::Call& call, const v1::PutBundleRequest& request);
  // Takes the bundle off sale; buyers keep their access. The answer shows the bundle as it was.
  absl::StatusOr<v1::DeleteBundleResponse> Delete(rpc::Call& call,
                                                  const v1::DeleteBundleRequest& request);

 private:
  const Parts parts_;
};

// Returns the bundle without the KEYS that are not published.
v1::Bundle ToPublic(const v1::BundleForSale& bundle);

}  // namespace keys::catalog
