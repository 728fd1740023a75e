#include "services/ingestion/render/html.h"

#include <utility>

#include "common/text/disguise.h"
#include "services/ingestion/domain/markdown_entity.h"
#include "services/ingestion/render/html_tag.h"

namespace keys::ingestion {

void AppendEscaped(std::string_view text, std::string& html) {
  for (char c : text) {
    switch (c) {
      case '&':
        html += "&amp;";
        break;
      case '<':
        html += "&lt;";
        break;
      case '>':
        html += "&gt;";
        break;
      case '"':
        html += "&quot;";
        break;
      case '\'':
        html += "&#39;";
        break;
      case '\t':
      case '\n':
      case '\r':
        html += c;
        break;
      default:
        if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F) {
          html += "\xEF\xBF\xBD";
        } else {
          html += c;
        }
    }
  }
}

std::string WithDisguisesShown(std::string html) {
  for (std::size_t at = html.find("&#"); at != std::string::npos; at = html.find("&#", at + 1)) {
    const std::size_t size = ReferenceSize(std::string_view(html).substr(at));
    const std::string character = DecodeEntity(std::string_view(html).substr(at, size));
    if (!text::FindDisguise(character, text::Shape::kProse)) continue;
    html.replace(at, size, "\xEF\xBF\xBD");
  }
  return text::ShowDisguises(html);
}

std::string WholeDocument(std::string_view title, std::string_view body) {
  std::string html =
      "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
      "<meta name=\"viewport\" content=\"width=device-width\">\n<title>";
  AppendEscaped(title, html);
  html += "</title>\n</head>\n<body>\n";
  html += body;
  html += "</body>\n</html>\n";
  return html;
}

}  // namespace keys::ingestion
