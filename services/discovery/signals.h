// What people tell about themselves: kept for 90 days, shown to them, forgotten when they say so.
// Thread-safe.
#pragma once

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/id/id.h"
#include "common/idempotency/idempotency.h"
#include "common/pg/pool.h"
#include "common/rpc/call.h"
#include "common/time/clock.h"
#include "keys/discovery/v1/discovery.pb.h"

namespace keys::discovery {

inline constexpr absl::Duration kSignalLifetime = absl::Hours(90 * 24);
inline constexpr size_t kMaxMetadataBytes = 4096;
inline constexpr int kMaxValueCharacters = 200;

class Signals {
 public:
  Signals(pg::Pool& pool, const Clock& clock, IdSource& ids)
      : pool_(pool), clock_(clock), ids_(ids) {}

  // Success only when stored.
  absl::StatusOr<v1::RecordSignalResponse> Record(rpc::Call& call,
                                                  const v1::RecordSignalRequest& request);
  absl::StatusOr<v1::ListSignalsResponse> List(rpc::Call& call,
                                               const v1::ListSignalsRequest& request);
  absl::StatusOr<v1::DeleteSignalsResponse> DeleteAll(rpc::Call& call,
                                                      const v1::DeleteSignalsRequest& request);
  // NOT_FOUND for an id that is not one of the caller's.
  absl::StatusOr<v1::DeleteSignalResponse> Delete(rpc::Call& call,
                                                  const v1::DeleteSignalRequest& request);

 private:
  pg::Pool& pool_;
  const Clock& clock_;
  IdSource& ids_;
  const idempotency::Store answers_{"discovery"};
};

}  // namespace keys::discovery
