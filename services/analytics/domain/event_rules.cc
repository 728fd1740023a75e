#include "services/analytics/domain/event_rules.h"

#include <rapidjson/memorystream.h>
#include <rapidjson/reader.h>

#include <algorithm>

#include "common/base/json_number.h"
#include "common/base/text.h"
#include "common/id/id.h"

namespace keys::analytics {
namespace {

constexpr size_t kLongestSlug = 100;  // Slugs are limited in docs/contract.md §2.
constexpr char kMetadataPointer[] = "/metadata";

bool IsSlug(std::string_view text) {
  if (text.empty() || text.size() > kLongestSlug || text.front() == '-' || text.back() == '-') {
    return false;
  }
  return text.find("--") == std::string_view::npos &&
         std::all_of(text.begin(), text.end(),
                     [](char c) { return IsDigit(c) || (c >= 'a' && c <= 'z') || c == '-'; });
}

// Stops at the first thing that cannot be stored as a JSON object.
class ObjectOnly : public rapidjson::BaseReaderHandler<rapidjson::UTF8<>, ObjectOnly> {
 public:
  // Called for every scalar value.
  bool Default() { return depth_ > 0; }
  bool String(const char* text, rapidjson::SizeType size, bool) {
    return depth_ > 0 && HasNoNul(text, size);
  }
  bool RawNumber(const char* text, rapidjson::SizeType size, bool) {
    return depth_ > 0 && IsOrdinaryJsonNumber({text, size});
  }
  bool Key(const char* text, rapidjson::SizeType size, bool) { return HasNoNul(text, size); }
  bool StartObject() { return ++depth_ <= kMetadataDepth; }
  bool EndObject(rapidjson::SizeType) { return depth_-- > 0; }
  bool StartArray() { return depth_ > 0 && ++depth_ <= kMetadataDepth; }
  bool EndArray(rapidjson::SizeType) { return depth_-- > 0; }

 private:
  static bool HasNoNul(const char* text, size_t size) {
    return std::string_view(text, size).find('\0') == std::string_view::npos;
  }
  int depth_ = 0;
};

}  // namespace

Origin OriginOf(std::string_view event_type) {
  if (event_type == "view") return Origin::kAnyone;
  if (event_type == "discovery_click") return Origin::kUser;
  if (event_type == "purchase" || event_type == "download" || event_type == "bundle_upgrade") {
    return Origin::kService;
  }
  return Origin::kUnknown;
}

std::optional<Reference> ParseReference(std::string_view text) {
  if (auto id = NormalizeUuid(text)) return Reference{.id = std::move(id)};
  if (IsSlug(text)) return Reference{.slug = std::string(text)};
  return std::nullopt;
}

std::optional<error::Violation> CheckMetadata(std::string_view text) {
  if (text.size() > kMetadataBytes) {
    return error::MakeViolation(kMetadataPointer, "TOO_LONG", "Metadata has at most 4 KiB.");
  }
  rapidjson::Reader reader;
  rapidjson::MemoryStream stream(text.data(), text.size());
  ObjectOnly handler;
  constexpr unsigned kFlags = rapidjson::kParseIterativeFlag |
                              rapidjson::kParseValidateEncodingFlag |
                              rapidjson::kParseNumbersAsStringsFlag;
  if (!reader.Parse<kFlags>(stream, handler)) {
    return error::MakeViolation(kMetadataPointer, "WRONG_TYPE",
                                "Metadata is a JSON object, nested at most 32 deep, with ordinary "
                                "numbers and without the character U+0000.");
  }
  return std::nullopt;
}

bool AtMostCharacters(std::string_view text, size_t most) {
  const auto characters = std::count_if(text.begin(), text.end(), [](char byte) {
    return (static_cast<unsigned char>(byte) & 0xc0) != 0x80;
  });
  return static_cast<size_t>(characters) <= most;
}

}  // namespace keys::analytics
