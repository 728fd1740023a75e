// What pages without data say before their script runs: terms, refunds, the account's pages, …. The
// storefront's build writes them from its own texts (page-texts.json), so that each sentence exists
// once. Const after Parse; thread-safe.
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
  // Stands in the page as it is: it comes with the build, as the scripts do.
  std::string html;
};

class PageTexts {
 public:
  // No texts.
  PageTexts() = default;
  // INVALID_ARGUMENT when it is not of that form.
  static absl::StatusOr<PageTexts> Parse(const std::string& json);

  // By the page's name in the data block; null when there is none.
  const PageText* Find(std::string_view name) const;

 private:
  std::map<std::string, PageText, std::less<>> texts_;
};

}  // namespace keys::gateway
