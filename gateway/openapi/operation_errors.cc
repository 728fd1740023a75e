#include "gateway/openapi/operation_errors.h"

#include <algorithm>

#include "gateway/transcode/contract_notes.h"

namespace keys::gateway {

using error::Reason;

bool TakesIfMatch(const RpcRoute& route) {
  return route.verb == "PATCH" || route.verb == "PUT" || route.verb == "DELETE" ||
         (route.verb == "POST" && route.process == "catalog");
}

ErrorsByStatus ErrorsOf(const RpcRoute& route) {
  // Every operation may refuse unknown parameters, bad tokens, conditions and limits, and any
  // service may be down.
  std::vector<Reason> reasons = {Reason::INVALID_ARGUMENT,  Reason::UNKNOWN_FIELD,
                                 Reason::UNAUTHENTICATED,   Reason::PRECONDITION_FAILED,
                                 Reason::RATE_LIMITED,      Reason::UNAVAILABLE,
                                 Reason::REASON_UNSPECIFIED};
  const auto add = [&reasons](std::initializer_list<Reason> more) {
    reasons.insert(reasons.end(), more);
  };
  if (route.rule.access() == http::v1::ACCESS_ADMIN) add({Reason::NOT_ADMIN});
  if (!route.binder.variables().empty()) add({Reason::NOT_FOUND});
  if (route.binder.shape().FindForInput("cursor") != nullptr) add({Reason::INVALID_CURSOR});
  if (route.binder.has_body()) {
    add({Reason::INVALID_JSON, Reason::BODY_TOO_LARGE, Reason::UNSUPPORTED_MEDIA_TYPE});
  }
  if (route.rule.idempotency() == http::v1::IDEMPOTENCY_KEY) {
    add({Reason::IDEMPOTENCY_KEY_REUSED, Reason::IN_PROGRESS});
  }
  for (const Reason reason : StatedErrors(route.method->full_name())) reasons.push_back(reason);
  return ByStatus(std::move(reasons));
}

ErrorsByStatus ByStatus(std::vector<Reason> reasons) {
  std::sort(reasons.begin(), reasons.end());
  reasons.erase(std::unique(reasons.begin(), reasons.end()), reasons.end());
  ErrorsByStatus errors;
  for (const Reason reason : reasons) errors[error::InfoOf(reason).http()].push_back(reason);
  return errors;
}

}  // namespace keys::gateway
