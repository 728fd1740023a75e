#include "tests/fakes/stripe_sandbox/subset.h"

#include <cctype>
#include <fstream>
#include <sstream>
#include <utility>

namespace stripe_sandbox {
namespace {

std::vector<std::string> SplitPath(std::string_view path) {
  std::vector<std::string> segments;
  std::stringstream stream{std::string(path)};
  std::string segment;
  while (std::getline(stream, segment, '/')) {
    if (!segment.empty()) segments.push_back(segment);
  }
  return segments;
}

bool Fits(const Operation& operation, const std::vector<std::string>& segments, std::string* id) {
  if (operation.segments.size() != segments.size()) return false;
  for (size_t i = 0; i < segments.size(); ++i) {
    if (operation.segments[i].front() == '{') {
      if (id != nullptr) *id = segments[i];
    } else if (operation.segments[i] != segments[i]) {
      return false;
    }
  }
  return true;
}

// Query parameters as an object schema, so that one reader serves queries and bodies.
Json QuerySchema(const Json& parameters) {
  Json schema = Json::MakeObject({{"type", "object"}, {"additionalProperties", false}});
  Json& properties = schema.Mutable("properties");
  properties = Json::MakeObject();
  for (const Json& parameter : parameters.items()) {
    if (parameter["in"].AsString() != "query") continue;
    properties.Set(parameter["name"].AsString(), parameter["schema"]);
  }
  return schema;
}

std::string Upper(std::string text) {
  for (char& c : text) c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  return text;
}

constexpr std::string_view kFormType = "application/x-www-form-urlencoded";
constexpr std::string_view kSchemaPrefix = "#/components/schemas/";

}  // namespace

Subset::Subset(Json document) : document_(std::move(document)) {
  version_ = document_["info"]["version"].AsString();
  for (const Json::Member& path : document_["paths"].members()) {
    for (const Json::Member& verb : path.value.members()) {
      Operation operation;
      operation.method = Upper(verb.name);
      operation.path = path.name;
      operation.id = verb.value["operationId"].AsString();
      operation.segments = SplitPath(path.name);
      operation.params = operation.method == "POST"
                             ? verb.value["requestBody"]["content"][kFormType]["schema"]
                             : QuerySchema(verb.value["parameters"]);
      operation.answer = &verb.value["responses"]["200"]["content"]["application/json"]["schema"];
      operations_.push_back(std::move(operation));
    }
  }
}

std::unique_ptr<Subset> Subset::Load(const std::string& file, std::string* why) {
  std::ifstream stream(file, std::ios::binary);
  std::stringstream text;
  if (!(text << stream.rdbuf())) {
    *why = "cannot read " + file;
    return nullptr;
  }
  std::optional<Json> document = Json::Parse(text.str());
  if (!document || !(*document)["paths"].is_object()) {
    *why = file + " is not an OpenAPI document";
    return nullptr;
  }
  return std::unique_ptr<Subset>(new Subset(*std::move(document)));
}

const Operation* Subset::Match(std::string_view method, std::string_view path,
                               std::string* id) const {
  const std::vector<std::string> segments = SplitPath(path);
  for (const Operation& operation : operations_) {
    if (operation.method == method && Fits(operation, segments, id)) return &operation;
  }
  return nullptr;
}

bool Subset::KnowsPath(std::string_view path) const {
  const std::vector<std::string> segments = SplitPath(path);
  for (const Operation& operation : operations_) {
    if (Fits(operation, segments, nullptr)) return true;
  }
  return false;
}

const Json& Subset::Schema(std::string_view name) const {
  return document_["components"]["schemas"][name];
}

const Json& Subset::Resolve(const Json& schema) const {
  const std::string& reference = schema["$ref"].AsString();
  if (!reference.starts_with(kSchemaPrefix)) return schema;
  return Schema(std::string_view(reference).substr(kSchemaPrefix.size()));
}

}  // namespace stripe_sandbox
