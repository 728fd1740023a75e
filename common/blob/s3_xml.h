// The little that is read of S3's XML answers: the texts of elements of one name. Pure.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace keys::blob {

// Returns the text of each "<name>text</name>" in order, wherever it stands. The five predefined
// entities of XML are resolved.
std::vector<std::string> XmlTexts(std::string_view xml, std::string_view name);
// Returns the first of these texts.
std::optional<std::string> XmlText(std::string_view xml, std::string_view name);

}  // namespace keys::blob
