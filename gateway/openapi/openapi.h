// /openapi.json: the contract as OpenAPI 3.1, made from the descriptors, their rules and the
// comments of their protos, so that it cannot differ from what the gateway does. The endpoints that
// are no RPC are described by plain_operations.h. Every operation lists the codes it may answer
// with; `default` stands for what is refused before an operation is chosen, such as a head that is
// too large.
#pragma once

#include <string>
#include <vector>

#include "gateway/openapi/plain_operations.h"
#include "gateway/routing/rpc_route.h"

namespace keys::gateway {

struct OpenApiInput {
  const std::vector<RpcRoute>& routes;
  const std::vector<PlainOperation>& others;
  std::string version;
  // The address at which clients reach the shop. Empty stands for the one from which they got the
  // document.
  std::string server_url;
};

// Aborts when a plain operation names a message that has no JSON form.
std::string BuildOpenApi(const OpenApiInput& input);

}  // namespace keys::gateway
