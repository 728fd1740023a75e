#include "services/ingestion/module.h"

#include <grpcpp/impl/service_type.h>

#include <utility>

#include "common/base/status_macros.h"
#include "common/blob/object_store.h"
#include "common/blob/storage_config.h"
#include "common/page/cursor.h"
#include "common/pg/pool.h"
#include "services/catalog/client.h"
#include "services/ingestion/ingestion_rpc.h"
#include "services/ingestion/ingestion_runner.h"
#include "services/ingestion/ingestions.h"
#include "services/ingestion/personal_data.h"
#include "services/ingestion/scrub.h"

namespace keys::ingestion {
namespace {

class IngestionModule final : public run::Module {
 public:
  IngestionModule(run::Process& process, std::unique_ptr<blob::ObjectStore> store)
      : pool_({.conninfo = process.config().Text("DATABASE_URL_INGESTION"),
               .name = "keys-ingestion"}),
        store_(std::move(store)),
        catalog_(catalog::MakeRemoteCatalogIngest(process.config().Text("CATALOG_ADDRESS"),
                                                  process.minter())),
        cursors_(process.config().Text("CURSOR_KEY")),
        runner_({.pool = pool_,
                 .catalog = *catalog_,
                 .store = *store_,
                 .clock = process.clock(),
                 .ids = process.ids(),
                 .metrics = process.metrics(),
                 .progress = progress_}),
        ingestions_({.runner = runner_,
                     .pool = pool_,
                     .cursors = cursors_,
                     .clock = process.clock(),
                     .assets_root = process.config().Text("KEYS_ASSETS_ROOT")}),
        rpc_(MakeIngestionAdmin(process.unary(), ingestions_)),
        personal_data_(pool_, kPersonalData),
        erasure_(pool_, process.clock(), "ingestion"),
        personal_data_rpc_(personal_data::MakeRpc(process.unary(), personal_data_, erasure_)),
        watch_rpc_(process.watches(), progress_),
        scrub_({.catalog = *catalog_,
                .store = *store_,
                .metrics = process.metrics(),
                .interval = absl::Seconds(process.config().Integer("SCRUB_INTERVAL_SECONDS")),
                .bytes_per_second = process.config().Integer("SCRUB_BYTES_PER_SECOND")}) {}

  std::vector<grpc::Service*> Services() override {
    return {rpc_.get(), &watch_rpc_, personal_data_rpc_.get()};
  }
  absl::Status Ready(Deadline deadline) override { return pool_.Ping(deadline); }
  void Start() override { scrub_.Start(); }
  void Stop() override {
    runner_.Stop();
    scrub_.Stop();
  }

 private:
  pg::Pool pool_;
  std::unique_ptr<blob::ObjectStore> store_;
  std::unique_ptr<catalog::CatalogIngestClient> catalog_;
  page::CursorCodec cursors_;
  Progress progress_;
  IngestionRunner runner_;
  Ingestions ingestions_;
  std::unique_ptr<grpc::Service> rpc_;
  personal_data::Export personal_data_;
  personal_data::Erasure erasure_;
  std::unique_ptr<grpc::Service> personal_data_rpc_;
  IngestionWatchRpc watch_rpc_;
  Scrub scrub_;
};

absl::StatusOr<std::unique_ptr<run::Module>> MakeModule(run::Process& process) {
  ASSIGN_OR_RETURN(auto store, blob::OpenStorage(process.config()));
  return std::make_unique<IngestionModule>(process, std::move(store));
}

absl::Status Check(const run::Process& process) {
  return blob::OpenStorage(process.config()).status();
}

std::vector<config::Variable> Variables() {
  using config::Kind;
  std::vector<config::Variable> variables = {
      {.name = "DATABASE_URL_INGESTION",
       .kind = Kind::kDatabase,
       .help = "where reports are stored, as role keys_ingestion"},
      {.name = "CATALOG_ADDRESS", .kind = Kind::kHostPort, .help = "the catalog's gRPC"},
      {.name = "KEYS_ASSETS_ROOT",
       .kind = Kind::kText,
       .fallback = "",
       .help = "the assets folder; without one only indexes can be ingested"},
      {.name = "SCRUB_INTERVAL_SECONDS",
       .kind = Kind::kInteger,
       .fallback = "86400",
       .help = "between two passes that hash stored archives again; 0: never",
       .min = 0,
       .max = 31'536'000},
      {.name = "SCRUB_BYTES_PER_SECOND",
       .kind = Kind::kInteger,
       .fallback = "8388608",
       .help = "at most, while such a pass is under way",
       .min = 1024,
       .max = 1'000'000'000},
      {.name = "CURSOR_KEY",
       .kind = Kind::kSecret,
       .help = "signs the cursors of lists; at least 16 bytes",
       .min = 16}};
  for (config::Variable& storage : blob::StorageVariables("where archives are stored")) {
    variables.push_back(std::move(storage));
  }
  return variables;
}

}  // namespace

run::Spec Spec() {
  return {.name = "ingestion", .variables = Variables(), .make = MakeModule, .check = Check};
}

}  // namespace keys::ingestion
