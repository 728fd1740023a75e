// A violation or a warning about an asset. Findings collects all of them and stops at none.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "services/ingestion/domain/codes.h"

namespace keys::ingestion {

// The most findings. A longer report helps nobody, and an attacker could fill memory with it.
inline constexpr std::size_t kMaxFindings = 1000;

struct Finding {
  std::string file;       // path below the assets root
  std::string pointer;    // RFC 6901 into the file; empty for the file as a whole
  std::string code;       // one of codes.h
  std::string detail;     // a sentence for a person, cut to kMaxDetailBytes
  std::int64_t line = 0;  // in the file, from 1; 0 when a line says nothing
};

inline constexpr std::size_t kMaxDetailBytes = 600;

// Returns at most `max_bytes` of UTF-8 text, cut between characters.
inline std::string_view Shortened(std::string_view text, std::size_t max_bytes) {
  if (text.size() <= max_bytes) return text;
  while (max_bytes > 0 && (static_cast<unsigned char>(text[max_bytes]) & 0xC0) == 0x80) --max_bytes;
  return text.substr(0, max_bytes);
}

class Findings {
 public:
  void Violate(Finding finding) { Add(violations_, std::move(finding)); }
  void Warn(Finding finding) { Add(warnings_, std::move(finding)); }

  const std::vector<Finding>& violations() const { return violations_; }
  const std::vector<Finding>& warnings() const { return warnings_; }
  bool ok() const { return violations_.empty(); }

  void Append(const Findings& other) {
    for (const Finding& finding : other.violations_) Violate(finding);
    for (const Finding& finding : other.warnings_) Warn(finding);
  }

 private:
  static void Add(std::vector<Finding>& list, Finding finding) {
    if (list.size() > kMaxFindings) return;
    if (list.size() == kMaxFindings) {
      finding = {finding.file, "", std::string(code::kTooManyFindings),
                 "There is more to report than fits; mend these first."};
    }
    finding.detail.resize(Shortened(finding.detail, kMaxDetailBytes).size());
    list.push_back(std::move(finding));
  }

  std::vector<Finding> violations_;
  std::vector<Finding> warnings_;
};

// RFC 6901 writes item 0 of member "a/b" as "/a~1b/0".
inline std::string ChildPointer(std::string_view parent, std::string_view member) {
  std::string pointer(parent);
  pointer += '/';
  for (char c : member) {
    if (c == '~') {
      pointer += "~0";
    } else if (c == '/') {
      pointer += "~1";
    } else {
      pointer += c;
    }
  }
  return pointer;
}

inline std::string ChildPointer(std::string_view parent, std::size_t index) {
  return std::string(parent) + "/" + std::to_string(index);
}

}  // namespace keys::ingestion
