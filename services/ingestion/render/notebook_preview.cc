#include "services/ingestion/render/notebook_preview.h"

#include <algorithm>
#include <string_view>

#include "common/base/text.h"
#include "services/ingestion/domain/finding.h"
#include "services/ingestion/domain/notebook.h"
#include "services/ingestion/render/html.h"
#include "services/ingestion/render/markdown.h"

namespace keys::ingestion {
namespace {

constexpr std::string_view kOpen = "<div class=\"notebook\">\n";
constexpr std::string_view kClose = "</div>\n";
constexpr std::string_view kEnd = "<p class=\"preview-end\">The preview ends here.</p>\n";
constexpr std::string_view kPictures[] = {"image/png", "image/jpeg"};

// Escape sequences that colour a terminal.
std::string WithoutAnsi(std::string_view text) {
  std::string plain;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text.substr(i, 2) != "\x1b[") {
      plain += text[i];
      continue;
    }
    i += 2;
    while (i < text.size() && (static_cast<unsigned char>(text[i]) < 0x40 || text[i] > 0x7E)) ++i;
  }
  return plain;
}

void AppendPre(std::string_view text, std::string_view kind, std::string& html) {
  html += Concat({"<pre class=\"", kind, "\">"});
  const std::string plain = WithoutAnsi(text);
  AppendEscaped(Shortened(plain, kMaxOutputBytes), html);
  if (plain.size() > kMaxOutputBytes) html += "\n…";
  html += "</pre>\n";
}

// Base64 without its line ends; empty for anything else.
std::string PictureBytes(const Json* value) {
  std::string bytes = JoinLines(value);
  bytes.erase(std::remove_if(bytes.begin(), bytes.end(),
                             [](char c) { return c == '\n' || c == '\r' || c == ' '; }),
              bytes.end());
  const bool is_base64 = std::all_of(bytes.begin(), bytes.end(), [](char c) {
    return IsDigit(c) || IsAsciiLetter(c) || c == '+' || c == '/' || c == '=';
  });
  return is_base64 ? bytes : "";
}

void AppendData(const Json& data, std::string& html) {
  for (std::string_view type : kPictures) {
    const std::string bytes = PictureBytes(data.Find(type));
    if (bytes.empty()) continue;
    html += Concat({"<img alt=\"output\" src=\"data:", type, ";base64,", bytes, "\">\n"});
    return;
  }
  if (const Json* text = data.Find("text/plain")) AppendPre(JoinLines(text), "output", html);
}

void AppendOutput(const Json& output, std::string& html) {
  const std::string_view type = output.FindText("output_type");
  if (type == "stream") {
    AppendPre(JoinLines(output.Find("text")), "output", html);
  } else if (type == "error") {
    std::string text = Concat({output.FindText("ename"), ": ", output.FindText("evalue")});
    AppendPre(text, "error", html);
  } else if (const Json* data = output.Find("data")) {
    AppendData(*data, html);
  }
}

std::string RenderCell(const Json& cell) {
  const std::string_view type = cell.FindText("cell_type");
  const std::string source = JoinLines(cell.Find("source"));
  std::string html;
  if (type == "markdown") {
    html += "<div class=\"markdown\">\n";
    html += RenderMarkdown(source, kMaxPreviewBytes).value_or("");
    return html + "</div>\n";
  }
  if (type != "code") return html;
  html += "<pre class=\"code\"><code>";
  AppendEscaped(source, html);
  html += "</code></pre>\n";
  if (const Json* outputs = cell.Find("outputs")) {
    for (const Json& output : outputs->items()) {
      AppendOutput(output, html);
      // More would not be shown, so it need not be made.
      if (html.size() > kMaxPreviewBytes) break;
    }
  }
  return html;
}

}  // namespace

std::string RenderNotebook(const Json& notebook) {
  std::string html(kOpen);
  const std::size_t room = kMaxPreviewBytes - kClose.size() - kEnd.size();
  if (const Json* cells = notebook.Find("cells")) {
    for (const Json& cell : cells->items()) {
      const std::string rendered = RenderCell(cell);
      if (html.size() + rendered.size() > room) {
        html += kEnd;
        break;
      }
      html += rendered;
    }
  }
  html += kClose;
  return html;
}

}  // namespace keys::ingestion
