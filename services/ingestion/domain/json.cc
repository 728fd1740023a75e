#include "services/ingestion/domain/json.h"

#include <cmath>
#include <cstdlib>

#include "rapidjson/prettywriter.h"
#include "rapidjson/stringbuffer.h"
#include "rapidjson/writer.h"

namespace keys::ingestion {
namespace {

template <typename Writer>
void Write(const Json& value, Writer& writer) {
  const auto length = static_cast<rapidjson::SizeType>(value.text().size());
  switch (value.kind()) {
    case Json::Kind::kNull:
      writer.Null();
      break;
    case Json::Kind::kFalse:
    case Json::Kind::kTrue:
      writer.Bool(value.is_true());
      break;
    case Json::Kind::kNumber:
      writer.RawValue(value.text().data(), length, rapidjson::kNumberType);
      break;
    case Json::Kind::kString:
      writer.String(value.text().data(), length);
      break;
    case Json::Kind::kArray:
      writer.StartArray();
      for (const Json& item : value.items()) Write(item, writer);
      writer.EndArray();
      break;
    case Json::Kind::kObject:
      writer.StartObject();
      for (std::size_t i = 0; i < value.keys().size(); ++i) {
        const std::string& key = value.keys()[i];
        writer.Key(key.data(), static_cast<rapidjson::SizeType>(key.size()));
        Write(value.items()[i], writer);
      }
      writer.EndObject();
      break;
  }
}

}  // namespace

const Json* Json::Find(std::string_view key) const {
  for (std::size_t i = 0; i < keys_.size(); ++i) {
    if (keys_[i] == key) return &items_[i];
  }
  return nullptr;
}

std::string_view Json::FindText(std::string_view key) const {
  const Json* value = Find(key);
  return value != nullptr && value->is_string() ? std::string_view(value->text_)
                                                : std::string_view();
}

std::optional<std::int64_t> Json::AsInteger() const {
  if (kind_ != Kind::kNumber) return std::nullopt;
  // Beyond 2^53 - 1 a double may be a neighbour of the number that is written.
  constexpr double kLargest = 9007199254740991.0;
  const double value = std::strtod(text_.c_str(), nullptr);
  if (!(std::fabs(value) <= kLargest) || std::trunc(value) != value) return std::nullopt;
  return static_cast<std::int64_t>(value);
}

std::string WriteJson(const Json& value) {
  rapidjson::StringBuffer buffer;
  rapidjson::Writer<rapidjson::StringBuffer> writer(buffer);
  Write(value, writer);
  return std::string(buffer.GetString(), buffer.GetSize());
}

std::string WritePrettyJson(const Json& value) {
  rapidjson::StringBuffer buffer;
  rapidjson::PrettyWriter<rapidjson::StringBuffer> writer(buffer);
  writer.SetIndent(' ', 2);
  Write(value, writer);
  return std::string(buffer.GetString(), buffer.GetSize()) + "\n";
}

}  // namespace keys::ingestion
