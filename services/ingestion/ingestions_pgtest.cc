#include <catch2/catch.hpp>
#include <functional>
#include <string>

#include "absl/synchronization/notification.h"
#include "common/blob/file_store.h"
#include "common/error/error.h"
#include "common/testing/test_database.h"
#include "services/ingestion/assets/testing/scratch_folder.h"
#include "services/ingestion/domain/testing/manifest_builder.h"
#include "services/ingestion/ingestions.h"
#include "services/ingestion/testing/fake_catalog.h"

namespace keys::ingestion {
namespace {

constexpr char kAdmin[] = "018f0000-0000-7000-8000-00000000000a";

rpc::Call MakeCall(Deadline deadline = testing::Soon()) {
  rpc::Caller caller;
  caller.user_id = kAdmin;
  caller.admin = true;
  return rpc::Call(
      {.caller = caller, .deadline = deadline, .request_id = "req-1", .peer = "gateway"});
}

// The service without its sockets.
struct Service {
  testing::TestDatabase database;
  pg::Pool pool{{.conninfo = database.ConninfoFor("keys_ingestion"), .name = "test"}};
  ScratchFolder assets;
  ScratchFolder storage;
  blob::FileStore store{storage.path()};
  FakeCatalog catalog;
  FakeClock clock;
  UuidV7Source ids{clock};
  metrics::Registry metrics;
  Progress progress;
  page::CursorCodec cursors{"a key of a test, long enough"};
  IngestionRunner runner{MakeParts()};
  Ingestions ingestions{{.runner = runner,
                         .pool = pool,
                         .cursors = cursors,
                         .clock = clock,
                         .assets_root = assets.path()}};

  IngestionRunner::Parts MakeParts() {
    return {.pool = pool,
            .catalog = catalog,
            .store = store,
            .clock = clock,
            .ids = ids,
            .metrics = metrics,
            .progress = progress};
  }
  absl::StatusOr<v1::IngestResponse> Ingest() {
    rpc::Call call = MakeCall();
    return ingestions.Ingest(call, {});
  }
  absl::StatusOr<v1::GetIngestionResponse> Get(const std::string& id) {
    rpc::Call call = MakeCall();
    v1::GetIngestionRequest request;
    request.set_id(id);
    return ingestions.Get(call, request);
  }
  absl::StatusOr<v1::ListIngestionsResponse> List(int32_t limit, const std::string& cursor = "") {
    rpc::Call call = MakeCall();
    v1::ListIngestionsRequest request;
    request.set_limit(limit);
    if (!cursor.empty()) request.set_cursor(cursor);
    return ingestions.List(call, request);
  }
};

// A job that runs until the test releases it.
struct HeldJob {
  absl::Notification started;
  absl::Notification may_end;

  IngestionRunner::Job Make() {
    return {.source = "folder", .work = [this](const RunContext&, Report& report) {
              started.Notify();
              may_end.WaitForNotification();
              report.Add({"slow", "1.0.0", "runbook-keys"}, Outcome::kPublished, {});
              return absl::OkStatus();
            }};
  }
};

TEST_CASE("every statement fits the migrated schema") {
  Service service;
  auto db = service.pool.Acquire(testing::Soon());
  REQUIRE(db.ok());
  const absl::Status status = CheckStatements(*db);
  INFO(status.message());
  CHECK(status.ok());
}

TEST_CASE("an answer carries the catalog's revision, a second and an unfinished one too") {
  Service service;
  service.assets.Write("runbook-keys/outage/pack.json",
                       ManifestBuilder("runbook-keys").With("slug", R"("outage")").Text());
  service.assets.Write("runbook-keys/outage/README.md", "x");
  service.assets.Write("runbook-keys/outage/CHANGELOG.md", "x");
  rpc::Call first = MakeCall();
  REQUIRE(service.ingestions.Ingest(first, {}).ok());
  REQUIRE(service.catalog.writes > 0);
  CHECK(first.revision() == service.catalog.writes);
  rpc::Call unchanged = MakeCall();
  REQUIRE(service.ingestions.Ingest(unchanged, {}).ok());
  CHECK(unchanged.revision() == service.catalog.writes);
  service.catalog.is_reachable = false;
  rpc::Call failed = MakeCall();
  CHECK_FALSE(service.ingestions.Ingest(failed, {}).ok());
  CHECK(failed.revision() == service.catalog.writes);
}

TEST_CASE("a run is answered, kept with its report and written into the audit log") {
  Service service;
  service.assets.Write("runbook-keys/outage/pack.json",
                       ManifestBuilder("runbook-keys").With("slug", R"("outage")").Text());
  service.assets.Write("runbook-keys/outage/README.md", "x");
  service.assets.Write("runbook-keys/outage/CHANGELOG.md", "x");
  service.assets.Write("cursor-keys/bad/key.json", "[]");
  const auto answer = service.Ingest();
  INFO(answer.status().message());
  REQUIRE(answer.ok());
  CHECK(answer->success() == 1);
  REQUIRE(answer->errors_size() == 1);
  CHECK(answer->errors(0).code() == "JSON_ROOT_NOT_OBJECT");

  const auto kept = service.Get(answer->ingestion_id());
  REQUIRE(kept.ok());
  CHECK(kept->ingestion().status() == "succeeded");
  CHECK(kept->ingestion().source() == "folder");
  CHECK(kept->ingestion().started_by() == kAdmin);
  CHECK(kept->ingestion().success() == 1);
  CHECK(kept->ingestion().rejected() == 1);
  CHECK(kept->ingestion().has_finished_at());
  CHECK(kept->report().SerializeAsString() == answer->SerializeAsString());

  auto db = service.pool.Acquire(testing::Soon());
  struct AuditRow {
    std::string actor;
    std::string action;
    std::string subject;
  };
  const pg::Statement statement{"test.audit", "SELECT actor, action, subject FROM ingestion_audit"};
  const auto audited = db->Query<AuditRow>(statement);
  REQUIRE(audited.ok());
  REQUIRE(audited->size() == 1);
  CHECK(audited->front().actor == kAdmin);
  CHECK(audited->front().action == "ingestion.start");
  CHECK(audited->front().subject == answer->ingestion_id());
}

TEST_CASE("a run that fails as a whole is kept as failed") {
  Service service;
  service.catalog.is_reachable = false;
  service.assets.Write("runbook-keys/outage/pack.json", "{}");
  CHECK(error::ReasonOf(service.Ingest().status()) == error::Reason::UNAVAILABLE);
  const auto list = service.List(10);
  REQUIRE(list.ok());
  REQUIRE(list->ingestions_size() == 1);
  CHECK(list->ingestions(0).status() == "failed");
  service.catalog.is_reachable = true;
  CHECK(service.Ingest().ok());
}

TEST_CASE("a second run at the same time is refused, in this process and in another") {
  Service service;
  IngestionRunner other(service.MakeParts());
  HeldJob held;
  absl::StatusOr<v1::IngestResponse> first = absl::UnknownError("not yet");
  std::thread thread([&] {
    const rpc::Call call = MakeCall();
    first = service.runner.Run(call, held.Make());
  });
  held.started.WaitForNotification();
  const rpc::Call call = MakeCall();
  HeldJob never;
  CHECK(error::ReasonOf(service.Ingest().status()) == error::Reason::INGESTION_RUNNING);
  CHECK(error::ReasonOf(other.Run(call, never.Make()).status()) ==
        error::Reason::INGESTION_RUNNING);
  held.may_end.Notify();
  thread.join();
  REQUIRE(first.ok());
  CHECK(first->success() == 1);
  CHECK(service.Ingest().ok());
}

TEST_CASE("a run longer than its call goes on and is found under its id") {
  Service service;
  HeldJob held;
  const rpc::Call impatient = MakeCall(Deadline::After(absl::Seconds(2)));
  const auto answer = service.runner.Run(impatient, held.Make());
  CHECK(error::ReasonOf(answer.status()) == error::Reason::IN_PROGRESS);
  const auto list = service.List(1);
  REQUIRE(list.ok());
  REQUIRE(list->ingestions_size() == 1);
  CHECK(list->ingestions(0).status() == "running");
  CHECK_FALSE(list->ingestions(0).has_finished_at());
  held.may_end.Notify();
  service.runner.Stop();
  const auto kept = service.Get(list->ingestions(0).id());
  REQUIRE(kept.ok());
  CHECK(kept->ingestion().status() == "succeeded");
  CHECK(kept->report().success() == 1);
}

TEST_CASE("what a killed process left running is failed by the next run") {
  Service service;
  {
    auto db = service.pool.Acquire(testing::Soon());
    REQUIRE(InsertIngestion(*db, {.id = service.ids.NewUuid(),
                                  .status = "running",
                                  .source = "folder",
                                  .started_at = service.clock.Now()})
                .ok());
  }
  service.clock.Advance(absl::Seconds(1));
  CHECK(service.Ingest().ok());
  const auto list = service.List(10);
  REQUIRE(list->ingestions_size() == 2);
  CHECK(list->ingestions(0).status() == "succeeded");
  CHECK(list->ingestions(1).status() == "failed");
}

TEST_CASE("pages neither skip nor repeat, and cursors are ours") {
  Service service;
  for (int i = 0; i < 5; ++i) {
    service.clock.Advance(absl::Microseconds(i % 2));
    REQUIRE(service.Ingest().ok());
  }
  std::vector<std::string> seen;
  std::string cursor;
  do {
    const auto page = service.List(2, cursor);
    REQUIRE(page.ok());
    for (const auto& ingestion : page->ingestions()) seen.push_back(ingestion.id());
    cursor = page->next_cursor();
  } while (!cursor.empty());
  CHECK(seen.size() == 5);
  CHECK(std::is_sorted(seen.rbegin(), seen.rend()));
  CHECK(error::ReasonOf(service.List(2, "forged").status()) == error::Reason::INVALID_CURSOR);
  CHECK(error::ReasonOf(service.List(0).status()) == error::Reason::INVALID_ARGUMENT);
  CHECK(error::ReasonOf(service.Get("no-uuid").status()) == error::Reason::NOT_FOUND);
  CHECK(error::ReasonOf(service.Get(kAdmin).status()) == error::Reason::NOT_FOUND);
}

TEST_CASE("an index is ingested, and one that cannot be read is the request's fault") {
  Service service;
  rpc::Call call = MakeCall();
  v1::IngestIndexRequest request;
  request.set_assets_index(
      R"({"version":"1","runbooks":[{"slug":"a","title":"A","version":"1.0.0"},{"slug":"b"}]})");
  const auto answer = service.ingestions.IngestIndex(call, request);
  REQUIRE(answer.ok());
  CHECK(answer->success() == 1);
  CHECK(answer->errors_size() == 2);
  CHECK(service.Get(answer->ingestion_id())->ingestion().source() == "index");
  request.set_assets_index("[]");
  const auto refused = service.ingestions.IngestIndex(call, request);
  const auto detail = error::DetailOf(refused.status());
  REQUIRE(detail.has_value());
  CHECK(detail->reason() == error::Reason::INVALID_ARGUMENT);
  CHECK(detail->violations(0).pointer() == "/assetsIndex");
}

TEST_CASE("without a configured folder only indexes can be ingested") {
  Service service;
  Ingestions bare({.runner = service.runner,
                   .pool = service.pool,
                   .cursors = service.cursors,
                   .clock = service.clock,
                   .assets_root = ""});
  rpc::Call call = MakeCall();
  CHECK(error::ReasonOf(bare.Ingest(call, {}).status()) == error::Reason::UNAVAILABLE);
}

// Makes a call that carries an Idempotency-Key.
rpc::Call KeyedCall(const std::string& key) {
  rpc::Caller caller;
  caller.user_id = kAdmin;
  caller.admin = true;
  return rpc::Call({.caller = caller,
                    .deadline = testing::Soon(),
                    .request_id = "req-1",
                    .peer = "gateway",
                    .idempotency_key = key});
}

TEST_CASE("under the same Idempotency-Key a run is made once, and another request is refused") {
  Service service;
  const v1::IngestRequest request;
  rpc::Call first = KeyedCall("once");
  const auto answer = service.ingestions.Ingest(first, request);
  REQUIRE(answer.ok());
  CHECK_FALSE(first.replayed());

  rpc::Call again = KeyedCall("once");
  const auto replayed = service.ingestions.Ingest(again, request);
  REQUIRE(replayed.ok());
  CHECK(again.replayed());
  CHECK(replayed->SerializeAsString() == answer->SerializeAsString());
  CHECK(service.List(10)->ingestions_size() == 1);

  v1::IngestRequest other;
  other.set_dry_run(true);
  rpc::Call reused = KeyedCall("once");
  const auto refused = service.ingestions.Ingest(reused, other);
  CHECK(error::ReasonOf(refused.status()) == error::Reason::IDEMPOTENCY_KEY_REUSED);

  rpc::Call fresh = KeyedCall("twice");
  REQUIRE(service.ingestions.Ingest(fresh, request).ok());
  CHECK(service.List(10)->ingestions_size() == 2);
}

TEST_CASE("a run that was refused may be asked for again under its Idempotency-Key") {
  Service service;
  HeldJob held;
  rpc::Call call = MakeCall(Deadline::After(absl::Milliseconds(750)));
  CHECK_FALSE(service.runner.Run(call, held.Make()).ok());  // goes on without its caller
  rpc::Call early = KeyedCall("patient");
  CHECK(error::ReasonOf(service.ingestions.Ingest(early, {}).status()) ==
        error::Reason::INGESTION_RUNNING);
  held.may_end.Notify();
  service.runner.Stop();
  IngestionRunner restarted(service.MakeParts());
  Ingestions ingestions({.runner = restarted,
                         .pool = service.pool,
                         .cursors = service.cursors,
                         .clock = service.clock,
                         .assets_root = service.assets.path()});
  rpc::Call later = KeyedCall("patient");
  CHECK(ingestions.Ingest(later, {}).ok());
}

TEST_CASE("an index larger than can be read is a body that is too large") {
  Service service;
  v1::IngestIndexRequest request;
  request.set_assets_index("{\"version\":\"" + std::string(5 * 1024 * 1024, 'x') + "\"}");
  rpc::Call call = MakeCall();
  CHECK(error::ReasonOf(service.ingestions.IngestIndex(call, request).status()) ==
        error::Reason::BODY_TOO_LARGE);
}

}  // namespace
}  // namespace keys::ingestion
