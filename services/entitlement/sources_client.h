// The client by which billing asks about the sources of grants. It is not part of client.h, because
// many files include that.
//
// Tests implement SourcesClient. Thread-safe, blocking; errors as rpc::Channel gives them.
#pragma once

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "common/rpc/client.h"
#include "keys/entitlement/v1/sources.pb.h"

namespace keys::entitlement {

class SourcesClient {
 public:
  virtual ~SourcesClient() = default;
  virtual absl::StatusOr<v1::ListOrderGrantsResponse> ListOrderGrants(
      const v1::ListOrderGrantsRequest& request, const rpc::Outgoing& outgoing) = 0;
};

// `address` is host:port. `minter` must outlive the client.
std::unique_ptr<SourcesClient> MakeRemoteSources(const std::string& address,
                                                 rpc::TokenMinter& minter);

}  // namespace keys::entitlement
