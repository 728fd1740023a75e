// Builds a valid manifest of any family for a test, which names only the members that matter to it.
//
//   ManifestBuilder("node-next-keys").With("version", R"("v1.0")").Without("title").Text()
#pragma once

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "common/base/text.h"

namespace keys::ingestion {

class ManifestBuilder {
 public:
  explicit ManifestBuilder(std::string_view family) {
    With("slug", R"("sample")").With("title", R"("A sample")").With("version", R"("1.2.0")");
    With("license_spdx", R"("MIT")");
    if (family == "jupyter-keys") {
      With("assets", "{}").With("sha256", "\"" + std::string(64, 'a') + "\"");
      return;
    }
    const std::string_view key_type = KeyTypeOf(family);
    With("tool", Concat({"\"", ToolOf(family), "\""}));
    With("key_type", Concat({"[\"", key_type, "\"]"}));
    With("documentation", R"({"readme":"README.md","changelog":"CHANGELOG.md"})");
    if (family == "node-next-keys") With("runtime", R"("node")");
  }

  // `json` is the member's value as JSON text.
  ManifestBuilder& With(std::string_view name, std::string_view json) {
    Without(name);
    members_.emplace_back(name, json);
    return *this;
  }
  ManifestBuilder& Without(std::string_view name) {
    members_.erase(std::remove_if(members_.begin(), members_.end(),
                                  [&](const auto& member) { return member.first == name; }),
                   members_.end());
    return *this;
  }
  std::string Text() const {
    std::string text;
    for (const auto& [name, json] : members_) {
      text += Concat({text.empty() ? "{" : ",", "\"", name, "\":", json});
    }
    return text + "}";
  }

 private:
  static std::string_view ToolOf(std::string_view family) {
    if (family == "node-next-keys") return "node";
    if (family == "runbook-keys") return "operational";
    return family.substr(0, family.find('-'));
  }
  static std::string_view KeyTypeOf(std::string_view family) {
    if (family == "node-next-keys") return "route";
    if (family == "runbook-keys") return "incident";
    if (family == "supabase-keys") return "template";
    if (family == "cursor-keys") return "prompt";
    return "workflow";
  }

  std::vector<std::pair<std::string, std::string>> members_;
};

}  // namespace keys::ingestion
