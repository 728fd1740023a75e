#include "gateway/sign_in/input.h"

#include <algorithm>
#include <utility>

#include "common/base/status_macros.h"
#include "common/base/text.h"
#include "common/error/error.h"
#include "rapidjson/document.h"

namespace keys::gateway {
namespace {

using error::Reason;

absl::Status WrongInput(const InputText& text, const char* code, const std::string& what) {
  return error::Invalid(StrCat("/", text.name), code, StrCat("'", text.name, "' ", what));
}

absl::StatusOr<std::string> Read(const rapidjson::Document& document, const InputText& text) {
  const auto found = document.FindMember(text.name);
  if (found == document.MemberEnd()) {
    if (text.fallback != nullptr) return std::string(text.fallback);
    return WrongInput(text, "REQUIRED", "is required.");
  }
  if (!found->value.IsString()) return WrongInput(text, "WRONG_TYPE", "must be a text.");
  std::string value(found->value.GetString(), found->value.GetStringLength());
  if (value.empty()) return WrongInput(text, "REQUIRED", "is required.");
  if (value.size() > text.max_bytes) {
    return WrongInput(text, "TOO_LONG", StrCat("is longer than ", text.max_bytes, " bytes."));
  }
  const bool control = std::any_of(value.begin(), value.end(), [](char c) {
    return static_cast<unsigned char>(c) < 0x20 || c == 0x7f;
  });
  if (control) return WrongInput(text, "WRONG_TYPE", "has control characters.");
  return value;
}

}  // namespace

absl::StatusOr<std::map<std::string, std::string>> ReadTexts(const std::string& body,
                                                             const std::vector<InputText>& texts) {
  constexpr unsigned kFlags =
      rapidjson::kParseValidateEncodingFlag | rapidjson::kParseIterativeFlag;
  rapidjson::Document document;
  document.Parse<kFlags>(body.data(), body.size());
  if (document.HasParseError() || !document.IsObject()) {
    return error::Make(Reason::INVALID_JSON, "Send one JSON object.");
  }
  for (const auto& member : document.GetObject()) {
    const std::string name(member.name.GetString(), member.name.GetStringLength());
    const bool known = std::any_of(texts.begin(), texts.end(),
                                   [&](const InputText& text) { return name == text.name; });
    if (!known) {
      return error::Make(Reason::UNKNOWN_FIELD, "The body has a member that is not known here.");
    }
  }
  std::map<std::string, std::string> values;
  for (const InputText& text : texts) {
    ASSIGN_OR_RETURN(values[text.name], Read(document, text));
  }
  return values;
}

}  // namespace keys::gateway
