// Writes the errors of /openapi.json: the schema of a problem document, and one response for each
// set of codes that some operation answers with a status.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "gateway/openapi/json_builder.h"
#include "gateway/openapi/operation_errors.h"

namespace keys::gateway {

class ProblemAnswers {
 public:
  // Writes the error members of an operation's "responses" as references into components/responses.
  void WriteReferences(const ErrorsByStatus& errors, JsonBuilder& json);
  // Writes those components/responses that were referred to.
  void WriteComponents(JsonBuilder& json) const;

 private:
  struct Answer {
    int status;
    std::vector<error::Reason> reasons;
  };
  std::map<std::string, Answer> answers_;
};

// Writes components/schemas/Problem and Violation.
void WriteProblemSchemas(JsonBuilder& json);

}  // namespace keys::gateway
