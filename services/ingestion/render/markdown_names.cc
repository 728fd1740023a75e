#include "services/ingestion/render/markdown_names.h"

#include <algorithm>
#include <utility>

#include "common/base/text.h"
#include "services/ingestion/domain/markdown_entity.h"

namespace keys::ingestion {
namespace {

constexpr std::pair<std::string_view, std::string_view> kAlerts[] = {{"[!NOTE]", "Note"},
                                                                     {"[!TIP]", "Tip"},
                                                                     {"[!IMPORTANT]", "Important"},
                                                                     {"[!WARNING]", "Warning"},
                                                                     {"[!CAUTION]", "Caution"}};

}  // namespace

std::string_view NameOf(MD_BLOCKTYPE type) {
  switch (type) {
    case MD_BLOCK_QUOTE:
      return "blockquote";
    case MD_BLOCK_UL:
      return "ul";
    case MD_BLOCK_OL:
      return "ol";
    case MD_BLOCK_LI:
      return "li";
    case MD_BLOCK_P:
      return "p";
    case MD_BLOCK_TABLE:
      return "table";
    case MD_BLOCK_THEAD:
      return "thead";
    case MD_BLOCK_TBODY:
      return "tbody";
    case MD_BLOCK_TR:
      return "tr";
    case MD_BLOCK_TH:
      return "th";
    case MD_BLOCK_TD:
      return "td";
    default:
      return "";
  }
}

std::string_view NameOf(MD_SPANTYPE type) {
  switch (type) {
    case MD_SPAN_EM:
      return "em";
    case MD_SPAN_STRONG:
      return "strong";
    case MD_SPAN_CODE:
      return "code";
    case MD_SPAN_DEL:
      return "del";
    default:
      return "";
  }
}

std::string_view HeadingOf(const void* detail) {
  // The page's own title is its h1.
  constexpr std::string_view kNames[] = {"h2", "h3", "h4", "h5", "h6", "h6"};
  const unsigned level = static_cast<const MD_BLOCK_H_DETAIL*>(detail)->level;
  return kNames[std::clamp(level, 1U, 6U) - 1];
}

std::string_view AlignOf(const void* detail) {
  switch (static_cast<const MD_BLOCK_TD_DETAIL*>(detail)->align) {
    case MD_ALIGN_LEFT:
      return " align=\"left\"";
    case MD_ALIGN_CENTER:
      return " align=\"center\"";
    case MD_ALIGN_RIGHT:
      return " align=\"right\"";
    default:
      return "";
  }
}

std::string_view AlertTitle(std::string_view line) {
  for (const auto& [mark, title] : kAlerts) {
    if (ToAsciiLower(StripBlanks(line)) == ToAsciiLower(mark)) return title;
  }
  return {};
}

std::string TextOf(const MD_ATTRIBUTE& attribute) {
  std::string text;
  for (std::size_t i = 0; attribute.substr_offsets[i] < attribute.size; ++i) {
    const MD_OFFSET from = attribute.substr_offsets[i];
    const std::string_view part(attribute.text + from, attribute.substr_offsets[i + 1] - from);
    text += attribute.substr_types[i] == MD_TEXT_ENTITY ? DecodeEntity(part) : std::string(part);
  }
  return text;
}

}  // namespace keys::ingestion
