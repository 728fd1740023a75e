#include "services/ingestion/render/footnotes.h"

#include <algorithm>
#include <optional>
#include <set>
#include <utility>

#include "common/base/text.h"
#include "services/ingestion/domain/source_lines.h"

namespace keys::ingestion {
namespace {

constexpr std::size_t kLongestLabel = 100;
constexpr std::size_t kMostNotes = 1000;

std::size_t Indent(std::string_view line) {
  std::size_t columns = 0;
  for (const char c : line) {
    if (c == ' ') {
      ++columns;
    } else if (c == '\t') {
      columns += 4 - columns % 4;
    } else {
      break;
    }
  }
  return columns;
}

// Splits "[^label]: rest" into label and rest.
std::optional<std::pair<std::string_view, std::string_view>> NoteAt(std::string_view line) {
  if (Indent(line) > 3) return std::nullopt;
  line = StripBlanks(line);
  if (line.substr(0, 2) != "[^") return std::nullopt;
  const auto end = line.find("]:");
  if (end == std::string_view::npos || end < 3 || end > kLongestLabel) return std::nullopt;
  const std::string_view label = line.substr(2, end - 2);
  if (label.find_first_of("[] \t") != std::string_view::npos) return std::nullopt;
  return std::pair(label, StripBlanks(line.substr(end + 2)));
}

// Whether a line may continue a paragraph above it without being indented.
bool MayContinue(std::string_view line) {
  line = StripBlanks(line);
  return !line.empty() && std::string_view("#>-*+|<`~=[").find(line[0]) == std::string_view::npos &&
         !IsDigit(line[0]);
}

std::string_view WithoutIndent(std::string_view line) {
  if (!line.empty() && line[0] == '\t') return line.substr(1);
  const auto blanks = std::min<std::size_t>(line.find_first_not_of(' '), 4);
  return line.substr(std::min(blanks, line.size()));
}

// Returns the label of "[label]: target" in small letters. Absent for a line that defines no link.
std::optional<std::string> DefinedLabel(std::string_view line) {
  if (Indent(line) > 3) return std::nullopt;
  line = StripBlanks(line);
  const auto end = line.find("]:");
  if (end == std::string_view::npos || end < 2 || end > kLongestLabel || line[0] != '[' ||
      line[1] == '^') {
    return std::nullopt;
  }
  return ToAsciiLower(line.substr(1, end - 1));
}

}  // namespace

Footnotes::Footnotes(std::string_view source) {
  if (source.find("[^") == std::string_view::npos) {
    body_ = source;
    return;
  }
  const std::set<std::size_t> verbatim = VerbatimLines(source);
  std::string ignored;          // a second note of one label
  std::string* note = nullptr;  // the note that goes on
  bool after_blank = false;
  for (std::size_t at = 0; at < source.size();) {
    const auto line_break = source.find('\n', at);
    const auto next = line_break == std::string_view::npos ? source.size() : line_break + 1;
    const std::string_view line = source.substr(at, next - at);
    const bool is_blank = StripBlanks(line).empty();
    const auto begins =
        verbatim.count(at) == 0 && notes_.size() < kMostNotes ? NoteAt(line) : std::nullopt;
    if (begins) {
      const auto [place, is_new] = notes_.emplace(begins->first, Concat({begins->second, "\n"}));
      note = is_new ? &place->second : &ignored;
    } else if (note != nullptr &&
               (is_blank || Indent(line) >= 4 || (!after_blank && MayContinue(line)))) {
      *note += WithoutIndent(line);
    } else {
      note = nullptr;
    }
    body_ += note == nullptr ? line : std::string_view("\n");
    after_blank = is_blank;
    at = next;
  }
  AddDefinitions(source, verbatim);
}

// md4c reads a note as a text of its own, so the definitions of its links are added to it.
void Footnotes::AddDefinitions(std::string_view source, const std::set<std::size_t>& verbatim) {
  std::map<std::string, std::string_view, std::less<>> definitions;
  std::size_t at = 0;
  for (const std::string_view line : Split(source, '\n')) {
    if (auto label = DefinedLabel(line); label && verbatim.count(at) == 0) {
      definitions.emplace(*std::move(label), line);
    }
    at += line.size() + 1;
  }
  if (definitions.empty()) return;
  for (auto& [label, note] : notes_) {
    std::set<std::string_view> used;
    std::string_view rest = note;
    for (auto open = rest.find('['); open != std::string_view::npos; open = rest.find('[')) {
      rest.remove_prefix(open + 1);
      const auto found =
          definitions.find(ToAsciiLower(rest.substr(0, std::min(rest.find(']'), kLongestLabel))));
      if (found != definitions.end()) used.insert(found->second);
    }
    for (const std::string_view line : used) note += Concat({"\n", line, "\n"});
  }
}

int Footnotes::NumberOf(std::string_view label) {
  const auto note = notes_.find(label);
  if (note == notes_.end()) return 0;
  const auto [place, is_new] =
      numbers_.emplace(std::string(label), static_cast<int>(notes_of_.size()) + 1);
  if (is_new) notes_of_.push_back({&note->second});
  return place->second;
}

int Footnotes::CountMark(int number) { return ++notes_of_[number - 1].marks; }

void Footnotes::Restart() {
  numbers_.clear();
  notes_of_.clear();
}

}  // namespace keys::ingestion
