#include "services/ingestion/render/terminal.h"

#include <algorithm>
#include <vector>

namespace keys::ingestion {
namespace {

constexpr char kEscape = '\x1b';
constexpr char kBell = '\x07';

bool IsBetween(char c, char first, char last) { return c >= first && c <= last; }

// Returns the end of the sequence that begins with the escape at `at`.
std::size_t SkipSequence(std::string_view text, std::size_t at) {
  if (++at == text.size()) return at;
  const char kind = text[at++];
  if (kind == '[') {  // CSI: parameters, then one final character
    while (at < text.size() && IsBetween(text[at], 0x20, 0x3F)) ++at;
    return std::min(at + 1, text.size());
  }
  if (kind == ']' || kind == 'P' || kind == '_' || kind == '^') {  // to BEL or ESC \ of it
    for (; at < text.size(); ++at) {
      if (text[at] == kBell) return at + 1;
      if (text[at] == kEscape) return std::min(at + 2, text.size());
    }
    return at;
  }
  while (at < text.size() && IsBetween(kind, 0x20, 0x2F) && IsBetween(text[at], 0x20, 0x2F)) ++at;
  return IsBetween(kind, 0x20, 0x2F) ? std::min(at + 1, text.size()) : at;
}

std::string WithoutSequences(std::string_view text) {
  std::string plain;
  for (std::size_t at = 0; at < text.size();) {
    if (text[at] == kEscape) {
      at = SkipSequence(text, at);
    } else {
      plain += text[at++];
    }
  }
  return plain;
}

// The characters of a line, and the place of the next one.
class Line {
 public:
  void Take(std::string_view character) {
    if (character == "\r") {
      at_ = 0;
    } else if (character == "\b") {
      at_ -= at_ > 0 ? 1 : 0;
    } else if (at_ < characters_.size()) {
      characters_[at_++] = character;
    } else {
      characters_.push_back(character);
      ++at_;
    }
  }

  void MoveTo(std::string& text) {
    for (const std::string_view character : characters_) text += character;
    characters_.clear();
    at_ = 0;
  }

 private:
  std::vector<std::string_view> characters_;
  std::size_t at_ = 0;
};

std::size_t SizeOfCharacter(std::string_view text) {
  std::size_t size = 1;
  while (size < text.size() && (static_cast<unsigned char>(text[size]) & 0xC0) == 0x80) ++size;
  return size;
}

}  // namespace

std::string TerminalText(std::string_view text) {
  const std::string plain = WithoutSequences(text);
  if (plain.find_first_of("\r\b") == std::string::npos) return plain;
  std::string shown;
  Line line;
  for (std::string_view rest = plain; !rest.empty();) {
    const std::string_view character = rest.substr(0, SizeOfCharacter(rest));
    rest.remove_prefix(character.size());
    if (character == "\n") {
      line.MoveTo(shown);
      shown += '\n';
    } else {
      line.Take(character);
    }
  }
  line.MoveTo(shown);
  return shown;
}

}  // namespace keys::ingestion
