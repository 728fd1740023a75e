// The texts of pages without data before their script runs: terms, refunds, the account's pages, …
// The storefront's build writes them from its own texts (page-texts.json), so that each sentence
// exists once. Const after Parse; thread-safe.
//
//   {"pages":[{"name":"terms","title":"Terms","description":"…","html":"<article …>…"}]}
#pragma once

#include <map>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"

namespace keys::gateway {

struct PageText {
  // Plain texts.
  std::string title;
  std::string description;
  // The HTML is inserted unchanged, because it comes with the build, like the scripts.
  std::string html;
};

class PageTexts {
 public:
  // Makes an object without texts.
  PageTexts() = default;
  // Returns INVALID_ARGUMENT when the text does not have that form.
  static absl::StatusOr<PageTexts> Parse(const std::string& json);

  // Finds a text by the page's name in the data block. Returns null when there is none.
  const PageText* Find(std::string_view name) const;

 private:
  std::map<std::string, PageText, std::less<>> texts_;
};

}  // namespace keys::gateway
