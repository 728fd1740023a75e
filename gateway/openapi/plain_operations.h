// Describes for /openapi.json the endpoints that are no RPC.
#pragma once

#include <string>
#include <vector>

#include "common/error/error.h"
#include "gateway/openapi/headers.h"
#include "google/protobuf/descriptor.h"

namespace keys::gateway {

struct PlainOperation {
  std::string verb;
  std::string path_template;
  std::string id;
  std::string tag;
  // A few words, and further details.
  std::string summary;
  std::string description;
  // The JSON body of the request. Null without one.
  const google::protobuf::Descriptor* request = nullptr;
  // The JSON of the answer. Null when `content_type` is another type.
  const google::protobuf::Descriptor* answer = nullptr;
  // The type of the 200 answer. Empty when there is none.
  std::string content_type = "application/json";
  std::vector<error::Reason> errors = {};
  // The header fields that the endpoint reads, and those of its answer beside the ones that all
  // answers have.
  HeaderNames reads = {};
  HeaderNames sends = {};
  // Other statuses than 200 that are no problem document: a part of a file, 302, 304, or a 503 with
  // the body of the 200.
  std::vector<int> others = {};
  // The operation is for administrators. If neither `admin` nor `user` is set, it is for anybody
  // and does not look at tokens.
  bool admin = false;
  // The operation is for signed-in users.
  bool user = false;
  // The meaning of its path variable.
  std::string variable = {};
  // Its optional query parameter, and the meaning of that.
  std::string parameter = {};
  std::string parameter_is = {};
};

// `sign_in` is none, development or supabase, as in /config.json.
std::vector<PlainOperation> PlainOperations(std::string_view sign_in);

}  // namespace keys::gateway
