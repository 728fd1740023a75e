#include "services/ingestion/ingestion_runner.h"

#include <algorithm>
#include <utility>

#include "common/base/status_macros.h"
#include "common/base/text.h"
#include "common/error/error.h"
#include "common/log/log.h"
#include "common/pg/transaction.h"
#include "google/protobuf/util/json_util.h"

namespace keys::ingestion {
namespace {

// The part of a call's time that is kept for writing its answer.
constexpr absl::Duration kAnswerMargin = absl::Milliseconds(700);
// The time limit of statements outside of a call.
constexpr absl::Duration kStatementLimit = absl::Seconds(10);

absl::Status AlreadyRunning() {
  return error::WithAction(
      error::Make(error::Reason::INGESTION_RUNNING, "Another ingestion is under way."),
      "Wait for it to end: GET /marketplace/admin/ingestions lists it.");
}

absl::Status StillRunning(const std::string& id) {
  return error::WithAction(
      error::Make(error::Reason::IN_PROGRESS,
                  Concat({"The ingestion ", id, " takes longer than one answer may; it goes on."})),
      Concat({"Its report will be at GET /marketplace/admin/ingestions/", id, "."}));
}

std::string ToJson(const v1::IngestResponse& response) {
  google::protobuf::util::JsonPrintOptions options;
  options.preserve_proto_field_names = true;
  std::string json;
  const auto status = google::protobuf::util::MessageToJsonString(response, &json, options);
  return status.ok() ? json : "{}";
}

}  // namespace

IngestionRunner::IngestionRunner(Parts parts)
    : parts_(parts),
      audit_("ingestion"),
      seconds_(parts.metrics.Histogram("keys_ingestion_run_seconds",
                                       "How long whole ingestions took.")) {}

IngestionRunner::~IngestionRunner() { Stop(); }

void IngestionRunner::Stop() {
  is_stopping_ = true;
  std::thread thread;
  {
    absl::MutexLock hold(&mutex_);
    thread = std::move(thread_);
  }
  if (thread.joinable()) thread.join();
}

absl::StatusOr<v1::IngestResponse> IngestionRunner::Run(const rpc::Call& call, Job job) {
  {
    absl::MutexLock hold(&mutex_);
    if (is_running_) return AlreadyRunning();
    is_running_ = true;
    // The thread of the run before has finished its work, so joining it is quick.
    if (thread_.joinable()) thread_.join();
  }
  auto state = std::make_shared<State>();
  state->job = std::move(job);
  auto lock = Lock(call.deadline());
  absl::Status begun = lock.status();
  if (begun.ok()) begun = Begin(call, *state, *lock);
  if (!begun.ok()) {
    if (lock.ok()) Release(*std::move(lock));
    absl::MutexLock hold(&mutex_);
    is_running_ = false;
    return begun;
  }
  absl::MutexLock hold(&mutex_);
  thread_ = std::thread(&IngestionRunner::Work, this, state, *std::move(lock));
  const absl::Duration patience =
      std::max(absl::ZeroDuration(), call.deadline().Remaining() - kAnswerMargin);
  mutex_.AwaitWithTimeout(absl::Condition(&state->is_done), patience);
  if (!state->is_done) return StillRunning(state->row.id);
  return state->answer;
}

absl::StatusOr<pg::Connection> IngestionRunner::Lock(Deadline deadline) {
  ASSIGN_OR_RETURN(pg::Connection connection, parts_.pool.Acquire(deadline));
  ASSIGN_OR_RETURN(const bool is_held, TryLock(connection));
  if (!is_held) return AlreadyRunning();
  return connection;
}

absl::Status IngestionRunner::Begin(const rpc::Call& call, State& state, pg::Connection& lock) {
  if (is_stopping_) return error::Make(error::Reason::UNAVAILABLE, "The service is stopping.");
  const absl::Time now = parts_.clock.Now();
  ASSIGN_OR_RETURN(const int64_t abandoned, FailAbandoned(lock, now));
  if (abandoned > 0) log::Warning("ingestion.abandoned", {{"runs", abandoned}});
  state.row = {.id = parts_.ids.NewUuid(),
               .status = "running",
               .source = state.job.source,
               .dry_run = state.job.is_dry_run,
               .started_at = now};
  if (call.caller().signed_in()) state.row.started_by = call.caller().user_id;
  state.request_id = call.request_id();
  const audit::Entry entry = {
      .actor = state.row.started_by.value_or(call.peer()),
      .action = "ingestion.start",
      .subject = state.row.id,
      .details_json = Concat({R"({"source":")", state.row.source, R"(","dry_run":)",
                              state.row.dry_run ? "true" : "false", "}"})};
  return pg::RunTransaction(parts_.pool, call.deadline(), [&](pg::Transaction& tx) -> absl::Status {
    RETURN_IF_ERROR(InsertIngestion(tx, state.row));
    return audit_.Append(tx, entry, now);
  });
}

void IngestionRunner::Work(std::shared_ptr<State> state, pg::Connection lock) {
  const Deadline started = Deadline::After(absl::Hours(24));
  parts_.progress.Started(ToProtoIngestion(state->row));
  Report report([this](v1::AssetProgress asset) { parts_.progress.Decided(std::move(asset)); });
  const RunContext context = {.catalog = parts_.catalog,
                              .store = parts_.store,
                              .request_id = state->request_id,
                              .is_dry_run = state->job.is_dry_run,
                              .is_stopping = is_stopping_};
  const absl::Status outcome = state->job.work(context, report);
  const absl::Status finished = Finish(*state, report, outcome);
  Release(std::move(lock));
  seconds_.Observe(absl::ToDoubleSeconds(absl::Hours(24) - started.Remaining()));
  v1::IngestResponse response = report.Build(state->row.id, state->row.dry_run);
  // The end is reported under the lock, so that the events of a run that begins at once come after
  // it.
  absl::MutexLock hold(&mutex_);
  parts_.progress.Ended(ToProtoIngestion(state->row), response);
  if (!outcome.ok()) {
    state->answer = outcome;
  } else if (!finished.ok()) {
    state->answer = finished;
  } else {
    state->answer = std::move(response);
  }
  state->is_done = true;
  is_running_ = false;
}

absl::Status IngestionRunner::Finish(State& state, const Report& report,
                                     const absl::Status& outcome) {
  const v1::IngestResponse response = report.Build(state.row.id, state.row.dry_run);
  state.row.status = outcome.ok() ? "succeeded" : "failed";
  state.row.finished_at = parts_.clock.Now();
  state.row.success = response.success();
  state.row.unchanged = response.unchanged();
  state.row.rejected = report.rejected();
  for (const auto& asset : response.assets()) {
    parts_.metrics
        .Counter("keys_ingestion_assets_total", "Assets by what became of them.",
                 {{"outcome", asset.outcome()}})
        .Increment();
  }
  parts_.metrics
      .Counter("keys_ingestion_runs_total", "Ingestions by how they ended.",
               {{"status", state.row.status}})
      .Increment();
  log::Info("ingestion.done", {{"id", state.row.id},
                               {"status", state.row.status},
                               {"request_id", state.request_id},
                               {"success", state.row.success},
                               {"unchanged", state.row.unchanged},
                               {"rejected", state.row.rejected}});
  ASSIGN_OR_RETURN(pg::Connection db, parts_.pool.Acquire(Deadline::After(kStatementLimit)));
  const absl::Status stored = FinishIngestion(db, state.row, ToJson(response));
  if (!stored.ok()) {
    log::Error("ingestion.report_lost", {{"id", state.row.id}, {"why", MessageOf(stored)}});
  }
  return stored;
}

void IngestionRunner::Release(pg::Connection lock) {
  lock.set_deadline(Deadline::After(kStatementLimit));
  // A connection that cannot unlock is broken. Closing it releases the lock too.
  const absl::Status status = Unlock(lock);
  if (!status.ok()) log::Warning("ingestion.unlock_failed", {{"why", MessageOf(status)}});
}

}  // namespace keys::ingestion
