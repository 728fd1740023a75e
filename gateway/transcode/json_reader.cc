#include "gateway/transcode/json_reader.h"

#include <algorithm>
#include <optional>
#include <unordered_set>

#include "common/base/text.h"
#include "common/error/error.h"
#include "gateway/transcode/values.h"
#include "google/protobuf/field_mask.pb.h"
#include "rapidjson/error/en.h"
#include "rapidjson/memorystream.h"
#include "rapidjson/reader.h"
#include "rapidjson/stringbuffer.h"
#include "rapidjson/writer.h"

namespace keys::gateway {
namespace {

using google::protobuf::Message;

// Error messages repeat unknown names, so a name of a megabyte is cut.
constexpr size_t kShownNameBytes = 100;

std::string Shown(std::string_view name) {
  if (name.size() <= kShownNameBytes) return std::string(name);
  size_t end = kShownNameBytes;
  while (end > 0 && (static_cast<unsigned char>(name[end]) & 0xc0) == 0x80) --end;
  return StrCat(name.substr(0, end), "…");
}

// The parser accepts this escape: "\\udc00" alone is no character and cannot be written as UTF-8.
constexpr char kHalfPair[] = "A text has half of a surrogate pair.";

// Receives the parser's events. A frame is an open object or array. A frame without a message is
// skipped, because the mistake was reported where it begins. While `text_` is set, events are
// copied as JSON text for a (json) field instead.
class BodyHandler {
 public:
  BodyHandler(const BodyTarget& target, Message& root, Violations& violations)
      : target_(target), root_(root), violations_(violations) {}

  bool Null() {
    return Value([this](const Element& e) { ApplyNull(e); }, "null");
  }
  bool Bool(bool value) {
    return Value(
        [&](const Element& e) {
          SetBool({*e.message, *e.field}, value, Pointer(), violations_);
        },
        value ? "true" : "false");
  }
  bool RawNumber(const char* text, rapidjson::SizeType length, bool) {
    const std::string_view literal(text, length);
    return Value(
        [&](const Element& e) {
          SetNumber({*e.message, *e.field}, literal, Pointer(), violations_);
        },
        literal);
  }
  bool String(const char* text, rapidjson::SizeType length, bool);
  bool Key(const char* text, rapidjson::SizeType length, bool);
  bool StartObject() { return Open(false); }
  bool EndObject(rapidjson::SizeType) { return Close(false); }
  bool StartArray() { return Open(true); }
  bool EndArray(rapidjson::SizeType) { return Close(true); }

  // The parser reads numbers as strings here, so it never sends these number events.
  bool Int(int) { return false; }
  bool Uint(unsigned) { return false; }
  bool Int64(int64_t) { return false; }
  bool Uint64(uint64_t) { return false; }
  bool Double(double) { return false; }

  // Returns why the handler stopped the parser, or an empty text when it did not.
  const std::string& refusal() const { return refusal_; }
  const std::vector<std::string>& present() const { return present_; }

 private:
  struct Frame {
    bool array = false;
    // The message whose members or elements follow. Null when they are skipped.
    Message* message = nullptr;
    const MessageShape* shape = nullptr;
    // In an object, the member whose value comes next, or null for an unknown one. In an array, the
    // repeated field.
    const FieldShape* field = nullptr;
    std::string name;
    size_t index = 0;
    std::unordered_set<std::string> seen;
  };
  // The place of a value in a message.
  struct Element {
    Message* message;
    const FieldShape* field;
    bool in_array;
  };
  // The JSON text of a (json) field while it is being copied.
  struct Text {
    explicit Text(size_t at_depth) : writer(buffer), depth(at_depth) {}
    rapidjson::StringBuffer buffer;
    rapidjson::Writer<rapidjson::StringBuffer> writer;
    size_t depth;
    bool nul = false;
  };

  std::optional<Element> Place();
  template <typename Apply>
  bool Value(const Apply& apply, std::string_view text);
  void ApplyNull(const Element& element);
  bool Open(bool array);
  Frame MakeFrame(bool array);
  bool Close(bool array);
  void BeginText() { text_.emplace(frames_.size()); }
  void EndText();
  std::string Pointer() const;
  bool Refuse(std::string why) {
    refusal_ = std::move(why);
    return false;
  }

  const BodyTarget& target_;
  Message& root_;
  Violations& violations_;
  std::vector<Frame> frames_;
  std::optional<Text> text_;
  std::vector<std::string> present_;
  std::string refusal_;
};

// Finds the place of the value that comes now. Nothing when it is skipped.
std::optional<BodyHandler::Element> BodyHandler::Place() {
  if (frames_.empty()) {
    violations_.Add("", kWrongType, "The body must be a JSON object.");
    return std::nullopt;
  }
  Frame& frame = frames_.back();
  if (frame.array) ++frame.index;
  if (frame.message == nullptr || frame.field == nullptr) return std::nullopt;
  return Element{frame.message, frame.field, frame.array};
}

template <typename Apply>
bool BodyHandler::Value(const Apply& apply, std::string_view text) {
  if (text_.has_value()) {
    text_->writer.RawValue(text.data(), text.size(), rapidjson::kNumberType);
    return true;
  }
  const auto element = Place();
  if (!element.has_value()) return true;
  if (element->field->json && text != "null") {
    BeginText();
    text_->writer.RawValue(text.data(), text.size(), rapidjson::kNumberType);
    EndText();
  } else if (!element->in_array && element->field->field->is_repeated() && text != "null") {
    violations_.Add(Pointer(), kWrongType,
                    StrCat("'", element->field->name, "' must be an array."));
  } else {
    apply(*element);
  }
  return true;
}

void BodyHandler::ApplyNull(const Element& element) {
  // A member that is null counts as absent. An element of a list must not be null.
  if (element.in_array) AddWrongType(*element.field, Pointer(), violations_);
}

bool BodyHandler::String(const char* text, rapidjson::SizeType length, bool) {
  const std::string_view value(text, length);
  if (!IsUtf8(value)) return Refuse(kHalfPair);
  if (text_.has_value()) {
    text_->nul = text_->nul || value.find('\0') != std::string_view::npos;
    text_->writer.String(text, length);
    return true;
  }
  const bool json = !frames_.empty() && frames_.back().message != nullptr &&
                    frames_.back().field != nullptr && frames_.back().field->json;
  if (json) {
    BeginText();
    text_->nul = value.find('\0') != std::string_view::npos;
    text_->writer.String(text, length);
    EndText();
    return true;
  }
  return Value(
      [&](const Element& e) {
        SetString({*e.message, *e.field}, value, Pointer(), violations_);
      },
      "string");
}

bool BodyHandler::Key(const char* text, rapidjson::SizeType length, bool) {
  if (!IsUtf8({text, length})) return Refuse(kHalfPair);
  Frame& frame = frames_.back();
  frame.name.assign(text, length);
  if (!frame.seen.insert(frame.name).second) {
    return Refuse(StrCat("The member '", Shown(frame.name), "' is there twice."));
  }
  if (text_.has_value()) {
    text_->nul = text_->nul || frame.name.find('\0') != std::string::npos;
    text_->writer.Key(text, length);
    return true;
  }
  if (frame.message == nullptr) return true;
  frame.field = frame.shape->FindForInput(frame.name);
  const bool root = frames_.size() == 1;
  if (root &&
      std::find(target_.hidden.begin(), target_.hidden.end(), frame.name) != target_.hidden.end()) {
    frame.field = nullptr;
  }
  if (frame.field == nullptr) {
    violations_.Add(Pointer(), kUnknownField,
                    StrCat("There is no field '", Shown(frame.name), "' here."));
  } else if (root) {
    present_.push_back(frame.field->field->name());
  }
  return true;
}

bool BodyHandler::Open(bool array) {
  if (frames_.size() == kMaxJsonDepth) {
    return Refuse(StrCat("The body is nested deeper than ", kMaxJsonDepth, " levels."));
  }
  frames_.push_back(MakeFrame(array));
  if (text_.has_value()) array ? text_->writer.StartArray() : text_->writer.StartObject();
  return true;
}

BodyHandler::Frame BodyHandler::MakeFrame(bool array) {
  Frame frame{.array = array};
  if (text_.has_value()) return frame;
  if (frames_.empty() && !array) {
    frame.message = &root_;
    frame.shape = &target_.shape;
    return frame;
  }
  const auto element = Place();
  if (!element.has_value()) return frame;
  const FieldShape& field = *element->field;
  if (field.json) {
    BeginText();
    return frame;
  }
  const bool repeated = field.field->is_repeated();
  if (array && repeated && !element->in_array) {
    frame.message = element->message;
    frame.field = &field;
  } else if (!array && field.message != nullptr && repeated == element->in_array) {
    const auto* reflection = element->message->GetReflection();
    frame.message = repeated ? reflection->AddMessage(element->message, field.field)
                             : reflection->MutableMessage(element->message, field.field);
    frame.shape = field.message;
  } else if (repeated && !element->in_array) {
    violations_.Add(Pointer(), kWrongType, StrCat("'", field.name, "' must be an array."));
  } else {
    AddWrongType(field, Pointer(), violations_);
  }
  return frame;
}

bool BodyHandler::Close(bool array) {
  frames_.pop_back();
  if (!text_.has_value()) return true;
  array ? text_->writer.EndArray() : text_->writer.EndObject();
  if (frames_.size() == text_->depth) EndText();
  return true;
}

void BodyHandler::EndText() {
  const Frame& frame = frames_.back();
  if (text_->nul) {
    violations_.Add(Pointer(), kNotAllowed,
                    StrCat("'", frame.field->name, "' contains a NUL character."));
  } else {
    SetString({*frame.message, *frame.field}, {text_->buffer.GetString(), text_->buffer.GetSize()},
              Pointer(), violations_);
  }
  text_.reset();
}

std::string BodyHandler::Pointer() const {
  std::string pointer;
  for (const Frame& frame : frames_) {
    if (frame.array) {
      StrAppend(&pointer, "/", frame.index == 0 ? 0 : frame.index - 1);
    } else {
      StrAppend(&pointer, "/", EscapePointer(Shown(frame.name)));
    }
  }
  return pointer;
}

void FillMask(const MessageShape& shape, const std::vector<std::string>& present,
              Message& message) {
  if (shape.update_mask == nullptr) return;
  google::protobuf::FieldMask mask;
  for (const std::string& name : present) mask.add_paths(name);
  message.GetReflection()->MutableMessage(&message, shape.update_mask)->CopyFrom(mask);
}

absl::Status NotJson(std::string detail) {
  return error::Make(error::Reason::INVALID_JSON, std::move(detail));
}

}  // namespace

absl::Status ReadJson(std::string_view body, const BodyTarget& target, Message& message,
                      Violations& violations) {
  if (body.starts_with("\xef\xbb\xbf")) {
    return NotJson("The body begins with a byte order mark; send plain UTF-8.");
  }
  if (!IsUtf8(body)) return NotJson("The body is not valid UTF-8.");
  // An empty body is an empty object.
  if (body.empty()) body = "{}";
  BodyHandler handler(target, message, violations);
  rapidjson::MemoryStream stream(body.data(), body.size());
  rapidjson::Reader reader;
  const auto result =
      reader.Parse<rapidjson::kParseValidateEncodingFlag | rapidjson::kParseNumbersAsStringsFlag>(
          stream, handler);
  if (!handler.refusal().empty()) return NotJson(handler.refusal());
  if (result.IsError()) {
    return NotJson(
        StrCat(rapidjson::GetParseError_En(result.Code()), " (at byte ", result.Offset(), ")"));
  }
  // The parser takes a NUL byte for the end of the text.
  if (stream.Tell() != body.size()) return NotJson("The body goes on after its JSON value.");
  FillMask(target.shape, handler.present(), message);
  return absl::OkStatus();
}

std::string EscapePointer(std::string_view part) {
  std::string escaped;
  for (const char c : part) {
    if (c == '~') {
      escaped += "~0";
    } else if (c == '/') {
      escaped += "~1";
    } else {
      escaped += c;
    }
  }
  return escaped;
}

}  // namespace keys::gateway
