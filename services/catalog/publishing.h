// Takes assets and the prices of marketplace.json from ingestion. Every call may be repeated,
// because the same content changes nothing the second time. Thread-safe.
#pragma once

#include "absl/status/statusor.h"
#include "common/pg/transaction.h"
#include "keys/catalog/v1/catalog.pb.h"
#include "services/catalog/domain/publish.h"
#include "services/catalog/parts.h"

namespace keys::catalog {

class Publishing {
 public:
  explicit Publishing(const Parts& parts) : parts_(parts) {}

  absl::StatusOr<v1::PublishVersionResponse> Publish(rpc::Call& call,
                                                     const v1::PublishVersionRequest& request);
  absl::StatusOr<v1::GetPublishedResponse> GetPublished(rpc::Call& call,
                                                        const v1::GetPublishedRequest& request);

 private:
  absl::StatusOr<v1::PublishVersionResponse> PublishIn(pg::Transaction& tx, rpc::Call& call,
                                                       const v1::PublishVersionRequest& request);
  absl::Status Write(pg::Transaction& tx, PublishStep step, const std::string& key_id,
                     const std::string& version_id, const v1::PublishVersionRequest& request);

  const Parts parts_;
};

}  // namespace keys::catalog
