// What one run works with. Everything named outlives the run.
#pragma once

#include <atomic>
#include <string>

#include "common/blob/object_store.h"
#include "services/catalog/client.h"

namespace keys::ingestion {

// A publication is one transaction, and so are the prices of a whole file.
inline constexpr absl::Duration kCatalogCallLimit = absl::Seconds(8);

inline rpc::Outgoing ToCatalog(const std::string& request_id) {
  return {Deadline::After(kCatalogCallLimit), request_id};
}

struct RunContext {
  catalog::CatalogIngestClient& catalog;
  blob::ObjectStore& store;
  std::string request_id;
  bool is_dry_run = false;
  // Set when the process stops: the run ends after the asset under way.
  const std::atomic<bool>& is_stopping;
};

}  // namespace keys::ingestion
