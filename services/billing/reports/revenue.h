// Makes the report on revenue by local day and currency. A day's figures are the difference between
// the facts known at its end and at its start, so days add up to any span, and a day that is over
// never changes.
//
// Handler: thread-safe, blocking.
#pragma once

#include "absl/status/statusor.h"
#include "common/pg/pool.h"
#include "common/rpc/call.h"
#include "common/time/clock.h"
#include "keys/billing/v1/reports.pb.h"

namespace keys::billing {

class Revenue {
 public:
  Revenue(pg::Pool& pool, const Clock& clock) : pool_(pool), clock_(clock) {}

  absl::StatusOr<v1::GetRevenueResponse> Get(rpc::Call& call, const v1::GetRevenueRequest& request);

 private:
  pg::Pool& pool_;
  const Clock& clock_;
};

}  // namespace keys::billing
