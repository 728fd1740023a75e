// The places on a page to which its own links lead: headings, and elements with an id. They are
// collected in a first pass over the text and used in a second one, because a table of contents
// comes before its headings.
#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace keys::ingestion {

// GitHub writes slugs in lower case with hyphens for blanks and drops punctuation. Jupyter only
// replaces blanks by hyphens.
enum class AnchorStyle { kGitHub, kJupyter };

// Decodes "caf%C3%A9". Anything that is no such triple stays.
std::string WithoutPercents(std::string_view text);

class Anchors {
 public:
  // Ids on the page begin with `prefix`, so that an author's id is never one of the page's own.
  explicit Anchors(std::string_view prefix, AnchorStyle style = AnchorStyle::kGitHub)
      : prefix_(prefix), style_(style) {}

  // The first pass adds headings in their order, and ids of other elements and fragments of links
  // in any order.
  void AddHeading(std::string_view text);
  void AddId(std::string_view id);
  void Want(std::string_view fragment);

  // The second pass asks for the id of the next heading, for that of an element (of the first with
  // this id only), and for the target of a link "#fragment". Absent when there is none, or no link
  // leads there.
  std::optional<std::string> NextHeading();
  std::optional<std::string> TakeId(std::string_view id);
  std::optional<std::string> Find(std::string_view fragment) const;

  const std::string& prefix() const { return prefix_; }

 private:
  std::string SlugOf(std::string_view text) const;

  const std::string prefix_;
  const AnchorStyle style_;
  std::vector<std::string> headings_;  // their slugs; empty for none
  std::map<std::string, int> used_;    // slugs of headings, and how often
  std::set<std::string> ids_;
  std::set<std::string> wanted_;
  std::set<std::string> taken_;
  std::size_t next_ = 0;
};

}  // namespace keys::ingestion
