// The rules for names in an asset's folder. Pure.
#pragma once

#include <map>
#include <set>
#include <string>
#include <string_view>

namespace keys::ingestion {

// Returns the code of a mistake in one name (not a path), or an empty text.
std::string_view CheckFileName(std::string_view name);

// Makes `text` printable for a report: bytes that are not UTF-8 and control characters become '?'.
std::string Printable(std::string_view text);

// Finds names that a file system which ignores case and normal form takes for one (text::FoldName).
class CaseClashes {
 public:
  // Returns the earlier name that clashes with `path`, or an empty text.
  std::string_view Add(const std::string& path);

 private:
  std::map<std::string, std::string> seen_;  // folded → as written
};

}  // namespace keys::ingestion
