// A small HTTP client for tests (libcurl). Not thread-safe per call object; calls are independent.
#pragma once

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "tests/fakes/stripe_sandbox/json.h"

namespace stripe_sandbox::testing {

struct HttpAnswer {
  int curl_code = 0;  // 0: an answer came
  int status = 0;
  std::map<std::string, std::string> headers;  // names in lower case
  std::string body;

  Json json() const { return Json::Parse(body).value_or(Json()); }
  std::string Header(const std::string& name) const;
};

struct HttpCall {
  std::string method = "GET";
  std::string url;
  std::string body;
  std::vector<std::string> headers;  // "Name: value"
  long timeout_millis = 15000;
  std::string ca_file;
};
HttpAnswer Send(const HttpCall& call);

using Pairs = std::vector<std::pair<std::string, std::string>>;
std::string EncodePairs(const Pairs& pairs);

}  // namespace stripe_sandbox::testing
