#include "services/discovery/module.h"

#include <grpcpp/impl/service_type.h>

#include "common/base/status_macros.h"
#include "common/page/cursor.h"
#include "common/pg/pool.h"
#include "services/discovery/discovery_rpc.h"
#include "services/discovery/dismissals.h"
#include "services/discovery/opt_outs.h"
#include "services/discovery/personal_data.h"
#include "services/discovery/recommendations.h"
#include "services/discovery/report_rpc.h"
#include "services/discovery/rule_book.h"
#include "services/discovery/signal_pruner.h"
#include "services/discovery/signals.h"
#include "services/discovery/top_keys.h"

namespace keys::discovery {
namespace {

class DiscoveryModule final : public run::Module {
 public:
  DiscoveryModule(run::Process& process, std::unique_ptr<RuleBook> rules,
                  std::unique_ptr<SituationBook> situations)
      : catalog_address_(process.config().Text("CATALOG_ADDRESS")),
        minter_(process.minter()),
        rules_(std::move(rules)),
        situations_(std::move(situations)),
        cursors_(process.config().Text("CURSOR_KEY")),
        pool_({.conninfo = process.config().Text("DATABASE_URL_DISCOVERY"), .name = "discovery"}),
        sources_(MakeRemoteSources(catalog_address_, process.config().Text("ANALYTICS_ADDRESS"),
                                   minter_)),
        candidates_(*sources_, process.metrics()),
        popularity_(*sources_, process.clock(),
                    absl::Seconds(process.config().Integer("POPULARITY_REFRESH_SECONDS")),
                    [this](auto figures) { candidates_.SetPopularity(std::move(figures)); }),
        recommendations_({pool_, candidates_, *rules_, process.clock()}),
        catalog_(catalog::MakeRemoteCatalog(catalog_address_, minter_)),
        counts_(analytics::MakeRemoteCounts(process.config().Text("ANALYTICS_ADDRESS"), minter_)),
        top_keys_(*catalog_, *counts_, process.clock()),
        signals_(pool_, process.clock(), process.ids(), cursors_),
        opt_outs_(pool_, process.clock()),
        dismissals_(pool_, *sources_, process.clock()),
        pruner_(pool_, process.clock()),
        rpc_(MakeDiscoveryRpc(process.unary(), {.recommendations = recommendations_,
                                                .signals = signals_,
                                                .opt_outs = opt_outs_,
                                                .dismissals = dismissals_,
                                                .situations = *situations_})),
        reports_rpc_(MakeReportsRpc(process.unary(), top_keys_)),
        personal_data_(pool_, kPersonalData),
        erasure_(pool_, process.clock(), "discovery"),
        personal_data_rpc_(personal_data::MakeRpc(process.unary(), personal_data_, erasure_)) {}

  std::vector<grpc::Service*> Services() override {
    return {rpc_.get(), reports_rpc_.get(), personal_data_rpc_.get()};
  }
  absl::Status Ready(Deadline deadline) override { return pool_.Ping(deadline); }
  void Start() override {
    rules_->Start();
    candidates_.Follow(catalog_address_, minter_);
    popularity_.Start();
    situations_->Start();
    pruner_.Start();
  }
  void Stop() override {
    pruner_.Stop();
    popularity_.Stop();
    candidates_.Stop();
    situations_->Stop();
    rules_->Stop();
  }

 private:
  const std::string catalog_address_;
  rpc::TokenMinter& minter_;
  const std::unique_ptr<RuleBook> rules_;
  const std::unique_ptr<SituationBook> situations_;
  const page::CursorCodec cursors_;
  pg::Pool pool_;
  std::unique_ptr<Sources> sources_;
  CandidateBook candidates_;
  PopularityBook popularity_;
  Recommendations recommendations_;
  std::unique_ptr<catalog::CatalogClient> catalog_;
  std::unique_ptr<analytics::CountsClient> counts_;
  TopKeys top_keys_;
  Signals signals_;
  OptOuts opt_outs_;
  Dismissals dismissals_;
  SignalPruner pruner_;
  std::unique_ptr<grpc::Service> rpc_;
  std::unique_ptr<grpc::Service> reports_rpc_;
  personal_data::Export personal_data_;
  personal_data::Erasure erasure_;
  std::unique_ptr<grpc::Service> personal_data_rpc_;
};

absl::StatusOr<std::unique_ptr<run::Module>> Make(run::Process& process) {
  ASSIGN_OR_RETURN(auto rules, MakeRuleBook(process.config().Text("DISCOVERY_RULES_FILE")));
  ASSIGN_OR_RETURN(auto situations,
                   MakeSituationBook(process.config().Text("DISCOVERY_SITUATIONS_FILE")));
  return std::make_unique<DiscoveryModule>(process, std::move(rules), std::move(situations));
}

absl::Status Check(const run::Process& process) {
  RETURN_IF_ERROR(MakeRuleBook(process.config().Text("DISCOVERY_RULES_FILE")).status());
  return MakeSituationBook(process.config().Text("DISCOVERY_SITUATIONS_FILE")).status();
}

}  // namespace

run::Spec Spec() {
  using config::Kind;
  return {.name = "discovery",
          .variables = {{.name = "DATABASE_URL_DISCOVERY",
                         .kind = Kind::kDatabase,
                         .help = "PostgreSQL, as role keys_discovery"},
                        {.name = "CATALOG_ADDRESS",
                         .kind = Kind::kHostPort,
                         .help = "gRPC address of catalog"},
                        {.name = "ANALYTICS_ADDRESS",
                         .kind = Kind::kHostPort,
                         .help = "gRPC address of analytics"},
                        {.name = "CURSOR_KEY",
                         .kind = Kind::kSecret,
                         .help = "signs the cursors of lists; at least 16 bytes",
                         .min = 16},
                        {.name = "DISCOVERY_RULES_FILE",
                         .kind = Kind::kFile,
                         .fallback = "",
                         .help = "the rules as JSON, read again when it changes; empty: those "
                                 "built in (rules.json)"},
                        {.name = "DISCOVERY_SITUATIONS_FILE",
                         .kind = Kind::kFile,
                         .fallback = "",
                         .help = "the situations of the guided start as JSON, read again when it "
                                 "changes; empty: those built in (situations.json)"},
                        {.name = "POPULARITY_REFRESH_SECONDS",
                         .kind = Kind::kInteger,
                         .fallback = "60",
                         .help = "between two looks at what analytics has counted",
                         .min = 1,
                         .max = 3600}},
          .make = Make,
          .check = Check};
}

}  // namespace keys::discovery
