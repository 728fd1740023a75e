// An author's Markdown (CommonMark with GitHub's tables, strikethrough, task lists) as HTML that is
// safe on our own pages, whoever wrote it:
//  - raw HTML is text;
//  - links lead to http, https, mailto or a place on the same page, and carry rel="nofollow
//    noopener noreferrer"; any other link, also into the archive, is its text;
//  - pictures are their descriptions: a page of ours loads nothing from elsewhere.
//
//   html = RenderMarkdown(readme, 256 * 1024).value_or("");
//
// Parsed by md4c, which takes linear time. Pure, thread-safe.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace keys::ingestion {

// Absent when the HTML would be larger than `max_bytes`. `text` is UTF-8.
std::optional<std::string> RenderMarkdown(std::string_view text, std::size_t max_bytes);

// Whether a page of ours may link there.
bool IsSafeLink(std::string_view url);

}  // namespace keys::ingestion
