#include "services/discovery/signals.h"

#include <algorithm>

#include "absl/strings/numbers.h"
#include "common/base/json_number.h"
#include "common/base/status_macros.h"
#include "common/base/text.h"
#include "common/error/error.h"
#include "common/idempotency/once.h"
#include "common/pg/transaction.h"
#include "common/time/proto_time.h"
#include "rapidjson/memorystream.h"
#include "rapidjson/reader.h"
#include "services/discovery/domain/signal_types.h"
#include "services/discovery/opt_outs.h"

namespace keys::discovery {
namespace {

constexpr char kPurpose[] = "To recommend KEYS that fit what you do, and for nothing else.";

int Characters(std::string_view utf8) {
  return static_cast<int>(
      std::count_if(utf8.begin(), utf8.end(), [](char c) { return (c & 0xc0) != 0x80; }));
}

// Stops at a value that is no object, and at numbers that the database cannot hold.
class ObjectOnly : public rapidjson::BaseReaderHandler<rapidjson::UTF8<>, ObjectOnly> {
 public:
  // Called for every scalar value.
  bool Default() { return depth_ > 0; }
  bool RawNumber(const char* text, rapidjson::SizeType size, bool) {
    return depth_ > 0 && IsOrdinaryJsonNumber({text, size});
  }
  bool Key(const char*, rapidjson::SizeType, bool) { return true; }
  bool StartObject() { return ++depth_ > 0; }
  bool EndObject(rapidjson::SizeType) { return depth_-- > 0; }
  bool StartArray() { return depth_++ > 0; }
  bool EndArray(rapidjson::SizeType) { return depth_-- > 0; }

 private:
  int depth_ = 0;
};

bool IsStorableObject(const std::string& text) {
  rapidjson::MemoryStream stream(text.data(), text.size());
  rapidjson::Reader reader;
  ObjectOnly handler;
  constexpr unsigned kFlags =
      rapidjson::kParseIterativeFlag | rapidjson::kParseNumbersAsStringsFlag;
  return !reader.Parse<kFlags>(stream, handler).IsError();
}

// Returns the value without blanks around it, or everything that is wrong with the request.
absl::StatusOr<std::string> CheckSignal(const v1::RecordSignalRequest& request) {
  std::vector<error::Violation> wrong;
  if (!IsSignalType(request.signal_type())) {
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
  if (request.has_metadata() && !IsStorableObject(request.metadata())) {
    wrong.push_back(error::MakeViolation("/metadata", "WRONG_TYPE",
                                         "Metadata is a JSON object with ordinary numbers."));
  }
  if (request.metadata().size() > kMaxMetadataBytes) {
    wrong.push_back(error::MakeViolation("/metadata", "TOO_LONG", "Metadata has at most 4 KiB."));
  }
  RETURN_IF_ERROR(error::Invalid(std::move(wrong)));
  return value;
}

void FillSignal(v1::Signal& signal, const SignalRow& row) {
  signal.set_id(row.id);
  signal.set_signal_type(row.signal_type);
  signal.set_signal_value(row.signal_value);
  signal.set_metadata(row.metadata.text);
  signal.set_purpose(kPurpose);
  signal.set_origin(row.origin);
  *signal.mutable_created_at() = ToProto(row.created_at);
  *signal.mutable_expires_at() = ToProto(row.expires_at);
}

absl::Status Admit(pg::Transaction& tx, const std::string& user_id,
                   const std::string& signal_type) {
  RETURN_IF_ERROR(LockToStore(tx, user_id));
  ASSIGN_OR_RETURN(const auto opt_outs, ListOptOuts(tx, user_id));
  return CheckAllowed(opt_outs, signal_type);
}

absl::Status Missing() {
  return error::Make(error::Reason::NOT_FOUND, "You have no signal with this id.");
}

// Returns how many of the rows make a page: at most `limit`, and about kPageBytes of content.
size_t FirstPage(const std::vector<SignalRow>& rows, int limit) {
  size_t count = 0;
  size_t bytes = 0;
  while (count < rows.size() && count < static_cast<size_t>(limit) && bytes < kPageBytes) {
    bytes += rows[count].signal_value.size() + rows[count].metadata.text.size();
    ++count;
  }
  return count;
}

constexpr char kListed[] = "signals";

absl::StatusOr<SignalPlace> PlaceOf(const page::CursorCodec& cursors, const std::string& cursor) {
  SignalPlace place;
  if (cursor.empty()) return place;
  ASSIGN_OR_RETURN(const page::CursorState state, cursors.Decode(cursor, kListed));
  int64_t micros = 0;
  if (state.values.size() != 1 || !absl::SimpleAtoi(state.values[0], &micros) ||
      !IsUuid(state.id)) {
    return error::Make(error::Reason::INVALID_CURSOR, "The cursor does not fit this list.");
  }
  place.created_at = absl::FromUnixMicros(micros);
  place.id = state.id;
  return place;
}

}  // namespace

absl::StatusOr<v1::RecordSignalResponse> Signals::Record(rpc::Call& call,
                                                         const v1::RecordSignalRequest& request) {
  ASSIGN_OR_RETURN(const std::string value, CheckSignal(request));
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
          RETURN_IF_ERROR(Keep(tx, user, row));
          v1::RecordSignalResponse response;
          response.set_success(true);
          return response;
        };
        // A stored answer would say "stored" of a signal that was deleted by an opt-out since.
        if (!call.idempotency_key().empty()) RETURN_IF_ERROR(Admit(tx, user, row.signal_type));
        return idempotency::Once<v1::RecordSignalResponse>(
            {.store = answers_, .tx = tx, .call = call, .rpc = "RecordSignal", .now = now}, request,
            record);
      });
}

absl::Status Signals::Keep(pg::Transaction& tx, const std::string& user_id,
                           const SignalRow& signal) {
  RETURN_IF_ERROR(Admit(tx, user_id, signal.signal_type));
  return InsertSignal(tx, user_id, signal);
}

absl::StatusOr<v1::ListSignalsResponse> Signals::List(rpc::Call& call,
                                                      const v1::ListSignalsRequest& request) {
  ASSIGN_OR_RETURN(const SignalPlace after, PlaceOf(cursors_, request.cursor()));
  const int limit = request.has_limit() ? request.limit() : kMaxListedSignals;
  if (limit < 1 || limit > kMaxListedSignals) {
    return error::Invalid("?limit", "OUT_OF_RANGE", "limit is 1 to 1000.");
  }
  ASSIGN_OR_RETURN(pg::Connection db, pool_.Acquire(call.deadline()));
  // One row more than is shown tells whether there is a next page.
  ASSIGN_OR_RETURN(auto rows,
                   ListSignals(db, call.caller().user_id, clock_.Now(), after, limit + 1));
  v1::ListSignalsResponse response;
  const size_t fit = FirstPage(rows, limit);
  if (rows.size() > fit) {
    rows.resize(fit);
    response.set_next_cursor(
        cursors_.Encode({.fingerprint = kListed,
                         .values = {std::to_string(absl::ToUnixMicros(rows.back().created_at))},
                         .id = rows.back().id}));
  }
  for (const SignalRow& row : rows) FillSignal(*response.add_signals(), row);
  return response;
}

absl::StatusOr<v1::GetSignalResponse> Signals::Get(rpc::Call& call,
                                                   const v1::GetSignalRequest& request) {
  const auto id = NormalizeUuid(request.id());
  if (!id.has_value()) return Missing();
  ASSIGN_OR_RETURN(pg::Connection db, pool_.Acquire(call.deadline()));
  ASSIGN_OR_RETURN(const auto row, FindSignal(db, call.caller().user_id, *id, clock_.Now()));
  if (!row.has_value()) return Missing();
  v1::GetSignalResponse response;
  FillSignal(*response.mutable_signal(), *row);
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
  const auto id = NormalizeUuid(request.id());
  if (!id.has_value()) return Missing();
  ASSIGN_OR_RETURN(pg::Connection db, pool_.Acquire(call.deadline()));
  ASSIGN_OR_RETURN(const int64_t deleted, DeleteSignal(db, call.caller().user_id, *id));
  if (deleted == 0) return Missing();
  v1::DeleteSignalResponse response;
  response.set_deleted(static_cast<int32_t>(deleted));
  return response;
}

}  // namespace keys::discovery
