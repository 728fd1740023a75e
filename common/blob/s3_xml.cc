#include "common/blob/s3_xml.h"

#include <utility>

#include "common/base/text.h"

namespace keys::blob {
namespace {

constexpr std::pair<std::string_view, char> kEntities[] = {
    {"&lt;", '<'}, {"&gt;", '>'}, {"&quot;", '"'}, {"&apos;", '\''}, {"&amp;", '&'}};

std::string Resolved(std::string_view text) {
  std::string resolved;
  while (!text.empty()) {
    std::size_t taken = 1;
    char c = text[0];
    for (const auto& [entity, meant] : kEntities) {
      if (text.substr(0, entity.size()) != entity) continue;
      taken = entity.size();
      c = meant;
    }
    resolved += c;
    text.remove_prefix(taken);
  }
  return resolved;
}

}  // namespace

std::vector<std::string> XmlTexts(std::string_view xml, std::string_view name) {
  const std::string open = Concat({"<", name, ">"});
  const std::string close = Concat({"</", name, ">"});
  std::vector<std::string> texts;
  while (true) {
    const auto from = xml.find(open);
    const auto to = from == xml.npos ? xml.npos : xml.find(close, from);
    if (to == xml.npos) return texts;
    texts.push_back(Resolved(xml.substr(from + open.size(), to - from - open.size())));
    xml.remove_prefix(to + close.size());
  }
}

std::optional<std::string> XmlText(std::string_view xml, std::string_view name) {
  auto texts = XmlTexts(xml, name);
  if (texts.empty()) return std::nullopt;
  return std::move(texts.front());
}

}  // namespace keys::blob
