// A closed set of words as an enum. Code compares values of the enum; the words stand in one table
// and are read and written only at the edge: in rows, protos, JSON, logs.
//
//   enum class Colour { kRed, kBlue };
//   constexpr auto kColours =
//       MakeWordTable<Colour>("colour", {{Colour::kRed, "red"}, {Colour::kBlue, "blue"}});
//   kColours.WordOf(Colour::kRed);                                     // "red"
//   ASSIGN_OR_RETURN(const Colour colour, kColours.Parse(row.colour));  // INTERNAL for "green"
//
// A table that does not list its values from 0 upwards does not compile, and a value without a word
// ends the process. Pure and thread-safe.
#pragma once

#include <array>
#include <cstddef>
#include <cstdio>
#include <cstdlib>
#include <optional>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/base/text.h"

namespace keys {

namespace word_table_internal {
// Ends the process as CHECK_THAT does, whose name is a macro of Catch2's too, so that headers which
// tests include cannot have it. Not a constant expression, so a table that gets here does not
// compile.
[[noreturn]] inline void End(const char* why) {
  std::fprintf(stderr, "{\"level\":\"fatal\",\"check\":\"%s\"}\n", why);
  std::abort();
}
}  // namespace word_table_internal

template <typename Enum>
struct Word {
  Enum value;
  std::string_view word;
};

template <typename Enum, std::size_t kSize>
class WordTable {
 public:
  constexpr WordTable(std::string_view noun, const Word<Enum> (&words)[kSize]) : noun_(noun) {
    for (std::size_t i = 0; i < kSize; ++i) {
      if (static_cast<std::size_t>(words[i].value) != i) {
        word_table_internal::End("values are listed from 0 upwards");
      }
      words_[i] = words[i].word;
    }
  }

  constexpr std::string_view WordOf(Enum value) const {
    const auto at = static_cast<std::size_t>(value);
    if (at >= kSize) word_table_internal::End("every value has a word");
    return words_[at];
  }

  // All words, in the order of the values.
  constexpr const std::array<std::string_view, kSize>& words() const { return words_; }

  // Absent for a word that is not in the table. For words that clients or other services sent.
  constexpr std::optional<Enum> Find(std::string_view word) const {
    for (std::size_t i = 0; i < kSize; ++i) {
      if (words_[i] == word) return static_cast<Enum>(i);
    }
    return std::nullopt;
  }

  // INTERNAL for a word that is not in the table. For words that we stored ourselves: another one
  // was written by a later release or by hand, and going on with a default could cost money.
  absl::StatusOr<Enum> Parse(std::string_view word) const {
    const std::optional<Enum> value = Find(word);
    if (value.has_value()) return *value;
    return absl::InternalError(Concat({"'", word, "' is not a known ", noun_}));
  }

 private:
  std::string_view noun_;
  std::array<std::string_view, kSize> words_{};
};

// `noun` names the set in errors, as in "order status".
template <typename Enum, std::size_t kSize>
constexpr WordTable<Enum, kSize> MakeWordTable(std::string_view noun,
                                               const Word<Enum> (&words)[kSize]) {
  return {noun, words};
}

}  // namespace keys
