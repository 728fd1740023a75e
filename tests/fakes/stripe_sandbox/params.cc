#include "tests/fakes/stripe_sandbox/params.h"

#include <algorithm>
#include <cctype>
#include <cerrno>
#include <cstdlib>
#include <optional>
#include <vector>

namespace stripe_sandbox {
namespace {

constexpr size_t kMaxIntegerDigits = 18;

bool AllDigits(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(),
                                      [](unsigned char c) { return std::isdigit(c) != 0; });
}

std::optional<int64_t> Integer(const std::string& text) {
  const std::string_view digits = std::string_view(text).substr(text.starts_with('-') ? 1 : 0);
  if (!AllDigits(digits) || digits.size() > kMaxIntegerDigits) return std::nullopt;
  return std::strtoll(text.c_str(), nullptr, 10);
}

std::optional<double> Number(const std::string& text) {
  if (text.empty()) return std::nullopt;
  char* end = nullptr;
  errno = 0;
  const double value = std::strtod(text.c_str(), &end);
  if (*end != '\0' || errno != 0) return std::nullopt;
  return value;
}

// Characters, not bytes: Stripe counts the former.
size_t Characters(const std::string& text) {
  return static_cast<size_t>(std::count_if(text.begin(), text.end(), [](char c) {
    return (static_cast<unsigned char>(c) & 0xC0) != 0x80;
  }));
}

bool LooksLikeList(const Json& value) {
  const Json::Object& members = value.members();
  return !members.empty() && std::all_of(members.begin(), members.end(),
                                         [](const auto& m) { return AllDigits(m.name); });
}

bool InEnum(const Json& words, const std::string& text) {
  return std::any_of(words.items().begin(), words.items().end(),
                     [&text](const Json& word) { return word.AsString() == text; });
}

std::string Words(const Json& words) {
  std::string out;
  const size_t count = words.items().size();
  for (size_t i = 0; i < count; ++i) {
    if (i > 0) out += i + 1 == count ? ", or " : ", ";
    out += words.items()[i].AsString();
  }
  return out;
}

class Reader {
 public:
  explicit Reader(const Subset& subset) : subset_(subset) {}

  Json Read(const Json& reference, const Json& value, const std::string& path) {
    const Json& schema = subset_.Resolve(reference);
    if (schema.Has("anyOf")) return ReadAnyOf(schema, value, path);
    const std::string& type = schema["type"].AsString();
    if (value.AsString().empty() && value.is_string() && type != "string") {
      if (schema["x-emptyable"].AsBool()) return "";
      return Invalid("", path, "Invalid " + type + ": value must not be empty");
    }
    if (schema["x-pruned"].AsBool()) return value;
    if (type == "object") return ReadObject(schema, value, path);
    if (type == "array") return ReadArray(schema, value, path);
    if (!value.is_string()) return Invalid("parameter_invalid_" + type, path, "Invalid " + type);
    return ReadScalar(schema, value.AsString(), path);
  }

  std::optional<ApiError> error() const {
    if (!unknown_.empty()) return UnknownError();
    if (invalid_) return invalid_;
    return missing_;
  }

 private:
  Json Invalid(std::string code, const std::string& path, std::string message) {
    if (!invalid_) invalid_ = RefuseParams(std::move(code), path, std::move(message));
    return Json();
  }

  ApiError UnknownError() const {
    std::string names;
    for (const std::string& name : unknown_) names += (names.empty() ? "" : ", ") + name;
    return RefuseParams(
        "parameter_unknown", unknown_.front(),
        std::string("Received unknown parameter") + (unknown_.size() > 1 ? "s: " : ": ") + names);
  }

  // The first alternative that takes the value; the complaint is that of the one of its shape.
  Json ReadAnyOf(const Json& schema, const Json& value, const std::string& path) {
    if (value.is_string() && value.AsString().empty() && schema["x-emptyable"].AsBool()) return "";
    std::optional<Reader> closest;
    for (const Json& alternative : schema["anyOf"].items()) {
      Reader attempt(subset_);
      Json read = attempt.Read(alternative, value, path);
      if (!attempt.error()) return read;
      if (!closest || ShapeOf(value) == subset_.Resolve(alternative)["type"].AsString()) {
        closest.emplace(attempt);
      }
    }
    unknown_.insert(unknown_.end(), closest->unknown_.begin(), closest->unknown_.end());
    if (!invalid_) invalid_ = closest->invalid_;
    if (!missing_) missing_ = closest->missing_;
    return Json();
  }

  static std::string ShapeOf(const Json& value) {
    if (LooksLikeList(value)) return "array";
    return value.is_object() ? "object" : "string";
  }

  Json ReadObject(const Json& schema, const Json& value, const std::string& path) {
    if (!value.is_object()) return Invalid("parameter_invalid_object", path, "Invalid object");
    const Json& properties = schema["properties"];
    const Json& additional = schema["additionalProperties"];
    Json out = Json::MakeObject();
    for (const Json::Member& member : value.members()) {
      const std::string inner = path.empty() ? member.name : path + "[" + member.name + "]";
      if (const Json* property = properties.Find(member.name)) {
        out.Set(member.name, Read(*property, member.value, inner));
      } else if (additional.is_object()) {
        out.Set(member.name, ReadAdditional(schema, member, inner));
      } else {
        unknown_.push_back(inner);
      }
    }
    CheckCount(schema, value, path);
    for (const Json& name : schema["required"].items()) {
      if (value.Has(name.AsString()) || missing_) continue;
      const std::string inner = path.empty() ? name.AsString() : path + "[" + name.AsString() + "]";
      missing_ = RefuseParams("parameter_missing", inner, "Missing required param: " + inner + ".");
    }
    return out;
  }

  // Members whose names the sender chooses: metadata, currency_options.
  Json ReadAdditional(const Json& schema, const Json::Member& member, const std::string& path) {
    const Json& limit = schema["x-keyMaxLength"];
    if (!limit.is_null() && static_cast<int64_t>(Characters(member.name)) > limit.AsInt()) {
      return Invalid(
          "", path,
          "Metadata keys must be at most " + std::to_string(limit.AsInt()) + " characters long");
    }
    const bool metadata = !schema["x-maxProperties"].is_null();
    if (metadata && member.value.is_string() && member.value.AsString().empty()) return "";
    return Read(schema["additionalProperties"], member.value, path);
  }

  void CheckCount(const Json& schema, const Json& value, const std::string& path) {
    const Json& limit = schema["x-maxProperties"];
    if (limit.is_null() || static_cast<int64_t>(value.members().size()) <= limit.AsInt()) return;
    Invalid("", path, "You can have at most " + std::to_string(limit.AsInt()) + " metadata keys");
  }

  Json ReadArray(const Json& schema, const Json& value, const std::string& path) {
    if (!LooksLikeList(value)) return Invalid("parameter_invalid_array", path, "Invalid array");
    std::vector<const Json::Member*> members;
    for (const Json::Member& member : value.members()) members.push_back(&member);
    std::stable_sort(members.begin(), members.end(), [](const auto* a, const auto* b) {
      return std::atoll(a->name.c_str()) < std::atoll(b->name.c_str());
    });
    Json out = Json::MakeArray();
    for (const Json::Member* member : members) {
      out.Append(Read(schema["items"], member->value, path + "[" + member->name + "]"));
    }
    return out;
  }

  Json ReadScalar(const Json& schema, const std::string& text, const std::string& path) {
    const std::string& type = schema["type"].AsString();
    if (type == "integer") {
      if (const auto value = Integer(text)) return *value;
      return Invalid("parameter_invalid_integer", path, "Invalid integer: " + text);
    }
    if (type == "number") {
      if (const auto value = Number(text)) return *value;
      return Invalid("parameter_invalid_number", path, "Invalid decimal: " + text);
    }
    if (type == "boolean") {
      if (text == "true" || text == "false") return text == "true";
      return Invalid("parameter_invalid_boolean", path, "Invalid boolean: " + text);
    }
    return ReadString(schema, text, path);
  }

  Json ReadString(const Json& schema, const std::string& text, const std::string& path) {
    if (schema.Has("enum")) {
      if (InEnum(schema["enum"], text)) return text;
      return Invalid("", path, "Invalid " + path + ": must be one of " + Words(schema["enum"]));
    }
    if (text.empty() && !schema["x-emptyable"].AsBool()) {
      return Invalid(
          "parameter_invalid_empty", path,
          "You passed an empty string for '" + path +
              "'. We assume empty values are an attempt to unset a parameter; however '" + path +
              "' cannot be unset. You should remove '" + path +
              "' from your request or supply a non-empty value.");
    }
    const Json& limit = schema["maxLength"];
    if (!limit.is_null() && static_cast<int64_t>(Characters(text)) > limit.AsInt()) {
      return Invalid("parameter_invalid_string", path,
                     "Invalid string: " + text.substr(0, 20) + "...; must be at most " +
                         std::to_string(limit.AsInt()) + " characters");
    }
    if (schema["format"].AsString() == "decimal" && !Number(text)) {
      return Invalid("parameter_invalid_number", path, "Invalid decimal: " + text);
    }
    return text;
  }

  const Subset& subset_;
  std::vector<std::string> unknown_;
  std::optional<ApiError> invalid_;
  std::optional<ApiError> missing_;
};

}  // namespace

Outcome ReadParams(const Subset& subset, const Json& schema, const Json& tree) {
  Reader reader(subset);
  Json params = reader.Read(schema, tree, "");
  if (std::optional<ApiError> error = reader.error()) return *std::move(error);
  return params;
}

}  // namespace stripe_sandbox
