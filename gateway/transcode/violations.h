// Collects everything that is wrong with one request's input, so that the client is told all of it
// at once.
//
//   Violations violations;
//   violations.Add("/limit", "OUT_OF_RANGE", "limit is between 1 and 100.");
//   RETURN_IF_ERROR(violations.ToStatus());
//
// At most kMaxViolations are kept. Belongs to one request; not thread-safe.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "common/error/error.h"

namespace keys::gateway {

inline constexpr char kUnknownField[] = "UNKNOWN_FIELD";
inline constexpr char kDuplicate[] = "DUPLICATE";
inline constexpr char kRequired[] = "REQUIRED";
inline constexpr char kWrongType[] = "WRONG_TYPE";
inline constexpr char kOutOfRange[] = "OUT_OF_RANGE";
inline constexpr char kTooLong[] = "TOO_LONG";
inline constexpr char kNotAllowed[] = "NOT_ALLOWED";
inline constexpr char kUnknownWord[] = "UNKNOWN_WORD";

class Violations {
 public:
  // A body can hold a million mistakes. No reader needs more than this many.
  static constexpr size_t kMaxViolations = 100;

  void Add(std::string pointer, std::string code, std::string detail) {
    if (list_.size() == kMaxViolations) return;
    list_.push_back(error::MakeViolation(std::move(pointer), std::move(code), std::move(detail)));
  }

  bool empty() const { return list_.empty(); }
  const std::vector<error::Violation>& list() const { return list_; }
  bool Names(std::string_view pointer) const {
    for (const auto& violation : list_) {
      if (violation.pointer() == pointer) return true;
    }
    return false;
  }

  // Returns Ok when there are none, UNKNOWN_FIELD if any field is unknown, else INVALID_ARGUMENT.
  absl::Status ToStatus() const {
    if (list_.empty()) return absl::OkStatus();
    error::ErrorDetail detail;
    detail.set_reason(error::Reason::INVALID_ARGUMENT);
    for (const auto& violation : list_) {
      if (violation.code() == kUnknownField) detail.set_reason(error::Reason::UNKNOWN_FIELD);
      *detail.add_violations() = violation;
    }
    detail.set_detail(list_.size() == 1 ? list_.front().detail()
                                        : "Several values are not valid; see errors.");
    return error::Make(std::move(detail));
  }

 private:
  std::vector<error::Violation> list_;
};

}  // namespace keys::gateway
