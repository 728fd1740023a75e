// Finds the characters in a shipped file that turn the direction of writing (UAX #9) or are tags,
// which nobody sees and programs read: with them code reads as other code (CVE-2021-42574) and a
// prompt says what its buyer cannot see. Works on a stream: memory does not grow with the file.
//
//   DisguiseScan scan;
//   while (…) scan.Take(chunk);
//   if (scan.line() > 0) …
//
// Not thread-safe: one scan, one file.
#pragma once

#include <cstdint>
#include <string_view>

namespace keys::ingestion {

class DisguiseScan {
 public:
  void Take(std::string_view chunk);
  // Returns the line of the first such character, or 0 when there is none. Flags that are written
  // with tags do not count.
  std::int64_t line() const { return found_; }

 private:
  bool IsDisguise() const;

  std::int64_t line_ = 1;
  std::int64_t found_ = 0;
  std::uint64_t last_ = 0;  // the last eight bytes
};

}  // namespace keys::ingestion
