#include "services/ingestion/ingestions.h"

#include <optional>
#include <utility>
#include <vector>

#include "absl/strings/numbers.h"
#include "common/base/status_macros.h"
#include "common/base/text.h"
#include "common/error/error.h"
#include "common/id/id.h"
#include "common/log/log.h"
#include "common/pg/transaction.h"
#include "google/protobuf/util/json_util.h"
#include "services/ingestion/domain/assets_index.h"
#include "services/ingestion/folder_run.h"
#include "services/ingestion/index_run.h"

namespace keys::ingestion {
namespace {

constexpr int32_t kDefaultLimit = 20;
constexpr int32_t kMaxLimit = 100;
// The time for storing an answer even when the call's own time is over.
constexpr absl::Duration kKeepLimit = absl::Seconds(2);

std::string ListFingerprint() { return page::Fingerprint({"ingestions", "sort=newest"}); }

std::string EncodePlace(const page::CursorCodec& cursors, const IngestionRow& last) {
  return cursors.Encode({.fingerprint = ListFingerprint(),
                         .values = {std::to_string(absl::ToUnixMicros(last.started_at))},
                         .id = last.id});
}

absl::StatusOr<IngestionPlace> DecodePlace(const page::CursorCodec& cursors,
                                           const std::string& cursor) {
  ASSIGN_OR_RETURN(const auto state, cursors.Decode(cursor, ListFingerprint()));
  int64_t micros = 0;
  if (state.values.size() != 1 || !absl::SimpleAtoi(state.values[0], &micros)) {
    return error::Make(error::Reason::INVALID_CURSOR, "The cursor does not fit this list.");
  }
  return IngestionPlace{.started_at = absl::FromUnixMicros(micros), .id = state.id};
}

// An index that cannot be read at all is a mistake of the request and not a finding of a run.
absl::Status RefuseIndex(const Findings& findings) {
  std::vector<error::Violation> violations;
  for (const Finding& finding : findings.violations()) {
    if (finding.code == code::kJsonTooLarge) {
      return error::Make(error::Reason::BODY_TOO_LARGE, finding.detail);
    }
    violations.push_back(
        error::MakeViolation("/assetsIndex" + finding.pointer, finding.code, finding.detail));
  }
  return error::Invalid(std::move(violations));
}

}  // namespace

absl::StatusOr<v1::IngestResponse> Ingestions::Ingest(rpc::Call& call,
                                                      const v1::IngestRequest& request) {
  const std::string root = parts_.assets_root;
  if (root.empty()) {
    return error::Make(error::Reason::UNAVAILABLE, "No assets folder is configured.");
  }
  return RunOnce(call, "Ingest", idempotency::HashOf(request),
                 {.source = "folder",
                  .is_dry_run = request.dry_run(),
                  .work = [root](const RunContext& context, Report& report) {
                    return FolderRun(context, root, report).Run();
                  }});
}

absl::StatusOr<v1::IngestResponse> Ingestions::IngestIndex(rpc::Call& call,
                                                           const v1::IngestIndexRequest& request) {
  Findings findings;
  auto entries = ParseAssetsIndex(request.assets_index(), findings);
  if (!entries.has_value()) return RefuseIndex(findings);
  return RunOnce(call, "IngestIndex", idempotency::HashOf(request),
                 {.source = "index",
                  .is_dry_run = request.dry_run(),
                  .work = [entries = *std::move(entries), findings](const RunContext& context,
                                                                    Report& report) {
                    report.AddFindings("", findings);
                    return IndexRun(context, entries, report).Run();
                  }});
}

// A run has many transactions and is safe to repeat, because assets that are published already
// change nothing. So the idempotency entry is begun first and finished at the end, or forgotten
// when there is no answer that could be kept.
absl::StatusOr<v1::IngestResponse> Ingestions::RunOnce(rpc::Call& call, const std::string& rpc,
                                                       const std::string& request_hash,
                                                       IngestionRunner::Job job) {
  const std::string& key = call.idempotency_key();
  if (key.empty()) {
    auto answer = parts_.runner.Run(call, std::move(job));
    MarkRevision(call);
    return answer;
  }
  const std::string scope = Concat({call.caller().user_id, " ", rpc});
  ASSIGN_OR_RETURN(const auto kept,
                   pg::RunTransaction(parts_.pool, call.deadline(), [&](pg::Transaction& tx) {
                     return answers_.Begin(tx, {scope, key, request_hash}, parts_.clock.Now());
                   }));
  v1::IngestResponse response;
  if (kept.has_value()) {
    MarkRevision(call);
    if (!response.ParseFromString(*kept)) return absl::InternalError("a stored answer is broken");
    call.set_replayed();
    return response;
  }
  auto answer = parts_.runner.Run(call, std::move(job));
  MarkRevision(call);
  const absl::Status stored = pg::RunTransaction(
      parts_.pool, Deadline::After(kKeepLimit), [&](pg::Transaction& tx) -> absl::Status {
        if (!answer.ok()) return answers_.Forget(tx, scope, key);
        return answers_.Finish(tx, scope, key, answer->SerializeAsString());
      });
  if (!stored.ok()) log::Warning("ingestion.answer_not_kept", {{"why", MessageOf(stored)}});
  return answer;
}

void Ingestions::MarkRevision(rpc::Call& call) const {
  const int64_t revision = parts_.runner.catalog_revision();
  if (revision > 0) call.set_revision(revision);
}

absl::StatusOr<v1::ListIngestionsResponse> Ingestions::List(
    rpc::Call& call, const v1::ListIngestionsRequest& request) {
  const int32_t limit = request.has_limit() ? request.limit() : kDefaultLimit;
  if (limit < 1 || limit > kMaxLimit) {
    return error::Invalid("?limit", "OUT_OF_RANGE", "limit is between 1 and 100.");
  }
  std::optional<IngestionPlace> before;
  if (request.has_cursor()) {
    ASSIGN_OR_RETURN(before, DecodePlace(parts_.cursors, request.cursor()));
  }
  ASSIGN_OR_RETURN(pg::Connection db, parts_.pool.Acquire(call.deadline()));
  // One row more than asked for shows whether there is a next page.
  ASSIGN_OR_RETURN(auto rows, ListIngestions(db, before, limit + 1));
  const bool has_more = rows.size() > static_cast<std::size_t>(limit);
  if (has_more) rows.pop_back();
  v1::ListIngestionsResponse response;
  for (const IngestionRow& row : rows) *response.add_ingestions() = ToProtoIngestion(row);
  if (has_more) response.set_next_cursor(EncodePlace(parts_.cursors, rows.back()));
  return response;
}

absl::StatusOr<v1::GetIngestionResponse> Ingestions::Get(rpc::Call& call,
                                                         const v1::GetIngestionRequest& request) {
  const auto not_found = error::Make(error::Reason::NOT_FOUND, "There is no such ingestion.");
  const auto id = NormalizeUuid(request.id());
  if (!id.has_value()) return not_found;
  ASSIGN_OR_RETURN(pg::Connection db, parts_.pool.Acquire(call.deadline()));
  ASSIGN_OR_RETURN(const auto row, FindIngestion(db, *id));
  if (!row.has_value()) return not_found;
  v1::GetIngestionResponse response;
  *response.mutable_ingestion() = ToProtoIngestion(*row);
  ASSIGN_OR_RETURN(const auto report, FindReport(db, *id));
  if (report.has_value()) {
    const auto read =
        google::protobuf::util::JsonStringToMessage(*report, response.mutable_report());
    if (!read.ok()) return absl::InternalError("a stored report cannot be read");
  }
  return response;
}

}  // namespace keys::ingestion
