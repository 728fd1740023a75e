// Where links and pictures of an author lead. Pure.
#pragma once

#include <string_view>

namespace keys::ingestion {

// Whether a page of ours may link there.
bool IsSafeLink(std::string_view url);

// "docs/a.md", "../a", "/a", "//host/a": no scheme, no place on the page.
bool IsPath(std::string_view url);

bool IsHttp(std::string_view url);

// For a picture without a description: the name of its file.
std::string_view FileNameOf(std::string_view url);

}  // namespace keys::ingestion
