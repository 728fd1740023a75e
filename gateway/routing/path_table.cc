#include "gateway/routing/path_table.h"

#include <map>

#include "common/base/status_macros.h"
#include "common/base/text.h"
#include "gateway/transcode/percent.h"

namespace keys::gateway {

struct PathTable::Node {
  struct Route {
    size_t id;
    std::string path_template;
    std::vector<std::string> variables;
  };
  std::map<std::string, std::unique_ptr<Node>, std::less<>> literals;
  std::unique_ptr<Node> variable;
  // The routes of this node by method.
  std::map<std::string, Route, std::less<>> routes;
  std::vector<std::string> allow;

  // Finds the node where `segments[at…]` ends. Literals are tried first; a branch that leads
  // nowhere is left again. `values` gets the variables on the way.
  const Node* Descend(const std::vector<std::string>& segments, size_t at,
                      std::vector<std::string>& values) const {
    if (at == segments.size()) return routes.empty() ? nullptr : this;
    if (const auto literal = literals.find(segments[at]); literal != literals.end()) {
      if (const Node* end = literal->second->Descend(segments, at + 1, values)) return end;
    }
    if (variable == nullptr || segments[at].empty()) return nullptr;
    values.push_back(segments[at]);
    if (const Node* end = variable->Descend(segments, at + 1, values)) return end;
    values.pop_back();
    return nullptr;
  }

  // Must be called after each route that is added.
  void SetAllow() {
    std::map<std::string, bool> methods{{"OPTIONS", true}};
    for (const auto& [method, route] : routes) {
      methods[method] = true;
      if (method == "GET") methods["HEAD"] = true;
    }
    allow.clear();
    for (const auto& [method, present] : methods) allow.push_back(method);
  }
};

PathTable::PathTable() : root_(std::make_unique<Node>()) {}
PathTable::~PathTable() = default;
PathTable::PathTable(PathTable&&) noexcept = default;
PathTable& PathTable::operator=(PathTable&&) noexcept = default;

absl::StatusOr<std::vector<PathSegment>> ParseTemplate(std::string_view text) {
  const auto wrong = [&](std::string_view why) {
    return absl::InvalidArgumentError(StrCat("'", text, "' is not a path template: ", why));
  };
  if (text.empty() || text.front() != '/') return wrong("it must begin with /");
  std::vector<PathSegment> segments;
  for (const std::string_view part : Split(text.substr(1), '/')) {
    const bool variable = part.size() > 2 && part.front() == '{' && part.back() == '}';
    const std::string_view name = variable ? part.substr(1, part.size() - 2) : part;
    if (name.find_first_of("{}") != std::string_view::npos) return wrong("misplaced braces");
    if (name.empty() && text != "/") return wrong("an empty segment");
    segments.push_back({variable, std::string(name)});
  }
  return segments;
}

std::vector<std::string> VariablesOf(const std::vector<PathSegment>& segments) {
  std::vector<std::string> names;
  for (const PathSegment& segment : segments) {
    if (segment.variable) names.push_back(segment.text);
  }
  return names;
}

absl::Status PathTable::Add(std::string_view method, std::string_view path_template, size_t route) {
  ASSIGN_OR_RETURN(const auto segments, ParseTemplate(path_template));
  Node* node = root_.get();
  for (const PathSegment& segment : segments) {
    auto& next = segment.variable ? node->variable : node->literals[segment.text];
    if (next == nullptr) next = std::make_unique<Node>();
    node = next.get();
  }
  const auto [at, added] = node->routes.try_emplace(
      std::string(method), Node::Route{route, std::string(path_template), VariablesOf(segments)});
  node->SetAllow();
  if (added) return absl::OkStatus();
  return absl::AlreadyExistsError(StrCat(method, " ", path_template, " and ", method, " ",
                                         at->second.path_template, " are the same route"));
}

PathTable::Found PathTable::Find(std::string_view method, std::string_view path) const {
  Found found;
  if (path.empty() || path.front() != '/') return found;
  std::vector<std::string> segments;
  for (const std::string_view part : Split(path.substr(1), '/')) {
    auto decoded = DecodePercent(part);
    if (!decoded.has_value()) return found;
    segments.push_back(*std::move(decoded));
  }
  if (segments.size() > 1 && path.ends_with('/') && !path.ends_with("//")) segments.pop_back();
  std::vector<std::string> values;
  const Node* node = root_->Descend(segments, 0, values);
  if (node == nullptr) return found;
  found.allow = node->allow;
  const auto route = node->routes.find(method == "HEAD" ? std::string_view("GET") : method);
  if (route == node->routes.end()) return found;
  found.route = route->second.id;
  for (size_t i = 0; i < values.size(); ++i) {
    found.variables.emplace_back(route->second.variables[i], std::move(values[i]));
  }
  return found;
}

}  // namespace keys::gateway
