// Checks a JSON object against a rule table and collects everything that is wrong with it.
//
//   RuleCheck check({.file = "key.json", .files = &sorted_paths}, findings);
//   check.Run(manifest, family.rules);
//
// Pure: it reads its arguments and writes only `findings`. Not thread-safe.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "services/ingestion/domain/field_rule.h"
#include "services/ingestion/domain/finding.h"
#include "services/ingestion/domain/json.h"

namespace keys::ingestion {

struct RuleContext {
  std::string file;     // for findings
  std::string pointer;  // of the object inside the file
  // Sorted paths of the folder. A null pointer switches the checks of paths off.
  const std::vector<std::string>* files = nullptr;
  // Fields of Need::kRequired may be absent (index entries).
  bool allows_gaps = false;
  // Unknown members of the object itself are allowed.
  bool is_open = false;
};

class RuleCheck {
 public:
  RuleCheck(RuleContext context, Findings& findings);

  void Run(const Json& object, std::span<const FieldRule> rules);

  // Whether a field of Need::kRequired was absent and that was allowed.
  bool has_gaps() const { return has_gaps_; }

 private:
  void CheckMembers(const Json& object, const FieldRule& rule, const std::string& pointer);
  void CheckExtraMember(const Json& object, std::size_t index, const FieldRule& rule,
                        const std::string& pointer);
  void CheckAbsent(const FieldRule& field, const std::string& pointer);
  void CheckValue(const Json& value, const FieldRule& rule, const std::string& pointer);
  void CheckText(const std::string& text, const FieldRule& rule, const std::string& pointer);
  void CheckPath(std::string_view path, const FieldRule& rule, const std::string& pointer);
  void CheckInteger(const Json& value, const FieldRule& rule, const std::string& pointer);
  void CheckArray(const Json& value, const FieldRule& rule, const std::string& pointer);
  void Violate(const std::string& pointer, std::string_view code, std::string detail);
  void Warn(const std::string& pointer, std::string_view code, std::string detail);

  RuleContext context_;
  Findings& findings_;
  bool has_gaps_ = false;
};

}  // namespace keys::ingestion
