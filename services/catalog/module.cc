#include "services/catalog/module.h"

#include <grpcpp/impl/service_type.h>

#include "common/base/status_macros.h"
#include "common/pg/pool.h"
#include "services/catalog/catalog_rpc.h"
#include "services/catalog/personal_data.h"
#include "services/catalog/revision_watch.h"
#include "services/catalog/word_keeper.h"

namespace keys::catalog {
namespace {

class CatalogModule final : public run::Module {
 public:
  CatalogModule(run::Process& process, money::CurrencyTable currencies)
      : currencies_(std::move(currencies)),
        conninfo_(process.config().Text("DATABASE_URL_CATALOG")),
        pool_({.conninfo = conninfo_, .name = "keys-catalog"}),
        cursors_(process.config().Text("CURSOR_KEY")),
        audit_("catalog"),
        answers_("catalog"),
        parts_({.pool = pool_,
                .clock = process.clock(),
                .ids = process.ids(),
                .currencies = currencies_,
                .cursors = cursors_,
                .audit = audit_,
                .answers = answers_}),
        related_(conninfo_),
        handlers_(parts_, related_),
        services_(MakeCatalogServices(process.unary(), handlers_)),
        revision_watch_(process.watches()),
        word_keeper_(pool_),
        personal_data_(pool_, kPersonalData),
        erasure_(pool_, process.clock(), "catalog"),
        personal_data_rpc_(personal_data::MakeRpc(process.unary(), personal_data_, erasure_)) {}

  std::vector<grpc::Service*> Services() override {
    std::vector<grpc::Service*> services;
    for (const auto& service : services_) services.push_back(service.get());
    services.push_back(&revision_watch_.service());
    services.push_back(personal_data_rpc_.get());
    return services;
  }
  void Start() override {
    revision_watch_.Start(conninfo_);
    related_.Start();
    word_keeper_.Start();
  }
  void Stop() override {
    word_keeper_.Stop();
    related_.Stop();
    revision_watch_.Stop();
  }
  absl::Status Ready(Deadline deadline) override { return pool_.Ping(deadline); }

 private:
  const money::CurrencyTable currencies_;
  const std::string conninfo_;
  pg::Pool pool_;
  const page::CursorCodec cursors_;
  const audit::Log audit_;
  const idempotency::Store answers_;
  const Parts parts_;
  RelatedBook related_;
  Handlers handlers_;
  const std::vector<std::unique_ptr<grpc::Service>> services_;
  RevisionWatch revision_watch_;
  WordKeeper word_keeper_;
  personal_data::Export personal_data_;
  personal_data::Erasure erasure_;
  const std::unique_ptr<grpc::Service> personal_data_rpc_;
};

absl::StatusOr<std::unique_ptr<run::Module>> Make(run::Process& process) {
  ASSIGN_OR_RETURN(money::CurrencyTable currencies,
                   money::CurrencyTable::Make(process.config().Text("PRICE_MINIMUMS")));
  return std::make_unique<CatalogModule>(process, std::move(currencies));
}

absl::Status Check(const run::Process& process) {
  return money::CurrencyTable::Make(process.config().Text("PRICE_MINIMUMS")).status();
}

}  // namespace

run::Spec Spec() {
  return {.name = "catalog",
          .variables = {{.name = "DATABASE_URL_CATALOG",
                         .kind = config::Kind::kDatabase,
                         .help = "where KEYS and bundles are stored, as role keys_catalog"},
                        {.name = "CURSOR_KEY",
                         .kind = config::Kind::kSecret,
                         .help = "signs the cursors of lists; at least 16 bytes",
                         .min = 16},
                        {.name = "PRICE_MINIMUMS",
                         .fallback = "",
                         .help = "smallest prices, e.g. usd=50,gbp=30; empty: what Stripe says"}},
          .make = Make,
          .check = Check};
}

}  // namespace keys::catalog
