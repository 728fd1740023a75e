// Code as it is written. md4c gives the indentation of its lines as blanks, tabs too. Pure.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace keys::ingestion {

// The last `columns` columns of what stands before `at` in its line of `source`, blanks and tabs as
// they are written; as blanks where something else stands there.
std::string IndentationBefore(std::string_view source, std::size_t at, std::size_t columns);

}  // namespace keys::ingestion
