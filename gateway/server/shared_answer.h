// An answer that is made once and sent to many. Nobody changes it, so requests share its bytes: the
// server writes them from where they lie, together with the fields of the request and connection.
#pragma once

#include <memory>
#include <string>

#include "gateway/server/http.h"

namespace keys::gateway {

struct SharedAnswer {
  int status = 200;
  HeaderFields headers;
  // The same fields as they are sent, each line with its CRLF.
  std::string field_lines;
  std::string body;
  // Is sent to a client whose copy is still good. Null when there is no entity tag.
  SharedAnswerPtr not_modified;
};

// `headers` are all fields that do not belong to one request or connection.
SharedAnswerPtr ShareAnswer(int status, HeaderFields headers, std::string body);

// Returns the body of a response that is neither streamed nor in pieces.
const std::string& TextOf(const HttpResponse& response);

// Turns a shared answer into one of the request's own, with all fields in `headers`, so that it can
// be changed.
void Unshare(HttpResponse& response);

// Appends "name: value" with its CRLF. Line ends within a value become blanks, because they would
// begin another field.
void AppendFieldLine(std::string& lines, std::string_view name, std::string_view value);

}  // namespace keys::gateway
