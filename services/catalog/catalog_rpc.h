// The catalog's gRPC services, with one line for each RPC. Thread-safe.
#pragma once

#include <memory>
#include <vector>

#include "common/rpc/unary.h"
#include "services/catalog/bundles.h"
#include "services/catalog/key_admin.h"
#include "services/catalog/key_changes.h"
#include "services/catalog/keys.h"
#include "services/catalog/pricing_file.h"
#include "services/catalog/publishing.h"
#include "services/catalog/sales.h"

namespace grpc {
class Service;
}

namespace keys::catalog {

struct Handlers {
  Handlers(const Parts& parts, RelatedBook& related)
      : keys(parts, related),
        bundles(parts),
        key_admin(parts, related),
        publishing(parts),
        pricing_file(parts),
        sales(parts),
        changes(parts) {}

  Keys keys;
  Bundles bundles;
  KeyAdmin key_admin;
  Publishing publishing;
  PricingFile pricing_file;
  Sales sales;
  KeyChanges changes;
};

// Makes Catalog, CatalogAdmin, CatalogIngest and CatalogInternal. `unary` and `handlers` must
// outlive them.
std::vector<std::unique_ptr<grpc::Service>> MakeCatalogServices(rpc::Unary& unary,
                                                                Handlers& handlers);

}  // namespace keys::catalog
