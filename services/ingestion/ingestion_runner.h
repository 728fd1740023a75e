// Runs one ingestion at a time, over all processes of this service, on a thread of its own.
//
// A call waits for its run until shortly before its deadline and is then answered with IN_PROGRESS;
// the run goes on, and its report can be read under its id. A run whose process dies releases its
// lock with its connection, and the next run marks it as failed. Thread-safe.
#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <string>
#include <thread>

#include "absl/base/thread_annotations.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "common/audit/audit.h"
#include "common/blob/object_store.h"
#include "common/id/id.h"
#include "common/metrics/metrics.h"
#include "common/pg/pool.h"
#include "common/rpc/call.h"
#include "common/time/clock.h"
#include "keys/ingestion/v1/ingestion.pb.h"
#include "services/catalog/client.h"
#include "services/ingestion/ingestion_store.h"
#include "services/ingestion/progress.h"
#include "services/ingestion/report.h"
#include "services/ingestion/run_context.h"

namespace keys::ingestion {

class IngestionRunner {
 public:
  struct Parts {
    pg::Pool& pool;
    catalog::CatalogIngestClient& catalog;
    blob::ObjectStore& store;
    const Clock& clock;
    IdSource& ids;
    metrics::Registry& metrics;
    Progress& progress;
  };
  struct Job {
    std::string source;  // folder, index
    bool is_dry_run = false;
    // Returns Ok when everything was processed; the findings are in the report.
    std::function<absl::Status(const RunContext&, Report&)> work;
  };

  explicit IngestionRunner(Parts parts);
  // Stops.
  ~IngestionRunner();
  IngestionRunner(const IngestionRunner&) = delete;
  IngestionRunner& operator=(const IngestionRunner&) = delete;

  // Returns INGESTION_RUNNING while another run is under way in any process.
  absl::StatusOr<v1::IngestResponse> Run(const rpc::Call& call, Job job);

  // At least the catalog revision of the last KEY that this process has published.
  int64_t catalog_revision() const { return parts_.catalog.revision(); }

  // Ends the run under way after its current asset, and waits for that.
  void Stop();

 private:
  // One run, shared between its thread and the call that waits.
  struct State {
    IngestionRow row;
    std::string request_id;
    Job job;
    bool is_done = false;
    absl::StatusOr<v1::IngestResponse> answer = absl::UnknownError("not done");
  };

  absl::Status Begin(const rpc::Call& call, State& state, pg::Connection& lock);
  absl::StatusOr<pg::Connection> Lock(Deadline deadline);
  void Work(std::shared_ptr<State> state, pg::Connection lock);
  absl::Status Finish(State& state, const Report& report, const absl::Status& outcome);
  void Release(pg::Connection lock);

  const Parts parts_;
  const audit::Log audit_;
  prometheus::Histogram& seconds_;
  std::atomic<bool> is_stopping_{false};

  absl::Mutex mutex_;
  bool is_running_ ABSL_GUARDED_BY(mutex_) = false;
  std::thread thread_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace keys::ingestion
