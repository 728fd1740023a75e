// Answers the gateway and services of a higher rank about access.
//
// Handlers: thread-safe, blocking.
#pragma once

#include "absl/status/statusor.h"
#include "common/pg/pool.h"
#include "common/rpc/call.h"
#include "common/time/clock.h"
#include "keys/entitlement/v1/entitlement.pb.h"

namespace keys::entitlement {

class Access {
 public:
  Access(pg::Pool& pool, const Clock& clock) : pool_(pool), clock_(clock) {}

  // Returns the caller's access set, with the organisations for which the gateway trusts the
  // caller's token. UNAUTHENTICATED.
  absl::StatusOr<v1::GetAccessSetResponse> GetSet(rpc::Call& call,
                                                  const v1::GetAccessSetRequest& request);
  absl::StatusOr<v1::GetUserAccessResponse> GetOfUser(rpc::Call& call,
                                                      const v1::GetUserAccessRequest& request);
  absl::StatusOr<v1::ListStandingGrantsResponse> ListStanding(
      rpc::Call& call, const v1::ListStandingGrantsRequest& request);
  absl::StatusOr<v1::ListTenantsResponse> ListTenants(rpc::Call& call,
                                                      const v1::ListTenantsRequest& request);

 private:
  pg::Pool& pool_;
  const Clock& clock_;
};

}  // namespace keys::entitlement
