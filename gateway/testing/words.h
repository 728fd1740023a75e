// Sums an answer up in a word, for the checks of tests.
#pragma once

#include <string>
#include <string_view>

#include "gateway/server/http.h"
#include "rapidjson/document.h"

namespace keys::gateway {

inline std::string Header(const HttpResponse& response, std::string_view name) {
  const std::string* value = response.headers.Find(name);
  return value == nullptr ? "" : *value;
}

// Returns "<status> <code>", or the status alone.
inline std::string Word(const HttpResponse& response) {
  rapidjson::Document body;
  body.Parse(response.body.data(), response.body.size());
  std::string status = std::to_string(response.status);
  if (body.HasParseError() || !body.IsObject() || !body.HasMember("code")) return status;
  return status + " " + body["code"].GetString();
}

}  // namespace keys::gateway
