#include "common/personal_data/erasure.h"

#include <algorithm>
#include <utility>

#include "absl/time/clock.h"
#include "common/base/status_macros.h"
#include "common/base/text.h"
#include "common/error/error.h"
#include "common/failpoint/failpoint.h"
#include "common/id/id.h"
#include "common/pg/transaction.h"
#include "common/text/fold.h"

namespace keys::personal_data {
namespace {

using person::v1::ErasePersonRequest;
using person::v1::ErasePersonResponse;

constexpr size_t kMaxReasonBytes = 4 * 500;
constexpr int kRetryAfterSeconds = 2;
constexpr absl::Duration kPatience = absl::Seconds(3);
constexpr absl::Duration kPause = absl::Milliseconds(100);

// The number of rows that a step erased. −1 means that something of the person's is under way.
struct StepRow {
  int32_t erased = 0;
};

std::string StepSql(const std::string& service) {
  return Concat({"SELECT ", service, "_erase_step($1::uuid, $2::uuid, $3::timestamptz, $4::int)"});
}

// `details` is what the audit entry will say: the reason, without the person, and which entries
// were changed. It is empty when a step is left or something is under way. `full` says that more
// entries may have to be changed.
struct DetailsRow {
  std::string details;
  bool full = false;
};

std::string RestSql(const std::string& service) {
  return Concat(
      {"SELECT CASE WHEN entries IS NULL THEN '' ELSE jsonb_build_object('reason', "
       "public.keys_erased($4::text, $1::uuid, $2::uuid), 'entries', entries)::text END, "
       "CASE WHEN entries IS NULL THEN false "
       "ELSE (SELECT count(*) >= 1000 FROM jsonb_object_keys(entries)) END FROM ",
       service, "_erase_person($1::uuid, $2::uuid, $3::timestamptz) AS entries"});
}

absl::Status StillUnderWay() {
  error::ErrorDetail detail;
  detail.set_reason(error::Reason::UNAVAILABLE);
  detail.set_detail("Something of theirs is under way right now. Ask again in a moment.");
  detail.set_retry_after_seconds(kRetryAfterSeconds);
  return error::Make(std::move(detail));
}

}  // namespace

absl::StatusOr<ErasePersonRequest> CheckErase(const rpc::Call& call,
                                              const ErasePersonRequest& request) {
  ErasePersonRequest checked = request;
  ASSIGN_OR_RETURN(
      *checked.mutable_user_id(),
      CheckPerson(call, request.user_id(), "Only administrators erase somebody else."));
  if (!request.stand_in().empty()) {
    const auto stand_in = NormalizeUuid(request.stand_in());
    if (!stand_in.has_value()) return error::Invalid("/stand_in", "INVALID", "This is no UUID.");
    checked.set_stand_in(*stand_in);
  }
  if (text::IsBlank(request.reason()) || request.reason().size() > kMaxReasonBytes) {
    return error::Invalid("/reason", "INVALID", "Say why, in at most 500 characters.");
  }
  return checked;
}

absl::StatusOr<std::string> CheckPerson(const rpc::Call& call, const std::string& user_id,
                                        const char* refusal) {
  auto checked = NormalizeUuid(user_id);
  if (!checked.has_value()) return error::Invalid("/user_id", "INVALID", "This is no UUID.");
  if (!call.caller().admin && call.caller().user_id != *checked) {
    return error::Make(error::Reason::NOT_ADMIN, refusal);
  }
  return *std::move(checked);
}

Erasure::Erasure(pg::Pool& pool, const Clock& clock, const std::string& service)
    : pool_(pool),
      clock_(clock),
      service_(service),
      step_name_(StrCat(service, ".erase_step")),
      step_sql_(StepSql(service)),
      rest_name_(StrCat(service, ".erase_person")),
      rest_sql_(RestSql(service)),
      audit_(service) {}

absl::StatusOr<person::v1::NextErasureResponse> Eraser::Next(rpc::Call&) {
  return error::Make(error::Reason::NOT_FOUND, "No erasure is under way here.");
}

absl::StatusOr<person::v1::RecordExportResponse> Eraser::RecordExport(
    rpc::Call&, const person::v1::RecordExportRequest&) {
  return error::Make(error::Reason::NOT_FOUND, "Exports are not written down here.");
}

absl::StatusOr<person::v1::RecordErasureResponse> Eraser::Record(
    rpc::Call&, const person::v1::RecordErasureRequest&) {
  return error::Make(error::Reason::NOT_FOUND, "Erasures are not written down here.");
}

absl::StatusOr<person::v1::ErasureState> Eraser::State(rpc::Call&,
                                                       const person::v1::GetErasureRequest&) {
  return error::Make(error::Reason::NOT_FOUND, "Erasures are not written down here.");
}

absl::StatusOr<person::v1::ListErasedResponse> Eraser::List(rpc::Call&,
                                                            const person::v1::ListErasedRequest&) {
  return error::Make(error::Reason::NOT_FOUND, "It is not kept here who was erased.");
}

absl::Status Erasure::Reach(std::string_view step, Deadline deadline) const {
  return failpoint::Reach(Concat({service_, ".erase.", step}), deadline);
}

absl::StatusOr<Erasure::Outcome> Erasure::RunSteps(const rpc::Call& call,
                                                   const ErasePersonRequest& request,
                                                   Deadline until, int64_t& rows) const {
  for (;;) {
    const Deadline pause = Deadline::After(kPause);
    ASSIGN_OR_RETURN(
        const int32_t erased,
        pg::RunTransaction(
            pool_, call.deadline(), [&](pg::Transaction& tx) -> absl::StatusOr<int32_t> {
              ASSIGN_OR_RETURN(
                  const auto row,
                  tx.QueryOne<StepRow>(pg::Statement{step_name_, step_sql_}, request.user_id(),
                                       request.stand_in(), clock_.Now(), kStepRows));
              return row.has_value() ? row->erased : 0;
            }));
    if (erased < 0) return Outcome::kUnderWay;
    if (erased == 0) return Outcome::kDone;
    rows += erased;
    RETURN_IF_ERROR(Reach("stepped", call.deadline()));
    if (until.Remaining() <= absl::ZeroDuration()) return Outcome::kMore;
    // The pause gives other transactions their turn.
    absl::SleepFor(kPause - std::max(pause.Remaining(), absl::ZeroDuration()));
  }
}

absl::StatusOr<Erasure::Outcome> Erasure::EraseIn(pg::Transaction& tx, const rpc::Call& call,
                                                  const ErasePersonRequest& request) const {
  const absl::Time now = clock_.Now();
  RETURN_IF_ERROR(Reach("begun", call.deadline()));
  ASSIGN_OR_RETURN(const auto row,
                   tx.QueryOne<DetailsRow>(pg::Statement{rest_name_, rest_sql_}, request.user_id(),
                                           request.stand_in(), now, request.reason()));
  // The transaction ends here without a change.
  if (!row.has_value() || row->details.empty()) return StillUnderWay();
  RETURN_IF_ERROR(Reach("written", call.deadline()));
  const bool themselves = call.caller().user_id == request.user_id();
  RETURN_IF_ERROR(audit_.Append(tx,
                                {.actor = themselves ? request.stand_in() : call.caller().user_id,
                                 .action = "person.erase",
                                 .subject = request.stand_in(),
                                 .details_json = row->details},
                                now));
  RETURN_IF_ERROR(Reach("recorded", call.deadline()));
  return row->full ? Outcome::kMore : Outcome::kDone;
}

absl::StatusOr<ErasePersonResponse> Erasure::Run(const rpc::Call& call,
                                                 const ErasePersonRequest& checked,
                                                 const Before& before) const {
  ErasePersonResponse response;
  int64_t rows = 0;
  const Deadline until = call.deadline().Within(kSlice);
  // A message that is being delivered arrives in a moment, so it is worth waiting for.
  const Deadline patience = call.deadline().Within(kPatience);
  for (;;) {
    ASSIGN_OR_RETURN(const Outcome outcome, RunSteps(call, checked, until, rows));
    response.set_erased(rows);
    response.set_more(outcome == Outcome::kMore);
    if (response.more()) return response;
    if (outcome == Outcome::kDone) {
      const auto rest = pg::RunTransaction(pool_, call.deadline(),
                                           [&](pg::Transaction& tx) -> absl::StatusOr<Outcome> {
                                             RETURN_IF_ERROR(before(tx));
                                             return EraseIn(tx, call, checked);
                                           });
      if (rest.ok() && *rest == Outcome::kDone) return response;
      const bool again = rest.ok() || error::ReasonOf(rest.status()) == error::Reason::UNAVAILABLE;
      if (!again) return rest.status();
      if (rest.ok()) continue;
    }
    if (patience.Remaining() <= kPause) return StillUnderWay();
    absl::SleepFor(kPause);
  }
}

absl::StatusOr<ErasePersonResponse> Erasure::Erase(rpc::Call& call,
                                                   const ErasePersonRequest& request) {
  ASSIGN_OR_RETURN(const ErasePersonRequest checked, CheckErase(call, request));
  if (checked.stand_in().empty()) {
    return error::Invalid("/stand_in", "REQUIRED", "Somebody has to stand in.");
  }
  ASSIGN_OR_RETURN(ErasePersonResponse response,
                   Run(call, checked, [](pg::Transaction&) { return absl::OkStatus(); }));
  response.set_stand_in(checked.stand_in());
  RETURN_IF_ERROR(Reach("committed", call.deadline()));
  return response;
}

}  // namespace keys::personal_data
