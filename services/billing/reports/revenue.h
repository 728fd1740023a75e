// The report on money, by local day and currency. A day's figures are the difference of what the
// facts known at its end and at its start say, so days add up to any span, and days that are over
// stay.
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
