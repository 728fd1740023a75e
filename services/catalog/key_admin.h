// Administrators' changes of a KEY: price, currency, status, and withdrawn versions. Each change is
// audited and counted in the catalog's revision, in one transaction. Thread-safe.
#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "common/pg/transaction.h"
#include "keys/catalog/v1/catalog.pb.h"
#include "services/catalog/parts.h"
#include "services/catalog/related_book.h"

namespace keys::catalog {

class KeyAdmin {
 public:
  // `related` outlives it.
  KeyAdmin(const Parts& parts, RelatedBook& related) : parts_(parts), related_(related) {}

  absl::StatusOr<v1::UpdateKeyResponse> Update(rpc::Call& call,
                                               const v1::UpdateKeyRequest& request);
  // Repeating a yank changes nothing and keeps the first reason.
  absl::StatusOr<v1::YankVersionResponse> Yank(rpc::Call& call,
                                               const v1::YankVersionRequest& request);

 private:
  absl::StatusOr<v1::UpdateKeyResponse> UpdateIn(pg::Transaction& tx, rpc::Call& call,
                                                 const v1::UpdateKeyRequest& request);
  absl::StatusOr<v1::YankVersionResponse> YankIn(pg::Transaction& tx, rpc::Call& call,
                                                 const v1::YankVersionRequest& request);

  // Returns NOT_FOUND before NOT_ADMIN, so that a caller does not learn of a KEY that they may not
  // see.
  absl::Status CheckMayChange(const rpc::Call& call, const std::string& slug) const;

  const Parts parts_;
  RelatedBook& related_;
};

}  // namespace keys::catalog
