#include "services/discovery/domain/situations.h"

#include <algorithm>
#include <array>
#include <set>
#include <string>

#include "common/base/status_macros.h"
#include "common/base/text.h"
#include "common/text/words.h"
#include "services/discovery/domain/strict_json.h"

namespace keys::discovery {
namespace {

using rapidjson::Value;

// Types of signals that a person tells. Views and purchases are recorded by the shop.
constexpr std::array<std::string_view, 3> kToldTypes = {"role", "tool_intent", "problem_category"};
constexpr size_t kLongestValue = 200;

absl::StatusOr<std::string> Words(const Value& object, const char* name, size_t longest) {
  ASSIGN_OR_RETURN(std::string value, Text(object, name));
  if (text::WordsOf(value, 1).empty()) return Wrong(StrCat("'", name, "' must have a word"));
  if (text::CharactersOf(value).size() > longest) {
    return Wrong(StrCat("'", name, "' has more than ", longest, " characters"));
  }
  return value;
}

absl::StatusOr<std::string> Id(const Value& object, std::set<std::string>& taken) {
  ASSIGN_OR_RETURN(std::string id, Text(object, "id"));
  const bool plain = !id.empty() && std::all_of(id.begin(), id.end(), [](char c) {
    return IsDigit(c) || c == '-' || (c >= 'a' && c <= 'z');
  });
  if (!plain) return Wrong(StrCat("'", id, "' is no id of small letters, digits and hyphens"));
  if (!taken.insert(id).second) return Wrong(StrCat("the id '", id, "' comes twice"));
  return id;
}

template <typename Owner>
absl::Status ReadSignals(const Value& object, Owner& owner) {
  ASSIGN_OR_RETURN(const auto entries, Objects(object, "signals"));
  std::set<std::string> seen;
  for (const Value* entry : entries) {
    RETURN_IF_ERROR(OnlyMembers(*entry, {"signal_type", "signal_value"}));
    ASSIGN_OR_RETURN(const std::string type, Text(*entry, "signal_type"));
    ASSIGN_OR_RETURN(const std::string value, Words(*entry, "signal_value", kLongestValue));
    if (std::find(kToldTypes.begin(), kToldTypes.end(), type) == kToldTypes.end()) {
      return Wrong(StrCat("nobody tells a signal of type '", type, "'"));
    }
    // Only the newest signal of a type counts, so a second one would have no effect.
    if (!seen.insert(type).second) return Wrong(StrCat("two signals are of type '", type, "'"));
    auto* signal = owner.add_signals();
    signal->set_signal_type(type);
    signal->set_signal_value(value);
  }
  return absl::OkStatus();
}

// The members of `filters` are named like the fields of the message, so there is one list of names.
template <typename Owner>
absl::Status ReadFilters(const Value& object, Owner& owner) {
  ASSIGN_OR_RETURN(const Value* filters, Object(object, "filters"));
  auto& out = *owner.mutable_filters();
  std::set<std::string> seen;
  for (const auto& member : filters->GetObject()) {
    const std::string name(member.name.GetString(), member.name.GetStringLength());
    const auto* field = out.GetDescriptor()->FindFieldByName(name);
    if (field == nullptr) return Wrong(StrCat("'", name, "' is no filter"));
    if (!seen.insert(name).second) return Wrong(StrCat("'", name, "' comes twice"));
    ASSIGN_OR_RETURN(std::string value, Words(*filters, name.c_str(), kLongestValue));
    out.GetReflection()->SetString(&out, field, std::move(value));
  }
  return absl::OkStatus();
}

absl::StatusOr<v1::SituationChoice> ReadChoice(const Value& object, std::set<std::string>& taken) {
  RETURN_IF_ERROR(OnlyMembers(object, {"id", "title", "signals", "filters"}));
  v1::SituationChoice choice;
  ASSIGN_OR_RETURN(*choice.mutable_id(), Id(object, taken));
  ASSIGN_OR_RETURN(*choice.mutable_title(), Words(object, "title", kLongestTitle));
  RETURN_IF_ERROR(ReadSignals(object, choice));
  RETURN_IF_ERROR(ReadFilters(object, choice));
  if (choice.filters().ByteSizeLong() == 0) {
    return Wrong(StrCat("the choice '", choice.id(), "' filters nothing"));
  }
  return choice;
}

absl::StatusOr<v1::Situation> ReadSituation(const Value& object, std::set<std::string>& taken) {
  RETURN_IF_ERROR(
      OnlyMembers(object, {"id", "title", "sentence", "signals", "filters", "choices"}));
  v1::Situation situation;
  ASSIGN_OR_RETURN(*situation.mutable_id(), Id(object, taken));
  ASSIGN_OR_RETURN(*situation.mutable_title(), Words(object, "title", kLongestTitle));
  ASSIGN_OR_RETURN(*situation.mutable_sentence(), Words(object, "sentence", kLongestSentence));
  RETURN_IF_ERROR(ReadSignals(object, situation));
  RETURN_IF_ERROR(ReadFilters(object, situation));
  ASSIGN_OR_RETURN(const auto choices, Objects(object, "choices"));
  if (choices.size() < kFewestChoices || choices.size() > kMostChoices) {
    return Wrong(StrCat("'choices' must be ", kFewestChoices, " to ", kMostChoices));
  }
  std::set<std::string> ids;
  for (const Value* choice : choices) {
    ASSIGN_OR_RETURN(*situation.add_choices(), ReadChoice(*choice, ids));
  }
  return situation;
}

absl::StatusOr<v1::ListSituationsResponse> ReadSituations(std::string_view json) {
  ASSIGN_OR_RETURN(const rapidjson::Document document, ReadObject(json));
  RETURN_IF_ERROR(OnlyMembers(document, {"situations"}));
  ASSIGN_OR_RETURN(const auto entries, Objects(document, "situations"));
  if (entries.size() > kMostSituations) {
    return Wrong(StrCat("more than ", kMostSituations, " situations"));
  }
  v1::ListSituationsResponse response;
  std::set<std::string> ids;
  for (const Value* entry : entries) {
    absl::StatusOr<v1::Situation> situation = ReadSituation(*entry, ids);
    if (!situation.ok()) {
      return About(StrCat("situation ", response.situations_size() + 1), situation.status());
    }
    *response.add_situations() = *std::move(situation);
  }
  return response;
}

}  // namespace

absl::StatusOr<v1::ListSituationsResponse> SituationsFromJson(std::string_view json) {
  absl::StatusOr<v1::ListSituationsResponse> situations = ReadSituations(json);
  if (!situations.ok()) return About("discovery situations", situations.status());
  return situations;
}

}  // namespace keys::discovery
