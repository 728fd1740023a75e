// The objects that one run uses. All of them outlive the run.
#pragma once

#include <atomic>
#include <string>

#include "common/blob/object_store.h"
#include "services/catalog/client.h"

namespace keys::ingestion {

// The time limit of a call to the catalog. A publication is one transaction, and so are the prices
// of a whole file.
inline constexpr absl::Duration kCatalogCallLimit = absl::Seconds(8);

inline rpc::Outgoing ToCatalog(const std::string& request_id) {
  return {Deadline::After(kCatalogCallLimit), request_id};
}

struct RunContext {
  catalog::CatalogIngestClient& catalog;
  blob::ObjectStore& store;
  std::string request_id;
  bool is_dry_run = false;
  // Set when the process stops. The run then ends after the current asset.
  const std::atomic<bool>& is_stopping;
};

}  // namespace keys::ingestion
