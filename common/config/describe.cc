#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "common/base/text.h"
#include "common/config/config.h"
#include "rapidjson/stringbuffer.h"
#include "rapidjson/writer.h"

namespace keys::config {
namespace {

using Writer = rapidjson::Writer<rapidjson::StringBuffer>;

std::string_view NameOf(Kind kind) {
  switch (kind) {
    case Kind::kText:
      return "text";
    case Kind::kSecret:
      return "secret";
    case Kind::kInteger:
      return "integer";
    case Kind::kFlag:
      return "flag";
    case Kind::kHostPort:
      return "host:port";
    case Kind::kUrl:
      return "URL";
    case Kind::kDatabase:
      return "database";
    case Kind::kList:
      return "list";
    case Kind::kFile:
      return "file";
  }
  return "text";
}

void Write(Writer& writer, const Variable& variable) {
  writer.StartObject();
  writer.Key("name");
  writer.String(variable.name);
  writer.Key("kind");
  writer.String(std::string(NameOf(variable.kind)));
  writer.Key("required");
  writer.Bool(!variable.fallback.has_value());
  writer.Key("default");
  writer.String(variable.fallback.value_or(""));
  writer.Key("help");
  writer.String(variable.help);
  writer.Key("file");
  writer.Bool(MayBeFile(variable));
  const bool counted = variable.kind == Kind::kInteger || variable.kind == Kind::kSecret;
  if (counted && (variable.kind == Kind::kInteger || variable.min > 0)) {
    writer.Key("min");
    writer.Int64(variable.min);
  }
  if (variable.kind == Kind::kInteger && variable.max != INT64_MAX) {
    writer.Key("max");
    writer.Int64(variable.max);
  }
  writer.EndObject();
}

}  // namespace

std::string Describe(const std::vector<Variable>& variables) {
  std::string out;
  for (const Variable& variable : variables) {
    StrAppend(&out, "  ", variable.name, "  ", variable.help);
    if (!variable.fallback.has_value()) {
      StrAppend(&out, " (required)");
    } else if (!variable.fallback->empty()) {
      StrAppend(&out, " (default ", *variable.fallback, ")");
    }
    if (MayBeFile(variable)) StrAppend(&out, " (or ", FileNameOf(variable), ", a file with it)");
    out += "\n";
  }
  return out;
}

std::string DescribeAsJson(const std::vector<Variable>& variables) {
  rapidjson::StringBuffer out;
  Writer writer(out);
  writer.StartArray();
  for (const Variable& variable : variables) Write(writer, variable);
  writer.EndArray();
  return std::string(out.GetString(), out.GetSize());
}

}  // namespace keys::config
