#include "services/discovery/signals.h"

#include <algorithm>
#include <array>

#include "common/base/status_macros.h"
#include "common/base/text.h"
#include "common/error/error.h"
#include "common/idempotency/once.h"
#include "common/pg/transaction.h"
#include "common/time/proto_time.h"
#include "rapidjson/document.h"
#include "services/discovery/discovery_store.h"

namespace keys::discovery {
namespace {

constexpr std::array<std::string_view, 5> kTypes = {"role", "tool_intent", "problem_category",
                                                    "view", "purchase"};
constexpr char kPurpose[] = "To recommend KEYS that fit what you do, and for nothing else.";

int Characters(std::string_view utf8) {
  return static_cast<int>(
      std::count_if(utf8.begin(), utf8.end(), [](char c) { return (c & 0xc0) != 0x80; }));
}

bool IsJsonObject(const std::string& text) {
  rapidjson::Document document;
  document.Parse<rapidjson::kParseIterativeFlag>(text.data(), text.size());
  return !document.HasParseError() && document.IsObject();
}

// The value without blanks around it, or everything that is wrong with the request.
absl::StatusOr<std::string> Check(const v1::RecordSignalRequest& request) {
  std::vector<error::Violation> wrong;
  if (std::find(kTypes.begin(), kTypes.end(), request.signal_type()) == kTypes.end()) {
    wrong.push_back(error::MakeViolation(
        "/signal_type", "UNKNOWN_WORD",
        "A signal's type is role, tool_intent, problem_category, view or purchase."));
  }
  const std::string value(StripBlanks(request.signal_value()));
  if (value.empty()) {
    wrong.push_back(error::MakeViolation("/signal_value", "REQUIRED", "Say what you use or do."));
  }
  if (Characters(value) > kMaxValueCharacters) {
    wrong.push_back(error::MakeViolation("/signal_value", "TOO_LONG",
                                         "A signal's value has at most 200 characters."));
  }
  if (request.has_metadata() && !IsJsonObject(request.metadata())) {
    wrong.push_back(error::MakeViolation("/metadata", "WRONG_TYPE", "Metadata is a JSON object."));
  }
  if (request.metadata().size() > kMaxMetadataBytes) {
    wrong.push_back(error::MakeViolation("/metadata", "TOO_LONG", "Metadata has at most 4 KiB."));
  }
  RETURN_IF_ERROR(error::Invalid(std::move(wrong)));
  return value;
}

void Fill(v1::Signal& signal, const SignalRow& row) {
  signal.set_id(row.id);
  signal.set_signal_type(row.signal_type);
  signal.set_signal_value(row.signal_value);
  signal.set_metadata(row.metadata.text);
  signal.set_purpose(kPurpose);
  signal.set_origin(row.origin);
  *signal.mutable_created_at() = ToProto(row.created_at);
  *signal.mutable_expires_at() = ToProto(row.expires_at);
}

}  // namespace

absl::StatusOr<v1::RecordSignalResponse> Signals::Record(rpc::Call& call,
                                                         const v1::RecordSignalRequest& request) {
  ASSIGN_OR_RETURN(const std::string value, Check(request));
  const absl::Time now = clock_.Now();
  const SignalRow row = {.id = ids_.NewUuid(),
                         .signal_type = request.signal_type(),
                         .signal_value = value,
                         .metadata = {request.has_metadata() ? request.metadata() : "{}"},
                         .origin = "you",
                         .created_at = now,
                         .expires_at = now + kSignalLifetime};
  const std::string& user = call.caller().user_id;
  return pg::RunTransaction(
      pool_, call.deadline(), [&](pg::Transaction& tx) -> absl::StatusOr<v1::RecordSignalResponse> {
        const auto record = [&]() -> absl::StatusOr<v1::RecordSignalResponse> {
          RETURN_IF_ERROR(InsertSignal(tx, user, row));
          v1::RecordSignalResponse response;
          response.set_success(true);
          return response;
        };
        return idempotency::Once<v1::RecordSignalResponse>(
            {.store = answers_, .tx = tx, .call = call, .rpc = "RecordSignal", .now = now}, request,
            record);
      });
}

absl::StatusOr<v1::ListSignalsResponse> Signals::List(rpc::Call& call,
                                                      const v1::ListSignalsRequest& /*request*/) {
  ASSIGN_OR_RETURN(pg::Connection db, pool_.Acquire(call.deadline()));
  ASSIGN_OR_RETURN(const auto rows, ListSignals(db, call.caller().user_id, clock_.Now()));
  v1::ListSignalsResponse response;
  for (const SignalRow& row : rows) Fill(*response.add_signals(), row);
  return response;
}

absl::StatusOr<v1::DeleteSignalsResponse> Signals::DeleteAll(
    rpc::Call& call, const v1::DeleteSignalsRequest& /*request*/) {
  ASSIGN_OR_RETURN(pg::Connection db, pool_.Acquire(call.deadline()));
  ASSIGN_OR_RETURN(const int64_t deleted, DeleteSignals(db, call.caller().user_id));
  v1::DeleteSignalsResponse response;
  response.set_deleted(static_cast<int32_t>(deleted));
  return response;
}

absl::StatusOr<v1::DeleteSignalResponse> Signals::Delete(rpc::Call& call,
                                                         const v1::DeleteSignalRequest& request) {
  const auto missing = [] {
    return error::Make(error::Reason::NOT_FOUND, "You have no signal with this id.");
  };
  const auto id = NormalizeUuid(request.id());
  if (!id.has_value()) return missing();
  ASSIGN_OR_RETURN(pg::Connection db, pool_.Acquire(call.deadline()));
  ASSIGN_OR_RETURN(const int64_t deleted, DeleteSignal(db, call.caller().user_id, *id));
  if (deleted == 0) return missing();
  v1::DeleteSignalResponse response;
  response.set_deleted(static_cast<int32_t>(deleted));
  return response;
}

}  // namespace keys::discovery
