#include "services/ingestion/domain/json_reader.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <unordered_set>
#include <utility>
#include <vector>

#include "common/base/text.h"
#include "common/text/fold.h"
#include "rapidjson/error/en.h"
#include "rapidjson/memorystream.h"
#include "rapidjson/reader.h"

namespace keys::ingestion {
namespace {

// With more members than this a hash set of names is cheaper than a search in the list.
constexpr std::size_t kManyMembers = 32;

// Builds the tree from SAX events and checks what a finished tree no longer shows.
class TreeBuilder {
 public:
  using Ch = char;

  TreeBuilder(const JsonSource& source, Findings& findings)
      : file_(source.file), allows_nul_(source.allows_nul), findings_(findings) {}

  bool Null() { return Place(Json()); }
  bool Bool(bool value) { return Place(Json::Bool(value)); }
  // Numbers come as text (kParseNumbersAsStringsFlag), so these are never called.
  bool Int(int) { return false; }
  bool Uint(unsigned) { return false; }
  bool Int64(std::int64_t) { return false; }
  bool Uint64(std::uint64_t) { return false; }
  bool Double(double) { return false; }

  bool RawNumber(const char* text, rapidjson::SizeType length, bool) {
    std::string number(text, length);
    if (!std::isfinite(std::strtod(number.c_str(), nullptr))) {
      return Refuse(code::kJsonNumberTooLarge, "A number is too large.");
    }
    return Place(Json::Number(std::move(number)));
  }
  bool String(const char* text, rapidjson::SizeType length, bool) {
    return CheckText({text, length}) && Place(Json::String(std::string(text, length)));
  }
  bool StartObject() { return Open(Json::Object()); }
  bool Key(const char* text, rapidjson::SizeType length, bool) {
    const std::string_view key(text, length);
    if (!CheckText(key)) return false;
    Level& level = levels_.back();
    if (key.size() > kMaxJsonKeyBytes) {
      level.key = "…";
      return Refuse(code::kJsonKeyTooLong, "The name of a member is longer than 256 bytes.");
    }
    level.key = key;
    if (!level.Remember(key)) {
      Violate(code::kJsonDuplicateKey, Concat({"The member \"", key, "\" stands there twice."}));
    }
    return true;
  }
  bool EndObject(rapidjson::SizeType) { return Close(); }
  bool StartArray() { return Open(Json::Array()); }
  bool EndArray(rapidjson::SizeType) { return Close(); }

  bool has_refused() const { return has_refused_; }
  bool has_violated() const { return has_violated_; }
  Json TakeRoot() { return std::move(root_); }

  // Returns the pointer of the value that is being read.
  std::string Pointer() const {
    std::string pointer;
    for (const Level& level : levels_) {
      pointer = level.value.is_array() ? ChildPointer(pointer, level.value.items().size())
                                       : ChildPointer(pointer, level.key);
    }
    return pointer;
  }

 private:
  struct Level {
    Json value;
    std::string key;  // of the member being read
    std::unordered_set<std::string> seen;

    // Returns false when the name was there before.
    bool Remember(std::string_view name) {
      const auto& keys = value.keys();
      if (keys.size() < kManyMembers) {
        return std::find(keys.begin(), keys.end(), name) == keys.end();
      }
      if (seen.empty()) seen.insert(keys.begin(), keys.end());
      return seen.emplace(name).second;
    }
  };

  bool Open(Json value) {
    if (levels_.size() == kMaxJsonDepth) {
      return Refuse(code::kJsonTooDeep, "Objects and arrays are nested deeper than 64 levels.");
    }
    if (levels_.empty() && !value.is_object()) return RefuseRoot();
    levels_.push_back({std::move(value), {}, {}});
    return Count();
  }

  bool Close() {
    Json value = std::move(levels_.back().value);
    levels_.pop_back();
    if (levels_.empty()) {
      root_ = std::move(value);
      return true;
    }
    Attach(std::move(value));
    return true;
  }

  bool Place(Json value) {
    if (levels_.empty()) return RefuseRoot();
    Attach(std::move(value));
    return Count();
  }

  void Attach(Json value) {
    Level& level = levels_.back();
    if (level.value.is_array()) {
      level.value.Append(std::move(value));
    } else {
      level.value.Add(level.key, std::move(value));
    }
  }

  bool Count() {
    if (++values_ <= kMaxJsonValues) return true;
    return Refuse(code::kJsonTooManyValues, "The file holds more than 100,000 values.");
  }

  bool CheckText(std::string_view text) {
    if (!allows_nul_ && text.find('\0') != std::string_view::npos) {
      return Refuse(code::kJsonNul, "A string holds the character U+0000.");
    }
    // The parser accepts an escape for half of a surrogate pair.
    if (!IsUtf8(text)) {
      return Refuse(code::kJsonInvalidUtf8,
                    "A string holds half of a surrogate pair, no character.");
    }
    return true;
  }

  bool RefuseRoot() {
    return Refuse(code::kJsonRootNotObject, "The outermost value must be an object.");
  }

  bool Refuse(std::string_view code, std::string detail) {
    has_refused_ = true;
    Violate(code, std::move(detail));
    return false;
  }

  void Violate(std::string_view code, std::string detail) {
    has_violated_ = true;
    findings_.Violate({file_, Pointer(), std::string(code), std::move(detail)});
  }

  std::string file_;
  const bool allows_nul_;
  Findings& findings_;
  std::vector<Level> levels_;
  Json root_;
  std::size_t values_ = 0;
  bool has_refused_ = false;  // reading ended here
  bool has_violated_ = false;
};

std::string Position(std::string_view text, std::size_t offset) {
  const std::string_view before = text.substr(0, offset);
  const auto line = std::count(before.begin(), before.end(), '\n') + 1;
  const auto last_break = before.rfind('\n');
  const auto column = last_break == std::string_view::npos ? offset + 1 : offset - last_break;
  return Concat({"line ", std::to_string(line), ", column ", std::to_string(column)});
}

// Windows writes UTF-16 with a byte order mark.
bool IsUtf16(std::string_view text) {
  return text.substr(0, 2) == "\xFF\xFE" || text.substr(0, 2) == "\xFE\xFF";
}

// Returns the code and sentence for a text that need not be parsed, else an empty code.
std::pair<std::string_view, std::string> CheckBytes(std::string_view text, std::size_t max_bytes) {
  if (text.size() > max_bytes) {
    return {code::kJsonTooLarge,
            Concat({"The file is larger than ", std::to_string(max_bytes), " bytes."})};
  }
  if (text.find_first_not_of(" \t\r\n") == std::string_view::npos) {
    return {code::kJsonEmpty, "The file is empty."};
  }
  if (const auto problem = EncodingProblem(text); !problem.empty()) {
    return {code::kJsonInvalidUtf8, std::string(problem)};
  }
  // The parser takes a NUL byte for the end of the text.
  if (const auto nul = text.find('\0'); nul != std::string_view::npos) {
    return {code::kJsonSyntax, Concat({"There is a NUL byte at ", Position(text, nul), "."})};
  }
  return {};
}

// Python writes NaN and Infinity, which other readers of JSON refuse, browsers among them.
std::string_view ReasonOf(const rapidjson::ParseResult& result, std::string_view text) {
  text.remove_prefix(std::min(result.Offset(), text.size()));
  if (!text.empty() && text[0] == '-') text.remove_prefix(1);
  if (text.substr(0, 3) == "NaN" || text.substr(0, 8) == "Infinity") {
    return "NaN and Infinity are no JSON values; write null or a string.";
  }
  return rapidjson::GetParseError_En(result.Code());
}

}  // namespace

bool IsUtf8(std::string_view text) {
  const auto* bytes = reinterpret_cast<const unsigned char*>(text.data());
  std::size_t i = 0;
  while (i < text.size()) {
    const unsigned char lead = bytes[i];
    if (lead < 0x80) {
      ++i;
      continue;
    }
    std::size_t length = 0;
    if (lead >= 0xC2 && lead <= 0xDF) length = 2;
    if (lead >= 0xE0 && lead <= 0xEF) length = 3;
    if (lead >= 0xF0 && lead <= 0xF4) length = 4;
    if (length == 0 || i + length > text.size()) return false;
    const unsigned char second = bytes[i + 1];
    if (lead == 0xE0 && second < 0xA0) return false;  // overlong
    if (lead == 0xED && second > 0x9F) return false;  // surrogate
    if (lead == 0xF0 && second < 0x90) return false;  // overlong
    if (lead == 0xF4 && second > 0x8F) return false;  // beyond U+10FFFF
    for (std::size_t k = 1; k < length; ++k) {
      if ((bytes[i + k] & 0xC0) != 0x80) return false;
    }
    i += length;
  }
  return true;
}

std::size_t CountCharacters(std::string_view text) {
  return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char c) {
    return (static_cast<unsigned char>(c) & 0xC0) != 0x80;
  }));
}

std::optional<Json> ReadJson(std::string_view written, const JsonSource& source,
                             Findings& findings) {
  const std::string_view text = text::WithoutByteOrderMark(written);
  const std::string file(source.file);
  if (auto [code, detail] = CheckBytes(text, source.max_bytes); !code.empty()) {
    findings.Violate({file, "", std::string(code), std::move(detail)});
    return std::nullopt;
  }
  TreeBuilder builder(source, findings);
  rapidjson::MemoryStream stream(text.data(), text.size());
  rapidjson::Reader reader;
  constexpr unsigned kFlags =
      rapidjson::kParseIterativeFlag | rapidjson::kParseNumbersAsStringsFlag;
  const rapidjson::ParseResult result = reader.Parse<kFlags>(stream, builder);
  if (result.IsError() && !builder.has_refused()) {
    const bool is_number = result.Code() == rapidjson::kParseErrorNumberTooBig;
    findings.Violate({file, is_number ? builder.Pointer() : "",
                      std::string(is_number ? code::kJsonNumberTooLarge : code::kJsonSyntax),
                      Concat({ReasonOf(result, text), " (",
                              Position(text, std::min(result.Offset(), text.size())), ")"})});
  }
  if (result.IsError() || builder.has_violated()) return std::nullopt;
  return builder.TakeRoot();
}

std::string_view EncodingProblem(std::string_view bytes) {
  if (IsUtf16(bytes)) return "The file is written in UTF-16; save it as UTF-8.";
  return IsUtf8(bytes) ? "" : "The file is not valid UTF-8.";
}

}  // namespace keys::ingestion
