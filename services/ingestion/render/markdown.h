// An author's Markdown as HTML that is safe on our own pages, whoever wrote it: CommonMark with
// GitHub's tables, strikethrough, task lists, autolinks, footnotes, alerts and formulas (shown as
// written), and the HTML that GitHub shows in a README (see safe_html.h for what may stand in it).
// How it differs from what its author sees elsewhere is told in README.md.
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
  // Ids on the page begin with it.
  std::string_view id_prefix = "";
  MathStyle math = MathStyle::kGitHub;
  // Of a document that this text is a part of; CollectAnchors was called for each part.
  Anchors* anchors = nullptr;
  // See SafeHtmlOptions.
  std::function<std::string(std::string_view url)> own_picture = nullptr;
};

// Absent when the HTML would be larger than `max_bytes`. `text` is UTF-8.
std::optional<std::string> RenderMarkdown(std::string_view text, const MarkdownOptions& options);

// The headings, ids and links of a text, for links between the parts of a document.
void CollectAnchors(std::string_view text, const MarkdownOptions& options, Anchors& anchors);

}  // namespace keys::ingestion
