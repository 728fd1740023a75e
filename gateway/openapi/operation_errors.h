// The codes an operation may answer with, by HTTP status: those that follow from its rule, and
// those that gateway/contract.textproto adds.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "common/error/error.h"
#include "gateway/routing/rpc_route.h"

namespace keys::gateway {

// The reasons of each status, without repetition and in the order of the enum.
using ErrorsByStatus = std::map<int, std::vector<error::Reason>>;

ErrorsByStatus ErrorsOf(const RpcRoute& route);
ErrorsByStatus ByStatus(std::vector<error::Reason> reasons);

// Whether the operation takes If-Match. The catalog's administrators change things by POST too.
bool TakesIfMatch(const RpcRoute& route);

}  // namespace keys::gateway
