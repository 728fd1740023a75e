// Writes proto_comments.cc from a descriptor set with source info, when the gateway is built.
//   keys-proto-comments SET OUT
#include <fstream>
#include <iostream>
#include <map>
#include <string>

#include "google/protobuf/descriptor.pb.h"

namespace {

using google::protobuf::FileDescriptorProto;
using google::protobuf::FileDescriptorSet;
using google::protobuf::SourceCodeInfo;

using Comments = std::map<std::string, std::string>;

// The field numbers of descriptor.proto, by which a location says what it describes.
enum : int { kFilePackage = 2, kFileMessages = 4, kFileEnums = 5, kFileServices = 6 };
enum : int { kMessageFields = 2, kMessageNested = 3, kMessageEnums = 4 };
enum : int { kServiceMethods = 2, kEnumValues = 2 };

// Follows a location's path to a name. The name is empty when the path leads to something else,
// such as an option.
class Path {
 public:
  explicit Path(const SourceCodeInfo::Location& location) : path_(location.path()) {}

  std::string NameIn(const FileDescriptorProto& file) {
    const std::string package = file.package() + ".";
    if (path_.size() == 1 && path_[0] == kFilePackage) return file.package();
    if (path_.size() < 2) return "";
    switch (Next()) {
      case kFileMessages:
        return Message(file.message_type(Next()), package);
      case kFileEnums:
        return Enum(file.enum_type(Next()), package);
      case kFileServices:
        return Service(file.service(Next()), package);
      default:
        return "";
    }
  }

 private:
  int Next() { return path_[at_++]; }
  bool AtEnd() const { return at_ == path_.size(); }
  bool IsElement() const { return path_.size() - at_ == 2; }

  std::string Message(const google::protobuf::DescriptorProto& message, const std::string& scope) {
    const std::string name = scope + message.name();
    if (AtEnd()) return name;
    if (path_.size() - at_ < 2) return "";
    switch (Next()) {
      case kMessageFields: {
        const int field = Next();
        return AtEnd() ? name + "." + message.field(field).name() : "";
      }
      case kMessageNested:
        return Message(message.nested_type(Next()), name + ".");
      case kMessageEnums:
        return Enum(message.enum_type(Next()), name + ".");
      default:
        return "";
    }
  }

  // The names of an enum's values are siblings of the enum, as descriptors have them.
  std::string Enum(const google::protobuf::EnumDescriptorProto& type, const std::string& scope) {
    if (AtEnd()) return scope + type.name();
    if (!IsElement() || Next() != kEnumValues) return "";
    return scope + type.value(Next()).name();
  }

  std::string Service(const google::protobuf::ServiceDescriptorProto& service,
                      const std::string& scope) {
    const std::string name = scope + service.name();
    if (AtEnd()) return name;
    if (!IsElement() || Next() != kServiceMethods) return "";
    return name + "." + service.method(Next()).name();
  }

  const google::protobuf::RepeatedField<int>& path_;
  int at_ = 0;
};

// Joins the lines of a paragraph.
std::string Flow(const std::string& comment) {
  std::string text;
  std::string line;
  bool gap = false;
  for (size_t at = 0; at < comment.size();) {
    const size_t end = std::min(comment.find('\n', at), comment.size());
    line = comment.substr(at, end - at);
    at = end + 1;
    const size_t first = line.find_first_not_of(" \t");
    if (first == std::string::npos) {
      gap = !text.empty();
      continue;
    }
    line = line.substr(first, line.find_last_not_of(" \t") + 1 - first);
    if (!text.empty()) text += gap ? "\n\n" : " ";
    text += line;
    gap = false;
  }
  return text;
}

Comments Collect(const FileDescriptorSet& set) {
  Comments comments;
  for (const FileDescriptorProto& file : set.file()) {
    for (const auto& location : file.source_code_info().location()) {
      const bool leading = location.has_leading_comments();
      const std::string said =
          Flow(leading ? location.leading_comments() : location.trailing_comments());
      const std::string name = said.empty() ? "" : Path(location).NameIn(file);
      // A package may have several files. The comment of the first one describes it.
      if (!name.empty()) comments.emplace(name, said);
    }
  }
  return comments;
}

std::string Literal(const std::string& text) {
  std::string literal = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') literal += '\\';
    literal += c == '\n' ? "\\n" : std::string(1, c);
  }
  return literal + "\"";
}

void Write(const Comments& comments, std::ostream& out) {
  out << "// Made by keys-proto-comments.\n"
         "#include \"gateway/openapi/proto_comments.h\"\n\n"
         "#include <algorithm>\n#include <iterator>\n\n"
         "namespace keys::gateway {\nnamespace {\n\n"
         "struct Said {\n  std::string_view name;\n  std::string_view comment;\n};\n\n"
         "// By name.\nconstexpr Said kSaid[] = {\n";
  for (const auto& [name, comment] : comments) {
    out << "    {" << Literal(name) << ",\n     " << Literal(comment) << "},\n";
  }
  out << "};\n\n}  // namespace\n\n"
         "std::string_view ProtoComment(std::string_view full_name) {\n"
         "  const auto* found = std::lower_bound(\n"
         "      std::begin(kSaid), std::end(kSaid), full_name,\n"
         "      [](const Said& said, std::string_view name) { return said.name < name; });\n"
         "  const bool is_there = found != std::end(kSaid) && found->name == full_name;\n"
         "  return is_there ? found->comment : std::string_view();\n"
         "}\n\n}  // namespace keys::gateway\n";
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 3) {
    std::cerr << "usage: keys-proto-comments SET OUT\n";
    return 2;
  }
  FileDescriptorSet set;
  std::ifstream in(argv[1], std::ios::binary);
  if (!set.ParseFromIstream(&in)) {
    std::cerr << argv[1] << " is no descriptor set\n";
    return 1;
  }
  std::ofstream out(argv[2], std::ios::trunc);
  Write(Collect(set), out);
  out.close();
  return out.good() ? 0 : 1;
}
