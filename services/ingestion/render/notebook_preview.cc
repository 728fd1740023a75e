#include "services/ingestion/render/notebook_preview.h"

#include <span>
#include <string_view>

#include "common/base/text.h"
#include "services/ingestion/domain/notebook.h"
#include "services/ingestion/render/html.h"
#include "services/ingestion/render/markdown.h"
#include "services/ingestion/render/notebook_output.h"

namespace keys::ingestion {
namespace {

constexpr std::string_view kOpenTag = "<div class=\"notebook\">\n";
constexpr std::string_view kCloseTag = "</div>\n";
constexpr std::string_view kEnd = "<p class=\"preview-end\">The preview ends here.</p>\n";

// Returns a picture that is attached to the cell or written out in its address.
std::string OwnPicture(const Json& cell, std::string_view url) {
  constexpr std::string_view kAttachment = "attachment:";
  if (url.substr(0, kAttachment.size()) != kAttachment) return PictureOf(url);
  const Json* attachments = cell.Find("attachments");
  if (attachments == nullptr) return "";
  url.remove_prefix(kAttachment.size());
  const Json* bundle = attachments->Find(url);
  if (bundle == nullptr) bundle = attachments->Find(WithoutPercents(url));
  return bundle == nullptr || !bundle->is_object() ? "" : PictureOf(*bundle);
}

MarkdownOptions OptionsFor(const Json& cell, Anchors& anchors) {
  return {.max_bytes = kMaxPreviewBytes,
          .math = MathStyle::kJupyter,
          .anchors = &anchors,
          .own_picture = [&cell](std::string_view url) { return OwnPicture(cell, url); }};
}

void AppendOutputs(std::span<const Json> outputs, std::string& html) {
  // Further outputs would not be shown, so they are not rendered.
  while (!outputs.empty() && html.size() <= kMaxPreviewBytes) {
    const std::size_t count = CountTogether(outputs);
    html += RenderOutput(outputs.subspan(0, count));
    outputs = outputs.subspan(count);
  }
}

std::string RenderCell(const Json& cell, Anchors& anchors) {
  const std::string_view type = cell.FindText("cell_type");
  const std::string source = JoinLines(cell.Find("source"));
  std::string html;
  if (type == "markdown") {
    html += "<div class=\"markdown\">\n";
    html += RenderMarkdown(source, OptionsFor(cell, anchors)).value_or("");
    return html + "</div>\n";
  }
  if (type != "code") {
    if (!source.empty()) AppendPre(source, "raw", html);
    return html;
  }
  html += "<pre class=\"code\"><code>";
  AppendEscaped(source, html);
  html += "</code></pre>\n";
  if (const Json* outputs = cell.Find("outputs"); outputs != nullptr && outputs->is_array()) {
    AppendOutputs(outputs->items(), html);
  }
  return html;
}

}  // namespace

std::string RenderNotebook(const Json& notebook) {
  std::string html(kOpenTag);
  const std::size_t room = kMaxPreviewBytes - kCloseTag.size() - kEnd.size();
  const Json* cells = notebook.Find("cells");
  const std::span<const Json> all =
      cells == nullptr || !cells->is_array() ? std::span<const Json>() : cells->items();
  Anchors anchors("n-", AnchorStyle::kJupyter);
  for (const Json& cell : all) {
    if (cell.FindText("cell_type") != "markdown") continue;
    CollectAnchors(JoinLines(cell.Find("source")), OptionsFor(cell, anchors), anchors);
  }
  for (const Json& cell : all) {
    const std::string rendered = WithDisguisesShown(RenderCell(cell, anchors));
    if (html.size() + rendered.size() > room) {
      html += kEnd;
      break;
    }
    html += rendered;
  }
  html += kCloseTag;
  return html;
}

}  // namespace keys::ingestion
