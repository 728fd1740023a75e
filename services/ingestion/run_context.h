// What one run works with. Everything named outlives the run.
#pragma once

#include <atomic>
#include <string>

#include "common/blob/object_store.h"
#include "services/ingestion/catalog_port.h"

namespace keys::ingestion {

struct RunContext {
  CatalogPort& catalog;
  blob::ObjectStore& store;
  std::string request_id;
  bool is_dry_run = false;
  // Set when the process stops: the run ends after the asset under way.
  const std::atomic<bool>& is_stopping;
};

}  // namespace keys::ingestion
