#include "services/discovery/opt_outs.h"

#include <algorithm>

#include "common/base/status_macros.h"
#include "common/base/text.h"
#include "common/error/error.h"
#include "common/pg/transaction.h"
#include "common/time/proto_time.h"
#include "services/discovery/domain/signal_types.h"

namespace keys::discovery {
namespace {

absl::Status CheckType(const std::string& word) {
  if (IsOptOutType(word)) return absl::OkStatus();
  return error::WithAction(
      error::Make(error::Reason::NOT_FOUND, "There are no signals of this type."),
      "Name role, tool_intent, problem_category, view, purchase or everything.");
}

void FillOptOut(v1::OptOut& opt_out, const OptOutRow& row) {
  opt_out.set_signal_type(row.signal_type);
  *opt_out.mutable_created_at() = ToProto(row.created_at);
  *opt_out.mutable_updated_at() = ToProto(row.updated_at);
}

absl::StatusOr<int64_t> Forget(pg::Transaction& tx, const std::string& user,
                               const std::string& type) {
  if (type == kEverything) return DeleteSignals(tx, user);
  return DeleteSignalsOfType(tx, user, type);
}

}  // namespace

bool RulesOut(const std::vector<OptOutRow>& opt_outs, std::string_view signal_type) {
  return std::any_of(opt_outs.begin(), opt_outs.end(), [signal_type](const OptOutRow& row) {
    return row.signal_type == signal_type || row.signal_type == kEverything;
  });
}

absl::Status CheckAllowed(const std::vector<OptOutRow>& opt_outs, const std::string& signal_type) {
  if (!RulesOut(opt_outs, signal_type)) return absl::OkStatus();
  error::ErrorDetail detail;
  detail.set_reason(error::Reason::CONFLICT);
  detail.set_detail("You opted out of signals of this type, so this one was not stored.");
  *detail.add_violations() = error::MakeViolation(
      "/signal_type", "OPTED_OUT", StrCat("You opted out of signals of type ", signal_type, "."));
  for (const OptOutRow& row : opt_outs) {
    if (row.signal_type != signal_type && row.signal_type != kEverything) continue;
    detail.add_actions(StrCat("If you want it stored, lift the opt-out first: DELETE ",
                              "/marketplace/discover/opt-outs/", row.signal_type, "."));
  }
  return error::Make(std::move(detail));
}

absl::StatusOr<v1::ListOptOutsResponse> OptOuts::List(rpc::Call& call,
                                                      const v1::ListOptOutsRequest& /*request*/) {
  ASSIGN_OR_RETURN(pg::Connection db, pool_.Acquire(call.deadline()));
  ASSIGN_OR_RETURN(const auto rows, ListOptOuts(db, call.caller().user_id));
  v1::ListOptOutsResponse response;
  for (const OptOutRow& row : rows) FillOptOut(*response.add_opt_outs(), row);
  return response;
}

absl::StatusOr<v1::SetOptOutResponse> OptOuts::Set(rpc::Call& call,
                                                   const v1::SetOptOutRequest& request) {
  const std::string& type = request.signal_type();
  RETURN_IF_ERROR(CheckType(type));
  const std::string& user = call.caller().user_id;
  const absl::Time now = clock_.Now();
  return pg::RunTransaction(
      pool_, call.deadline(), [&](pg::Transaction& tx) -> absl::StatusOr<v1::SetOptOutResponse> {
        RETURN_IF_ERROR(LockToOptOut(tx, user));
        RETURN_IF_ERROR(
            InsertOptOut(tx, user, {.signal_type = type, .created_at = now, .updated_at = now}));
        ASSIGN_OR_RETURN(const int64_t deleted, Forget(tx, user, type));
        ASSIGN_OR_RETURN(const auto rows, ListOptOuts(tx, user));
        v1::SetOptOutResponse response;
        for (const OptOutRow& row : rows) {
          if (row.signal_type == type) FillOptOut(*response.mutable_opt_out(), row);
        }
        response.set_deleted_signals(static_cast<int32_t>(deleted));
        return response;
      });
}

absl::StatusOr<v1::LiftOptOutResponse> OptOuts::Lift(rpc::Call& call,
                                                     const v1::LiftOptOutRequest& request) {
  RETURN_IF_ERROR(CheckType(request.signal_type()));
  const std::string& user = call.caller().user_id;
  ASSIGN_OR_RETURN(pg::Connection db, pool_.Acquire(call.deadline()));
  ASSIGN_OR_RETURN(const int64_t deleted, DeleteOptOut(db, user, request.signal_type()));
  ASSIGN_OR_RETURN(const auto rows, ListOptOuts(db, user));
  v1::LiftOptOutResponse response;
  response.set_deleted(static_cast<int32_t>(deleted));
  for (const OptOutRow& row : rows) FillOptOut(*response.add_opt_outs(), row);
  return response;
}

absl::StatusOr<v1::LiftOptOutsResponse> OptOuts::LiftAll(
    rpc::Call& call, const v1::LiftOptOutsRequest& /*request*/) {
  ASSIGN_OR_RETURN(pg::Connection db, pool_.Acquire(call.deadline()));
  ASSIGN_OR_RETURN(const int64_t deleted, DeleteOptOuts(db, call.caller().user_id));
  v1::LiftOptOutsResponse response;
  response.set_deleted(static_cast<int32_t>(deleted));
  return response;
}

}  // namespace keys::discovery
