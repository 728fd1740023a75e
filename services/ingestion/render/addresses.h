// Judges the addresses of an author's links and pictures. Pure.
#pragma once

#include <string_view>

namespace keys::ingestion {

// Whether a page of the shop may link there.
bool IsSafeLink(std::string_view url);

// Whether the address is a path: "docs/a.md", "../a", "/a" or "//host/a", with neither a scheme nor
// a place on the page.
bool IsPath(std::string_view url);

bool IsHttp(std::string_view url);

// Returns the name of the file, for a picture without a description.
std::string_view FileNameOf(std::string_view url);

}  // namespace keys::ingestion
