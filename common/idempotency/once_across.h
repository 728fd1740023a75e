// Honours an Idempotency-Key for an effect that spans several transactions and calls to others.
//
//   return idempotency::OnceAcross<CheckoutResponse>(
//       {.store = store_, .pool = pool_, .call = call, .scope = "user 7 Checkout",
//        .request_hash = HashOf(request), .deadline = deadline, .clock = clock_,
//        .not_kept = "checkout.answer_not_kept"},
//       [&]() -> absl::StatusOr<CheckoutResponse> { … });
//
// Without a key the body simply runs. The key is begun in a transaction of its own, and when the
// body has answered it is finished, or forgotten if the body failed, in another one. A process that
// dies in between leaves the key begun; after kAbandonedAfter the body runs again, so it must be
// safe to repeat. When the answer cannot be kept it is given all the same, and `not_kept` is
// logged. A replayed answer is marked on the call.
#pragma once

#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/base/status_macros.h"
#include "common/base/text.h"
#include "common/idempotency/idempotency.h"
#include "common/log/log.h"
#include "common/pg/pool.h"
#include "common/pg/transaction.h"
#include "common/rpc/call.h"
#include "common/time/clock.h"
#include "common/time/deadline.h"

namespace keys::idempotency {

struct OnceAcrossParts {
  const Store& store;
  pg::Pool& pool;
  rpc::Call& call;
  std::string scope;
  std::string request_hash;
  // Until when the key may be begun.
  Deadline deadline;
  const Clock& clock;
  // The name of the warning about an answer that could not be kept.
  const char* not_kept;
  // Keeping gets time of its own, because what was done must not be done again.
  absl::Duration time_to_keep = absl::Seconds(3);
};

template <typename Response, typename Body>
absl::StatusOr<Response> OnceAcross(const OnceAcrossParts& parts, Body&& body) {
  const std::string& key = parts.call.idempotency_key();
  if (key.empty()) return body();
  ASSIGN_OR_RETURN(
      const std::optional<std::string> kept,
      pg::RunTransaction(parts.pool, parts.deadline, [&](pg::Transaction& tx) {
        return parts.store.Begin(tx, {parts.scope, key, parts.request_hash}, parts.clock.Now());
      }));
  if (kept.has_value()) {
    Response response;
    if (!response.ParseFromString(*kept)) return absl::InternalError("a stored answer is broken");
    parts.call.set_replayed();
    return response;
  }
  absl::StatusOr<Response> response = body();
  const absl::Status ended = pg::RunTransaction(
      parts.pool, Deadline::After(parts.time_to_keep), [&](pg::Transaction& tx) -> absl::Status {
        if (!response.ok()) return parts.store.Forget(tx, parts.scope, key);
        return parts.store.Finish(tx, parts.scope, key, response->SerializeAsString());
      });
  if (!ended.ok()) log::Warning(parts.not_kept, {{"error", MessageOf(ended)}});
  return response;
}

}  // namespace keys::idempotency
