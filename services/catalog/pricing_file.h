// Applies marketplace.json: prices of KEYS, and bundles. An entry that equals the last applied one
// changes nothing, so that an administrator's change stands. A bad entry never stops the good ones.
// Thread-safe.
#pragma once

#include "absl/status/statusor.h"
#include "common/pg/transaction.h"
#include "keys/catalog/v1/catalog.pb.h"
#include "services/catalog/parts.h"
#include "services/catalog/store/pricing_store.h"

namespace keys::catalog {

class PricingFile {
 public:
  explicit PricingFile(const Parts& parts) : parts_(parts) {}

  // With `dry_run` nothing is stored; the answer is the same.
  absl::StatusOr<v1::ApplyPricingResponse> Apply(rpc::Call& call,
                                                 const v1::ApplyPricingRequest& request);

 private:
  struct Run;
  absl::Status ApplyKeys(pg::Transaction& tx, Run& run);
  void ApplyKey(const v1::KeyPricing& entry, const v1::KeyForSale* key, Run& run);
  absl::Status ApplyBundles(pg::Transaction& tx, Run& run);
  absl::Status Keep(pg::Transaction& tx, rpc::Call& call, const Run& run);

  const Parts parts_;
};

}  // namespace keys::catalog
