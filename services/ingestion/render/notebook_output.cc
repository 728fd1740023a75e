#include "services/ingestion/render/notebook_output.h"

#include <algorithm>
#include <iterator>

#include "common/base/text.h"
#include "common/crypto/encode.h"
#include "common/text/fold.h"
#include "services/ingestion/domain/finding.h"
#include "services/ingestion/domain/notebook.h"
#include "services/ingestion/render/html.h"
#include "services/ingestion/render/markdown.h"
#include "services/ingestion/render/safe_html.h"
#include "services/ingestion/render/terminal.h"

namespace keys::ingestion {
namespace {

constexpr std::string_view kSvg = "image/svg+xml";
constexpr std::string_view kPictures[] = {"image/png", "image/jpeg", "image/gif", "image/webp",
                                          "image/bmp"};

bool IsBase64(std::string_view bytes) {
  return !bytes.empty() && std::all_of(bytes.begin(), bytes.end(), [](char c) {
    return IsDigit(c) || IsAsciiLetter(c) || c == '+' || c == '/' || c == '=';
  });
}

// Returns base64 without its line ends, or an empty text for anything else.
std::string PictureBytes(const Json* value) {
  std::string bytes = JoinLines(value);
  bytes.erase(std::remove_if(bytes.begin(), bytes.end(),
                             [](char c) { return c == '\n' || c == '\r' || c == ' '; }),
              bytes.end());
  return IsBase64(bytes) ? bytes : "";
}

// Whether a reader would see anything of the HTML.
bool ShowsSomething(std::string_view html) {
  if (html.find("<img") != std::string_view::npos) return true;
  std::string text;
  bool is_tag = false;
  for (const char c : html) {
    if (c == '<') is_tag = true;
    if (!is_tag) text += c;
    if (c == '>') is_tag = false;
  }
  return !text::IsBlank(text);
}

// Returns an empty text when nothing of it can be shown, or it is too long.
std::string SafeHtmlOf(std::string_view text) {
  Anchors none("");
  SafeHtml html(none, {.max_bytes = kMaxOutputHtmlBytes,
                       .own_picture = [](std::string_view url) { return PictureOf(url); }});
  html.Raw(text);
  std::string safe = html.Take();
  if (safe.size() > kMaxOutputHtmlBytes || !ShowsSomething(safe)) return "";
  return safe;
}

std::string MarkdownOf(std::string_view text) {
  return RenderMarkdown(text, {.max_bytes = kMaxOutputHtmlBytes, .math = MathStyle::kJupyter})
      .value_or("");
}

// Tries the forms in the order in which Jupyter prefers them, as far as they may be shown.
std::string RenderBundle(const Json& bundle) {
  std::string html;
  if (const Json* text = bundle.Find("text/html")) html = SafeHtmlOf(JoinLines(text));
  if (const Json* text = bundle.Find("text/markdown"); text != nullptr && html.empty()) {
    html = MarkdownOf(JoinLines(text));
  }
  if (!html.empty()) return Concat({"<div class=\"output\">\n", html, "\n</div>\n"});
  if (const std::string picture = PictureOf(bundle); !picture.empty()) {
    return Concat({"<img alt=\"output\" src=\"", picture, "\">\n"});
  }
  for (const char* type : {"text/latex", "text/plain"}) {
    const Json* text = bundle.Find(type);
    // Jupyter writes "<IPython.core.display.HTML object>" for an output that has no text form.
    const bool is_stand_in = text != nullptr && JoinLines(text).rfind("<IPython.core.", 0) == 0;
    if (text == nullptr || is_stand_in) continue;
    AppendPre(JoinLines(text), "output", html);
    return html;
  }
  if (const Json* json = bundle.Find("application/json")) {
    AppendPre(WritePrettyJson(*json), "output", html);
  } else if (!bundle.keys().empty()) {
    html = "<p class=\"output\">An output of type ";
    AppendEscaped(Shortened(bundle.keys()[0], 100), html);
    html += " shows in Jupyter only.</p>\n";
  }
  return html;
}

std::string FailureOf(const Json& output) {
  std::string text;
  if (const Json* lines = output.Find("traceback"); lines != nullptr && lines->is_array()) {
    for (const Json& line : lines->items()) text += (text.empty() ? "" : "\n") + line.text();
  }
  if (!text::IsBlank(text)) return text;
  return Concat({output.FindText("ename"), ": ", output.FindText("evalue")});
}

}  // namespace

std::string PictureOf(const Json& bundle) {
  if (const Json* svg = bundle.Find(kSvg)) {
    // An SVG that is shown as a picture runs no script and loads nothing.
    const std::string text = JoinLines(svg);
    if (text.find("<svg") != std::string::npos && text.size() <= kMaxOutputHtmlBytes) {
      return Concat({"data:", kSvg, ";base64,", crypto::Base64Encode(text)});
    }
  }
  for (const std::string_view type : kPictures) {
    const std::string bytes = PictureBytes(bundle.Find(type));
    if (!bytes.empty()) return Concat({"data:", type, ";base64,", bytes});
  }
  return "";
}

std::string PictureOf(std::string_view url) {
  constexpr std::string_view kBase64 = ";base64,";
  if (url.substr(0, 5) != "data:") return "";
  const auto end = url.find(kBase64);
  if (end == std::string_view::npos) return "";
  const std::string_view type = url.substr(5, end - 5);
  const bool is_picture = type == kSvg || std::find(std::begin(kPictures), std::end(kPictures),
                                                    type) != std::end(kPictures);
  return is_picture && IsBase64(url.substr(end + kBase64.size())) ? std::string(url) : "";
}

void AppendPre(std::string_view text, std::string_view kind, std::string& html) {
  html += Concat({"<pre class=\"", kind, "\">"});
  const std::string plain = TerminalText(text);
  AppendEscaped(Shortened(plain, kMaxOutputBytes), html);
  if (plain.size() > kMaxOutputBytes) html += "\n…";
  html += "</pre>\n";
}

std::size_t CountTogether(std::span<const Json> outputs) {
  const auto is_stream = [](const Json& one) { return one.FindText("output_type") == "stream"; };
  if (!is_stream(outputs[0])) return 1;
  std::size_t count = 1;
  while (count < outputs.size() && is_stream(outputs[count]) &&
         outputs[count].FindText("name") == outputs[0].FindText("name")) {
    ++count;
  }
  return count;
}

std::string RenderOutput(std::span<const Json> outputs) {
  std::string html;
  const std::string_view type = outputs[0].FindText("output_type");
  if (type == "stream") {
    std::string text;
    for (const Json& part : outputs) text += JoinLines(part.Find("text"));
    AppendPre(text, "output", html);
  } else if (type == "error") {
    AppendPre(FailureOf(outputs[0]), "error", html);
  } else if (const Json* data = outputs[0].Find("data"); data != nullptr && data->is_object()) {
    html = RenderBundle(*data);
  }
  return html;
}

}  // namespace keys::ingestion
