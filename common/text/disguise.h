// Characters that let a text read as something it is not (UTS #39, UTR #36, UAX #9), by ICU.
//
//   text::FindDisguise("invoice\u202Efdp.exe", text::Shape::kLine) == 0x202E
//   text::FindDisguise("می\u200Cخواهم", text::Shape::kLine) == std::nullopt
//
// docs/decisions says why. Arguments are UTF-8; bytes that are not are passed over, as are the
// controls of U+0000 to U+001F, which each caller has a rule of its own for. Pure and thread-safe.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace keys::text {

enum class Shape {
  // A title, a tag, a name: short, and told apart from others by its looks.
  kLine,
  // Sentences, which may hold line ends, soft hyphens and other characters without looks.
  kProse,
};

// The first character that turns the direction of writing, hides text or paints over the
// neighbours of a text; in a line also the first that cannot be seen and that no script needs where
// it stands.
std::optional<std::uint32_t> FindDisguise(std::string_view utf8, Shape shape);

// The text with U+FFFD in the place of each character that FindDisguise finds in prose, so that it
// shows where it stood and turns or hides nothing.
std::string ShowDisguises(std::string_view utf8);

// "U+202E".
std::string CodePointName(std::uint32_t character);

}  // namespace keys::text
