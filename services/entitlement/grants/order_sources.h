// Lists the grants of orders for billing, which compares them with its orders.
#pragma once

#include "absl/status/statusor.h"
#include "common/pg/pool.h"
#include "common/rpc/call.h"
#include "keys/entitlement/v1/sources.pb.h"

namespace keys::entitlement {

inline constexpr int kMostOrderGrants = 1000;

// Handler: thread-safe, blocking.
class OrderSources {
 public:
  explicit OrderSources(pg::Pool& pool) : pool_(pool) {}

  // INVALID_ARGUMENT for a limit outside 1 to kMostOrderGrants, or a malformed id.
  absl::StatusOr<v1::ListOrderGrantsResponse> List(rpc::Call& call,
                                                   const v1::ListOrderGrantsRequest& request);

 private:
  pg::Pool& pool_;
};

}  // namespace keys::entitlement
