#include "common/personal_data/erasure.h"

#include <utility>

#include "absl/time/clock.h"
#include "common/base/status_macros.h"
#include "common/base/text.h"
#include "common/error/error.h"
#include "common/failpoint/failpoint.h"
#include "common/id/id.h"
#include "common/pg/transaction.h"

namespace keys::personal_data {
namespace {

using person::v1::ErasePersonRequest;
using person::v1::ErasePersonResponse;

constexpr size_t kMaxReasonBytes = 4 * 500;
constexpr int kRetryAfterSeconds = 2;
constexpr absl::Duration kPatience = absl::Seconds(3);
constexpr absl::Duration kPause = absl::Milliseconds(100);

// What the audit entry says: the reason, without the person, and which entries were changed. Empty:
// the service could not begin.
struct DetailsRow {
  std::string details;
};

std::string EraseSql(const std::string& service) {
  return Concat(
      {"SELECT coalesce((SELECT jsonb_build_object('reason', "
       "public.keys_erased($4::text, $1::uuid, $2::uuid), 'entries', entries)::text FROM ",
       service,
       "_erase_person($1::uuid, $2::uuid, $3::timestamptz) AS entries "
       "WHERE entries IS NOT NULL), '')"});
}

absl::Status StillUnderWay() {
  error::ErrorDetail detail;
  detail.set_reason(error::Reason::UNAVAILABLE);
  detail.set_detail("Something of theirs is under way right now. Ask again in a moment.");
  detail.set_retry_after_seconds(kRetryAfterSeconds);
  return error::Make(std::move(detail));
}

}  // namespace

absl::Status Patiently(Deadline deadline, const std::function<absl::Status()>& erase) {
  const Deadline until = deadline.Within(kPatience);
  for (;;) {
    absl::Status status = erase();
    if (error::ReasonOf(status) != error::Reason::UNAVAILABLE || until.Remaining() <= kPause) {
      return status;
    }
    absl::SleepFor(kPause);
  }
}

absl::StatusOr<ErasePersonRequest> CheckErase(const rpc::Call& call,
                                              const ErasePersonRequest& request) {
  ErasePersonRequest checked = request;
  const auto user_id = NormalizeUuid(request.user_id());
  if (!user_id.has_value()) return error::Invalid("/user_id", "INVALID", "This is no UUID.");
  if (!call.caller().admin && call.caller().user_id != *user_id) {
    return error::Make(error::Reason::NOT_ADMIN, "Only administrators erase somebody else.");
  }
  checked.set_user_id(*user_id);
  if (!request.stand_in().empty()) {
    const auto stand_in = NormalizeUuid(request.stand_in());
    if (!stand_in.has_value()) return error::Invalid("/stand_in", "INVALID", "This is no UUID.");
    checked.set_stand_in(*stand_in);
  }
  if (StripBlanks(request.reason()).empty() || request.reason().size() > kMaxReasonBytes) {
    return error::Invalid("/reason", "INVALID", "Say why, in at most 500 characters.");
  }
  return checked;
}

Erasure::Erasure(pg::Pool& pool, const Clock& clock, const std::string& service)
    : pool_(pool),
      clock_(clock),
      service_(service),
      name_(StrCat(service, ".erase_person")),
      sql_(EraseSql(service)),
      audit_(service) {}

absl::StatusOr<person::v1::NextErasureResponse> Eraser::Next(rpc::Call&) {
  return error::Make(error::Reason::NOT_FOUND, "No erasure is under way here.");
}

absl::StatusOr<person::v1::RecordExportResponse> Eraser::RecordExport(
    rpc::Call&, const person::v1::RecordExportRequest&) {
  return error::Make(error::Reason::NOT_FOUND, "Exports are not written down here.");
}

absl::StatusOr<person::v1::ListErasedResponse> Eraser::List(rpc::Call&,
                                                            const person::v1::ListErasedRequest&) {
  return error::Make(error::Reason::NOT_FOUND, "It is not kept here who was erased.");
}

absl::Status Erasure::EraseIn(pg::Transaction& tx, const rpc::Call& call,
                              const ErasePersonRequest& request) const {
  const absl::Time now = clock_.Now();
  const auto reach = [&](std::string_view step) {
    return failpoint::Reach(Concat({service_, ".erase.", step}), call.deadline());
  };
  RETURN_IF_ERROR(reach("begun"));
  ASSIGN_OR_RETURN(const auto row,
                   tx.QueryOne<DetailsRow>(pg::Statement{name_, sql_}, request.user_id(),
                                           request.stand_in(), now, request.reason()));
  if (!row.has_value() || row->details.empty()) return StillUnderWay();
  RETURN_IF_ERROR(reach("written"));
  const bool themselves = call.caller().user_id == request.user_id();
  RETURN_IF_ERROR(audit_.Append(tx,
                                {.actor = themselves ? request.stand_in() : call.caller().user_id,
                                 .action = "person.erase",
                                 .subject = request.stand_in(),
                                 .details_json = row->details},
                                now));
  return reach("recorded");
}

absl::StatusOr<ErasePersonResponse> Erasure::Erase(rpc::Call& call,
                                                   const ErasePersonRequest& request) {
  ASSIGN_OR_RETURN(const ErasePersonRequest checked, CheckErase(call, request));
  if (checked.stand_in().empty()) {
    return error::Invalid("/stand_in", "REQUIRED", "Somebody has to stand in.");
  }
  RETURN_IF_ERROR(Patiently(call.deadline(), [&] {
    return pg::RunTransaction(pool_, call.deadline(),
                              [&](pg::Transaction& tx) { return EraseIn(tx, call, checked); });
  }));
  RETURN_IF_ERROR(failpoint::Reach(Concat({service_, ".erase.committed"}), call.deadline()));
  ErasePersonResponse response;
  response.set_stand_in(checked.stand_in());
  return response;
}

}  // namespace keys::personal_data
