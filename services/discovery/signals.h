// Keeps the signals that people tell: for 90 days, shown to them, and deleted when they ask.
// Thread-safe.
#pragma once

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/id/id.h"
#include "common/idempotency/idempotency.h"
#include "common/page/cursor.h"
#include "common/pg/pool.h"
#include "common/pg/transaction.h"
#include "common/rpc/call.h"
#include "common/time/clock.h"
#include "keys/discovery/v1/discovery.pb.h"
#include "services/discovery/discovery_store.h"

namespace keys::discovery {

inline constexpr absl::Duration kSignalLifetime = absl::Hours(90 * 24);
inline constexpr size_t kMaxMetadataBytes = 4096;
inline constexpr int kMaxValueCharacters = 200;
// The most signals of one page, which is also the default.
inline constexpr int kMaxListedSignals = 1000;
// A page ends when its signals have this many bytes, well below what one message may carry.
inline constexpr size_t kPageBytes = size_t{1} << 20;

class Signals {
 public:
  Signals(pg::Pool& pool, const Clock& clock, IdSource& ids, const page::CursorCodec& cursors)
      : pool_(pool), clock_(clock), ids_(ids), cursors_(cursors) {}

  // Success means that the signal is stored. CONFLICT when the caller opted out of its type, even
  // if an answer is stored under the Idempotency-Key, because that signal no longer exists.
  absl::StatusOr<v1::RecordSignalResponse> Record(rpc::Call& call,
                                                  const v1::RecordSignalRequest& request);
  absl::StatusOr<v1::ListSignalsResponse> List(rpc::Call& call,
                                               const v1::ListSignalsRequest& request);
  // NOT_FOUND for an id that is not one of the caller's, or has expired.
  absl::StatusOr<v1::GetSignalResponse> Get(rpc::Call& call, const v1::GetSignalRequest& request);
  absl::StatusOr<v1::DeleteSignalsResponse> DeleteAll(rpc::Call& call,
                                                      const v1::DeleteSignalsRequest& request);
  // NOT_FOUND for an id that is not one of the caller's.
  absl::StatusOr<v1::DeleteSignalResponse> Delete(rpc::Call& call,
                                                  const v1::DeleteSignalRequest& request);

  // The only function that stores signals, whatever their origin. CONFLICT when the person opted
  // out of the type.
  static absl::Status Keep(pg::Transaction& tx, const std::string& user_id,
                           const SignalRow& signal);

 private:
  pg::Pool& pool_;
  const Clock& clock_;
  IdSource& ids_;
  const page::CursorCodec& cursors_;
  const idempotency::Store answers_{"discovery"};
};

}  // namespace keys::discovery
