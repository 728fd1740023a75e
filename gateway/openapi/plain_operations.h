// The endpoints that are no RPC, as /openapi.json tells of them.
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
  // A few words, and what there is to know beside them.
  std::string summary;
  std::string description;
  // The JSON body it takes; null without one.
  const google::protobuf::Descriptor* request = nullptr;
  // The JSON it answers; null when `content_type` is something else.
  const google::protobuf::Descriptor* answer = nullptr;
  // Of the 200 answer; empty when there is none.
  std::string content_type = "application/json";
  std::vector<error::Reason> errors = {};
  // Header fields it reads, and those it answers with beside what all answers have.
  HeaderNames reads = {};
  HeaderNames sends = {};
  // Other answers than 200 that are no problem: a part of a file, 302, 304, or 503 of the 200's
  // kind.
  std::vector<int> others = {};
  // For administrators; otherwise for anybody, and tokens mean nothing.
  bool admin = false;
  // For whoever is signed in.
  bool user = false;
  // What its path variable is.
  std::string variable = {};
  // Its query parameter, which may be left out, and what that is.
  std::string parameter = {};
  std::string parameter_is = {};
};

// `sign_in`: none, development or supabase, as in /config.json.
std::vector<PlainOperation> PlainOperations(std::string_view sign_in);

}  // namespace keys::gateway
