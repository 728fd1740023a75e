// Places on a page that its own links lead to: headings, and elements with an id. Collected in a
// first pass over the text, used in a second one, because a table of contents stands before its
// headings.
#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace keys::ingestion {

// GitHub: letters and digits in lower case, blanks as hyphens. Jupyter: blanks as hyphens.
enum class AnchorStyle { kGitHub, kJupyter };

// "caf%C3%A9" → "café"; what is no such triple stays.
std::string WithoutPercents(std::string_view text);

class Anchors {
 public:
  // Ids on the page begin with `prefix`, so that an author's never meet the page's own.
  explicit Anchors(std::string_view prefix, AnchorStyle style = AnchorStyle::kGitHub)
      : prefix_(prefix), style_(style) {}

  // The first pass: headings in their order, ids of other elements and fragments of links in any.
  void AddHeading(std::string_view text);
  void AddId(std::string_view id);
  void Want(std::string_view fragment);

  // The second pass: the id on the page of the next heading, of an element with this id (the first
  // such only), and where a link "#fragment" leads. Absent when there is none, or no link that
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
