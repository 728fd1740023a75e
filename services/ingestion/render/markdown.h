// Renders an author's Markdown as HTML that is safe on the shop's own pages, whoever wrote it:
// CommonMark with GitHub's tables, strikethrough, task lists, autolinks, footnotes, alerts and
// formulas (shown as written), and the HTML that GitHub shows in a README (see safe_html.h for what
// may stand in it). README.md describes how the result differs from what the author sees elsewhere.
//
//   html = RenderMarkdown(readme, {.max_bytes = 256 * 1024, .id_prefix = "readme-"}).value_or("");
//
// Parsed by md4c, which takes linear time. Pure, thread-safe.
#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "services/ingestion/render/anchors.h"
#include "services/ingestion/render/math.h"

namespace keys::ingestion {

struct MarkdownOptions {
  std::size_t max_bytes = 0;
  // Ids on the page begin with this.
  std::string_view id_prefix = "";
  MathStyle math = MathStyle::kGitHub;
  // The anchors of a document of which this text is a part. CollectAnchors must have been called
  // for each part.
  Anchors* anchors = nullptr;
  // Means the same as in SafeHtmlOptions.
  std::function<std::string(std::string_view url)> own_picture = nullptr;
};

// Returns nothing when the HTML would be larger than `max_bytes`. `text` is UTF-8.
std::optional<std::string> RenderMarkdown(std::string_view text, const MarkdownOptions& options);

// Collects the headings, ids and links of a text, for links between the parts of a document.
void CollectAnchors(std::string_view text, const MarkdownOptions& options, Anchors& anchors);

}  // namespace keys::ingestion
