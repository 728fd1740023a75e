// The rules by which KEYS are recommended, as data (rules.json beside the service).
//
//   ASSIGN_OR_RETURN(const Rules rules, Rules::FromJson(text));
//
// Words are compared whole and case-folded (common/text), so each is written as one word, in any
// case. A Rules value does not change; it is shared between threads.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"

namespace keys::discovery {

// When a signal of the type has one of the words, KEYS of the families get the points.
struct Row {
  std::string name;  // as contributions name it, e.g. "tool_intent.node"
  std::vector<std::string> words;
  std::vector<std::string> families;
};

struct SignalRules {
  std::string type;  // tool_intent, problem_category, role
  int points = 0;
  std::string reason;  // "{value}" stands for the signal's value
  std::vector<Row> rows;
};

struct Rules {
  std::vector<SignalRules> signals;
  // These points are added when a row matched and the KEY's maturity is among the words.
  std::vector<std::string> maturity_words;
  int maturity_points = 0;
  // These are for KEYS that no row matched. "{tool}" stands for the KEY's family.
  int popular_points = 0;
  std::string popular_reason;

  // INVALID_ARGUMENT says what is wrong. It also refuses what could never match (a type or word
  // that no signal has), a type or name that occurs twice, and unknown members.
  static absl::StatusOr<Rules> FromJson(std::string_view json);
};

}  // namespace keys::discovery
