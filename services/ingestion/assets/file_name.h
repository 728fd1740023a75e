// What names in an asset's folder may be. Pure.
#pragma once

#include <map>
#include <set>
#include <string>
#include <string_view>

namespace keys::ingestion {

// The code of what is wrong with one name (no path), empty when nothing is.
std::string_view CheckFileName(std::string_view name);

// `text` printable for a report: bytes that are not UTF-8 and control characters become '?'.
std::string Printable(std::string_view text);

// Finds names that a file system which ignores case and normal form takes for one (text::FoldName).
class CaseClashes {
 public:
  // The earlier name that clashes with `path`, empty when none does.
  std::string_view Add(const std::string& path);

 private:
  std::map<std::string, std::string> seen_;  // folded → as written
};

}  // namespace keys::ingestion
