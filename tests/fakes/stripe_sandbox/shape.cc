#include "tests/fakes/stripe_sandbox/shape.h"

#include <algorithm>

namespace stripe_sandbox {
namespace {

// A schema beside a $ref keeps its own `nullable`.
bool Nullable(const Subset& subset, const Json& schema) {
  return schema["nullable"].AsBool() || subset.Resolve(schema)["nullable"].AsBool();
}

bool Requires(const Json& schema, const std::string& name) {
  const Json::Array& required = schema["required"].items();
  return std::any_of(required.begin(), required.end(),
                     [&name](const Json& word) { return word.AsString() == name; });
}

std::string Kind(const Json& value) {
  if (value.is_null()) return "null";
  if (value.is_bool()) return "boolean";
  if (value.is_int()) return "integer";
  if (value.is_number()) return "number";
  if (value.is_string()) return "string";
  return value.is_array() ? "array" : "object";
}

class Checker {
 public:
  explicit Checker(const Subset& subset) : subset_(subset) {}

  void Check(const Json& reference, const Json& value, const std::string& path) {
    const Json& schema = subset_.Resolve(reference);
    if (value.is_raw()) return;  // an event's data, checked when the event was made
    if (value.is_null()) {
      if (!Nullable(subset_, reference)) Report(path, "is null");
      return;
    }
    if (schema.Has("anyOf")) return CheckAnyOf(schema, value, path);
    const std::string& type = schema["type"].AsString();
    const std::string kind = Kind(value);
    if (!type.empty() && kind != type && !(type == "number" && kind == "integer")) {
      Report(path, "is " + kind + ", not " + type);
      return;
    }
    if (schema.Has("enum") && !schema["x-open"].AsBool()) CheckEnum(schema, value, path);
    if (value.is_string() && schema.Has("maxLength") &&
        static_cast<int64_t>(value.AsString().size()) > 4 * schema["maxLength"].AsInt()) {
      Report(path, "is too long");
    }
    if (value.is_array()) {
      for (size_t i = 0; i < value.items().size(); ++i) {
        Check(schema["items"], value.items()[i], path + "[" + std::to_string(i) + "]");
      }
    }
    if (value.is_object()) CheckObject(schema, value, path);
  }

  std::vector<std::string> Take() { return std::move(misfits_); }

 private:
  void Report(const std::string& path, const std::string& why) {
    misfits_.push_back((path.empty() ? "the object" : path) + " " + why);
  }

  void CheckEnum(const Json& schema, const Json& value, const std::string& path) {
    const Json::Array& words = schema["enum"].items();
    if (std::find(words.begin(), words.end(), value) == words.end()) {
      Report(path, "is " + value.Write() + ", which the schema does not list");
    }
  }

  void CheckAnyOf(const Json& schema, const Json& value, const std::string& path) {
    std::vector<std::string> fewest;
    bool first = true;
    for (const Json& alternative : schema["anyOf"].items()) {
      Checker attempt(subset_);
      attempt.Check(alternative, value, path);
      std::vector<std::string> found = attempt.Take();
      if (found.empty()) return;
      if (first || found.size() < fewest.size()) fewest = std::move(found);
      first = false;
    }
    misfits_.insert(misfits_.end(), fewest.begin(), fewest.end());
  }

  void CheckObject(const Json& schema, const Json& value, const std::string& path) {
    const Json& properties = schema["properties"];
    const Json& additional = schema["additionalProperties"];
    for (const Json& name : schema["required"].items()) {
      if (!value.Has(name.AsString())) Report(path + "." + name.AsString(), "is missing");
    }
    for (const Json::Member& member : value.members()) {
      const std::string inner = path + "." + member.name;
      if (const Json* property = properties.Find(member.name)) {
        Check(*property, member.value, inner);
      } else if (additional.is_object()) {
        Check(additional, member.value, inner);
      } else if (!additional.AsBool() && !schema["x-pruned"].AsBool()) {
        Report(inner, "is not in the schema");
      }
    }
  }

  const Subset& subset_;
  std::vector<std::string> misfits_;
};

}  // namespace

Json Skeleton(const Subset& subset, const Json& reference) {
  if (Nullable(subset, reference)) return Json();
  const Json& schema = subset.Resolve(reference);
  if (schema.Has("anyOf")) return Skeleton(subset, schema["anyOf"].items().front());
  if (schema["enum"].items().size() == 1) return schema["enum"].items().front();
  const std::string& type = schema["type"].AsString();
  if (type == "object") {
    Json object = Json::MakeObject();
    for (const Json::Member& property : schema["properties"].members()) {
      if (Requires(schema, property.name)) {
        object.Set(property.name, Skeleton(subset, property.value));
      }
    }
    return object;
  }
  if (type == "array") return Json::MakeArray();
  if (type == "string") return "";
  if (type == "boolean") return false;
  return 0;
}

void Overlay(const Subset& subset, const Json& reference, const Json& params, Json* object) {
  const Json& schema = subset.Resolve(reference);
  for (const Json::Member& param : params.members()) {
    const Json* property = schema["properties"].Find(param.name);
    if (property == nullptr) continue;
    const Json& inner = subset.Resolve(*property);
    if (param.value.is_string() && param.value.AsString().empty() && Nullable(subset, *property)) {
      object->Set(param.name, Json());
    } else if (param.value.is_object() && inner["type"].AsString() == "object" &&
               inner.Has("properties")) {
      Json made = Json::MakeObject();
      for (const Json& name : inner["required"].items()) {
        made.Set(name.AsString(), Skeleton(subset, inner["properties"][name.AsString()]));
      }
      Overlay(subset, inner, param.value, &made);
      object->Set(param.name, std::move(made));
    } else {
      object->Set(param.name, param.value);
    }
  }
}

std::vector<std::string> Misfits(const Subset& subset, const Json& schema, const Json& value) {
  Checker checker(subset);
  checker.Check(schema, value, "");
  return checker.Take();
}

}  // namespace stripe_sandbox
