// The little that is read of S3's XML answers: the texts of elements of one name. Pure.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace keys::blob {

// Of "<name>text</name>", anywhere, in order; the five entities of XML are resolved.
std::vector<std::string> XmlTexts(std::string_view xml, std::string_view name);
// The first of them.
std::optional<std::string> XmlText(std::string_view xml, std::string_view name);

}  // namespace keys::blob
