// Discovery asks this of other services: which KEYS could be recommended, and which are popular.
// Thread-safe.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/rpc/client.h"
#include "keys/catalog/v1/catalog.pb.h"
#include "keys/catalog/v1/changes.pb.h"
#include "services/discovery/domain/shelf.h"

namespace keys::discovery {

class Sources {
 public:
  virtual ~Sources() = default;
  // A page of the KEYS that changed after a place.
  virtual absl::StatusOr<catalog::v1::ListChangedKeysResponse> ChangedKeys(
      const rpc::Outgoing& call, const catalog::v1::ChangePlace& after) = 0;
  // Published KEYS by id or slug, at most 1,000; others are left out.
  virtual absl::StatusOr<std::vector<catalog::v1::KeyForSale>> Keys(
      const rpc::Outgoing& call, const std::vector<std::string>& names) = 0;
  // By KEY id or slug (events name either; no slug looks like an id), counted since a moment.
  virtual absl::StatusOr<std::map<std::string, Popularity>> PopularSince(const rpc::Outgoing& call,
                                                                         absl::Time since) = 0;
};

// Over gRPC; addresses are host:port.
std::unique_ptr<Sources> MakeRemoteSources(const std::string& catalog_address,
                                           const std::string& analytics_address,
                                           rpc::TokenMinter& minter);

}  // namespace keys::discovery
