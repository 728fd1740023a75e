// The gRPC services of analytics, with one line for each RPC.
#pragma once

#include <memory>
#include <vector>

#include "common/rpc/unary.h"
#include "services/analytics/events.h"
#include "services/analytics/popularity.h"
#include "services/analytics/reports.h"

namespace grpc {
class Service;
}

namespace keys::analytics {

// Analytics, AnalyticsGateway, AnalyticsInternal, AnalyticsReports and AnalyticsCounts. The
// arguments must outlive them.
std::vector<std::unique_ptr<grpc::Service>> MakeAnalyticsServices(rpc::Unary& unary, Events& events,
                                                                  Popularity& popularity,
                                                                  Reports& reports);

}  // namespace keys::analytics
