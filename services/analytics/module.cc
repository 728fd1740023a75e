#include "services/analytics/module.h"

#include <grpcpp/impl/service_type.h>

#include "common/pg/pool.h"
#include "services/analytics/analytics_rpc.h"
#include "services/analytics/month_keeper.h"
#include "services/analytics/personal_data.h"

namespace keys::analytics {
namespace {

class AnalyticsModule final : public run::Module {
 public:
  explicit AnalyticsModule(run::Process& process)
      : pool_({.conninfo = process.config().Text("DATABASE_URL_ANALYTICS"),
               .name = "keys-analytics"}),
        store_(pool_),
        writer_(store_, process.clock(), process.metrics()),
        months_(store_, process.clock(),
                static_cast<int>(process.config().Integer("EVENT_RETENTION_MONTHS"))),
        events_(writer_, store_, process.clock(), process.ids()),
        popularity_(store_),
        report_store_(pool_),
        reports_(report_store_, process.clock()),
        services_(MakeAnalyticsServices(process.unary(), events_, popularity_, reports_)),
        personal_data_(pool_, kPersonalData),
        erasure_(pool_, process.clock(), "analytics"),
        personal_data_rpc_(personal_data::MakeRpc(process.unary(), personal_data_, erasure_)) {}

  std::vector<grpc::Service*> Services() override {
    std::vector<grpc::Service*> services;
    for (const auto& service : services_) services.push_back(service.get());
    services.push_back(personal_data_rpc_.get());
    return services;
  }
  absl::Status Ready(Deadline deadline) override { return pool_.Ping(deadline); }
  void Start() override { months_.Start(); }
  void Stop() override { months_.Stop(); }

 private:
  pg::Pool pool_;
  AnalyticsStore store_;
  EventWriter writer_;
  MonthKeeper months_;
  Events events_;
  Popularity popularity_;
  ReportStore report_store_;
  Reports reports_;
  const std::vector<std::unique_ptr<grpc::Service>> services_;
  personal_data::Export personal_data_;
  personal_data::Erasure erasure_;
  std::unique_ptr<grpc::Service> personal_data_rpc_;
};

}  // namespace

run::Spec Spec() {
  return {.name = "analytics",
          .variables = {{.name = "DATABASE_URL_ANALYTICS",
                         .kind = config::Kind::kDatabase,
                         .help = "where events are stored, as role keys_analytics"},
                        {.name = "EVENT_RETENTION_MONTHS",
                         .kind = config::Kind::kInteger,
                         .fallback = "36",
                         .help = "whole months for which views, clicks and downloads are kept; "
                                 "counts and purchases stay",
                         .min = kLeastMonthsKept,
                         .max = 1200}},
          .make = [](run::Process& process) -> absl::StatusOr<std::unique_ptr<run::Module>> {
            return std::make_unique<AnalyticsModule>(process);
          }};
}

}  // namespace keys::analytics
