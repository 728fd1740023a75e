#include "services/ingestion/render/footnotes.h"

#include <md4c.h>

#include <algorithm>
#include <optional>
#include <set>
#include <utility>

#include "common/base/text.h"

namespace keys::ingestion {
namespace {

constexpr std::size_t kLongestLabel = 100;
constexpr std::size_t kMostNotes = 1000;

// Where lines of code and HTML begin, as offsets: what stands there is no note.
std::set<std::size_t> VerbatimLines(std::string_view source) {
  struct Context {
    std::string_view source;
    std::set<std::size_t> lines;
    bool is_verbatim = false;
  } context{source, {}, false};
  MD_PARSER parser = {};
  parser.flags = MD_DIALECT_GITHUB;
  const auto is_block = [](MD_BLOCKTYPE type) {
    return type == MD_BLOCK_CODE || type == MD_BLOCK_HTML;
  };
  static constexpr auto kIsBlock = is_block;
  parser.enter_block = [](MD_BLOCKTYPE type, void*, void* c) {
    if (kIsBlock(type)) static_cast<Context*>(c)->is_verbatim = true;
    return 0;
  };
  parser.leave_block = [](MD_BLOCKTYPE type, void*, void* c) {
    if (kIsBlock(type)) static_cast<Context*>(c)->is_verbatim = false;
    return 0;
  };
  parser.enter_span = [](MD_SPANTYPE, void*, void*) { return 0; };
  parser.leave_span = [](MD_SPANTYPE, void*, void*) { return 0; };
  parser.text = [](MD_TEXTTYPE, const MD_CHAR* text, MD_SIZE, void* c) {
    auto& in = *static_cast<Context*>(c);
    const char* const begin = in.source.data();
    if (!in.is_verbatim || text < begin || text >= begin + in.source.size()) return 0;
    const auto at = static_cast<std::size_t>(text - begin);
    const auto line_break = in.source.substr(0, at).rfind('\n');
    in.lines.insert(line_break == std::string_view::npos ? 0 : line_break + 1);
    return 0;
  };
  md_parse(source.data(), static_cast<MD_SIZE>(source.size()), &parser, &context);
  return std::move(context.lines);
}

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

// "[^label]: rest" → label, rest.
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

// A line that may go on with a paragraph above it without being indented.
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
