// What processes that keep a copy of the published KEYS ask of the catalog. Tests implement the
// abstract class. Thread-safe, blocking; errors as rpc::Channel gives them.
#pragma once

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "common/rpc/client.h"
#include "keys/catalog/v1/changes.pb.h"

namespace keys::catalog {

class ChangesClient {
 public:
  virtual ~ChangesClient() = default;
  virtual absl::StatusOr<v1::ListChangedKeysResponse> ListChangedKeys(
      const v1::ListChangedKeysRequest& request, const rpc::Outgoing& outgoing) = 0;
};

// `address` is host:port. `minter` outlives the client.
std::unique_ptr<ChangesClient> MakeRemoteChanges(const std::string& address,
                                                 rpc::TokenMinter& minter);

}  // namespace keys::catalog
