// Finds the route for an HTTP method and path.
//
//   PathTable table;
//   RETURN_IF_ERROR(table.Add("GET", "/marketplace/keys/{slug}", 7));
//   const PathTable::Found found = table.Find("GET", "/marketplace/keys/a%20b");
//   // found.route == 7, found.variables == {{"slug", "a b"}}
//
// A template is literal segments and {variables}; a variable matches one non-empty segment and is
// percent-decoded. A literal beats a variable. A slash at the end of a path is ignored. Built by
// one thread; then const and thread-safe.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "gateway/transcode/request_binder.h"

namespace keys::gateway {

struct PathSegment {
  bool variable = false;
  // The literal, or the variable's name.
  std::string text;
};

// Splits "/a/{b}/c" into its parts. INVALID_ARGUMENT when the text is not a template.
absl::StatusOr<std::vector<PathSegment>> ParseTemplate(std::string_view text);

// Returns the names of a template's variables in order.
std::vector<std::string> VariablesOf(const std::vector<PathSegment>& segments);

class PathTable {
 public:
  PathTable();
  ~PathTable();
  PathTable(PathTable&&) noexcept;
  PathTable& operator=(PathTable&&) noexcept;

  // ALREADY_EXISTS names both templates when they match the same method and paths.
  absl::Status Add(std::string_view method, std::string_view path_template, size_t route);

  struct Found {
    // When it is absent, an empty `allow` means that there is no such path (404), else the path has
    // no such method (405).
    std::optional<size_t> route;
    Variables variables;
    // The path's methods, sorted, with HEAD where there is GET, and with OPTIONS. The table owns
    // them.
    absl::Span<const std::string> allow;
  };
  // `path` begins with "/" and has no query. HEAD finds GET's route.
  Found Find(std::string_view method, std::string_view path) const;

 private:
  struct Node;
  std::unique_ptr<Node> root_;
};

}  // namespace keys::gateway
