// Makes an RPC's request message from one HTTP request's path variables, query and body.
//
//   RequestBinder binder(rule_shape…);           // at start-up
//   ASSIGN_OR_RETURN(auto request, binder.Bind({.variables = …, .query = …, .body = …}, &arena));
//
// Collects all violations before it refuses: "/member" for the body and path variables, "?name" for
// query parameters. Const after construction; thread-safe.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "gateway/transcode/shape.h"
#include "gateway/transcode/violations.h"
#include "google/protobuf/arena.h"
#include "google/protobuf/message.h"

namespace keys::gateway {

// Values of path variables by name, percent-decoded.
using Variables = std::vector<std::pair<std::string, std::string>>;

struct BindInput {
  const Variables& variables;
  // The part after the "?", percent-encoded. Empty when absent.
  std::string_view query;
  std::string_view body;
};

class RequestBinder {
 public:
  // No route has as many fields as this.
  static constexpr size_t kMaxQueryParameters = 100;

  // Returns INVALID_ARGUMENT when a path variable is not a single string field, or a field could
  // not be sent. `body` says that members come from a JSON body, else they come from the query.
  static absl::StatusOr<RequestBinder> Make(const MessageShape& shape,
                                            std::vector<std::string> variables, bool body);

  // The message lives in `arena`.
  absl::StatusOr<google::protobuf::Message*> Bind(const BindInput& input,
                                                  google::protobuf::Arena* arena) const;

  // Returns the fields that are query parameters, for OpenAPI. Empty when there is a body.
  std::vector<const FieldShape*> QueryFields() const;
  const MessageShape& shape() const { return *shape_; }
  bool has_body() const { return body_; }
  const std::vector<std::string>& variables() const { return variables_; }
  // Returns the field behind a path variable.
  const FieldShape& VariableField(std::string_view name) const;

 private:
  RequestBinder(const MessageShape& shape, std::vector<std::string> variables, bool body)
      : shape_(&shape), variables_(std::move(variables)), body_(body) {
    // An unknown word in a path names something that does not exist, so it is not refused here: the
    // service answers NOT_FOUND.
    for (const std::string& name : variables_) {
      bound_variables_.push_back(VariableField(name));
      bound_variables_.back().vocabulary.clear();
    }
  }
  bool IsVariable(std::string_view name) const;
  const FieldShape& BoundVariable(std::string_view name) const;
  void BindQuery(std::string_view query, google::protobuf::Message& message,
                 Violations& violations) const;
  void BindParameter(const std::string& name, const std::string& value,
                     google::protobuf::Message& message, Violations& violations) const;

  const MessageShape* shape_;
  std::vector<std::string> variables_;
  // The fields of the variables as they are bound, in the same order.
  std::vector<FieldShape> bound_variables_;
  bool body_;
};

// Adds REQUIRED for each required field of `shape` that is absent or empty, also inside messages
// that are present. `prefix` is "?" for query parameters, else the pointer of `message` plus "/".
void CheckRequired(const google::protobuf::Message& message, const MessageShape& shape,
                   const std::string& prefix, Violations& violations);

}  // namespace keys::gateway
