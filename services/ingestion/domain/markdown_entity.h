// Decodes character references in Markdown ("&amp;", "&#233;"). Pure.
#pragma once

#include <string>
#include <string_view>

namespace keys::ingestion {

// `entity` has the shape of a reference, as md4c reports it. Numbers and the names that are usual
// in texts are decoded; any other name stays as it is written.
std::string DecodeEntity(std::string_view entity);

}  // namespace keys::ingestion
