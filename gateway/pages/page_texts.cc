#include "gateway/pages/page_texts.h"

#include "rapidjson/document.h"

namespace keys::gateway {
namespace {

using rapidjson::Value;

// Returns false when the member is no text.
bool Read(const Value& page, const char* name, std::string& text) {
  const auto found = page.FindMember(name);
  if (found == page.MemberEnd() || !found->value.IsString()) return false;
  text.assign(found->value.GetString(), found->value.GetStringLength());
  return true;
}

absl::Status WrongForm() {
  return absl::InvalidArgumentError(
      "WEB_ROOT: page-texts.json must have a list \"pages\" of objects with the texts name, title, "
      "description and html; build the storefront anew");
}

}  // namespace

absl::StatusOr<PageTexts> PageTexts::Parse(const std::string& json) {
  rapidjson::Document document;
  document.Parse(json.data(), json.size());
  if (document.HasParseError() || !document.IsObject()) return WrongForm();
  const auto pages = document.FindMember("pages");
  if (pages == document.MemberEnd() || !pages->value.IsArray()) return WrongForm();
  PageTexts texts;
  for (const Value& page : pages->value.GetArray()) {
    std::string name;
    PageText text;
    const bool whole = page.IsObject() && Read(page, "name", name) &&
                       Read(page, "title", text.title) &&
                       Read(page, "description", text.description) && Read(page, "html", text.html);
    if (!whole) return WrongForm();
    texts.texts_[name] = std::move(text);
  }
  return texts;
}

const PageText* PageTexts::Find(std::string_view name) const {
  const auto found = texts_.find(name);
  return found == texts_.end() ? nullptr : &found->second;
}

}  // namespace keys::gateway
