// keys-check-manifests judges manifests given as JSON lines on standard input. A test compares its
// answers with those of another validator that reads the published schemas.
//
//   {"family":"node-next-keys","manifest":"{\"slug\":…}"}
//
// answers one line each: {"ok":false,"violations":[{"code":"TOO_LONG","pointer":"/title"}]}
#include <iostream>
#include <string>

#include "services/ingestion/domain/json_reader.h"
#include "services/ingestion/domain/manifest.h"

namespace keys::ingestion {
namespace {

constexpr std::size_t kMaxLineBytes = 4u << 20;

Json Judge(const Json& request, const Family& family) {
  const std::string text(request.FindText("manifest"));
  Findings ignored;
  const auto value = ReadJson(text, {.file = "m"}, ignored);
  // The folder gets the name that the manifest wants, because schemas say nothing about names of
  // folders.
  const ManifestSource source = {.family = family,
                                 .file = "m",
                                 .slug = value ? std::string(value->FindText("slug")) : "",
                                 .version_folder = ""};
  Findings findings;
  Json answer = Json::Object();
  answer.Add("ok", Json::Bool(CheckManifest(text, source, findings).has_value()));
  Json violations = Json::Array();
  for (const Finding& finding : findings.violations()) {
    Json violation = Json::Object();
    violation.Add("code", Json::String(finding.code));
    violation.Add("pointer", Json::String(finding.pointer));
    violations.Append(std::move(violation));
  }
  answer.Add("violations", std::move(violations));
  return answer;
}

int Main() {
  std::string line;
  while (std::getline(std::cin, line)) {
    Findings findings;
    const auto request = ReadJson(line, {.file = "stdin", .max_bytes = kMaxLineBytes}, findings);
    const Family* family = request.has_value() ? FindFamily(request->FindText("family")) : nullptr;
    if (family == nullptr) {
      std::cerr << "not a request: " << line.substr(0, 200) << "\n";
      return 1;
    }
    std::cout << WriteJson(Judge(*request, *family)) << "\n";
  }
  return 0;
}

}  // namespace
}  // namespace keys::ingestion

int main() { return keys::ingestion::Main(); }
