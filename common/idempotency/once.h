// The usual way to honour an Idempotency-Key: one transaction, one answer.
//
//   return idempotency::Once<YankVersionResponse>(
//       {.store = store_, .tx = tx, .call = call, .rpc = "YankVersion", .now = clock_.Now()},
//       request, [&]() -> absl::StatusOr<YankVersionResponse> { … });
//
// Without a key the body simply runs. A replayed answer is marked on the call. The scope is the
// calling user and the RPC. A body that fails leaves nothing behind: its transaction is rolled
// back.
#pragma once

#include <string>

#include "common/base/status_macros.h"
#include "common/base/text.h"
#include "common/idempotency/idempotency.h"
#include "common/rpc/call.h"

namespace keys::idempotency {

struct OnceParts {
  const Store& store;
  pg::Transaction& tx;
  rpc::Call& call;
  std::string rpc;
  absl::Time now;
};

template <typename Response, typename Request, typename Body>
absl::StatusOr<Response> Once(OnceParts parts, const Request& request, Body&& body) {
  const std::string& key = parts.call.idempotency_key();
  if (key.empty()) return body();
  const std::string scope = Concat({parts.call.caller().user_id, " ", parts.rpc});
  ASSIGN_OR_RETURN(
      const std::optional<std::string> kept,
      parts.store.Begin(parts.tx, {.scope = scope, .key = key, .request_hash = HashOf(request)},
                        parts.now));
  if (kept.has_value()) {
    Response response;
    if (!response.ParseFromString(*kept)) return absl::InternalError("a stored answer is broken");
    parts.call.set_replayed();
    return response;
  }
  ASSIGN_OR_RETURN(Response response, body());
  RETURN_IF_ERROR(parts.store.Finish(parts.tx, scope, key, response.SerializeAsString()));
  return response;
}

}  // namespace keys::idempotency
