// /openapi.json: the contract as OpenAPI 3.1, made from the descriptors and their rules, so that it
// cannot say anything else than what the gateway does. The few endpoints that are no RPC describe
// themselves in a line each. The statuses a rule implies are listed one by one; `default` stands
// for those that only the service behind it knows of, so that a generated client reads every
// problem.
#pragma once

#include <string>
#include <vector>

#include "gateway/routing/rpc_route.h"

namespace keys::gateway {

// An endpoint that is not made from an RPC.
struct PlainOperation {
  std::string verb;
  std::string path_template;
  std::string summary;
  // Of the 200 answer.
  std::string content_type;
  // What else it answers with, e.g. 403.
  std::vector<int> errors;
  // Header fields it reads.
  std::vector<std::string> headers;
  // It takes a body of any type.
  bool raw_body = false;
  // Answers that are neither 200 nor a problem: a part of a file, 304, or 503 of the 200's kind.
  std::vector<int> others = {};
  // For administrators; otherwise, unless `user`, for anybody, and tokens mean nothing.
  bool admin = false;
  // For whoever is signed in.
  bool user = false;
};

struct OpenApiInput {
  const std::vector<RpcRoute>& routes;
  const std::vector<PlainOperation>& others;
  std::string version;
  // Where clients reach the shop; empty = wherever they got the document.
  std::string server_url;
};

std::string BuildOpenApi(const OpenApiInput& input);

}  // namespace keys::gateway
