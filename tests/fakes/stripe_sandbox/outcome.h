// The result of an API operation: an object to answer with, or an error in Stripe's words.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <variant>

#include "tests/fakes/stripe_sandbox/json.h"

namespace stripe_sandbox {

struct ApiError {
  int status = 400;
  std::string type = "invalid_request_error";
  std::string code;  // "" is left out of the answer, like the next two
  std::string param;
  std::string message;
  // False when the request was refused before the endpoint began executing: such an answer is not
  // kept under the request's Idempotency-Key.
  bool executed = true;
  Json extra;  // an object: more members of `error`, such as decline_code
};

using Outcome = std::variant<Json, ApiError>;

inline ApiError Refuse(std::string code, std::string param, std::string message) {
  return {.code = std::move(code), .param = std::move(param), .message = std::move(message)};
}

// A refusal that rests on the parameters alone.
inline ApiError RefuseParams(std::string code, std::string param, std::string message) {
  ApiError error = Refuse(std::move(code), std::move(param), std::move(message));
  error.executed = false;
  return error;
}

// 404 when the id stands in the path, 400 when it came as a parameter.
inline ApiError NoSuch(const std::string& noun, const std::string& id, const std::string& param) {
  ApiError error = Refuse("resource_missing", param, "No such " + noun + ": '" + id + "'");
  if (param == "id") error.status = 404;
  return error;
}

}  // namespace stripe_sandbox
