// Makes the reports on the events in a span: funnel, cohorts, counts of KEYS.
//
// Handlers: thread-safe, blocking.
#pragma once

#include "absl/status/statusor.h"
#include "common/rpc/call.h"
#include "common/time/clock.h"
#include "keys/analytics/v1/reports.pb.h"
#include "services/analytics/report_store.h"

namespace keys::analytics {

class Reports {
 public:
  Reports(ReportStore& store, const Clock& clock) : store_(store), clock_(clock) {}

  absl::StatusOr<v1::GetFunnelResponse> Funnel(rpc::Call& call,
                                               const v1::GetFunnelRequest& request);
  absl::StatusOr<v1::GetCohortsResponse> Cohorts(rpc::Call& call,
                                                 const v1::GetCohortsRequest& request);
  absl::StatusOr<v1::CountKeysResponse> CountKeys(rpc::Call& call,
                                                  const v1::CountKeysRequest& request);

 private:
  ReportStore& store_;
  const Clock& clock_;
};

}  // namespace keys::analytics
