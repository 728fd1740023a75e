#include "services/ingestion/domain/source_lines.h"

#include <md4c.h>

#include <algorithm>
#include <iterator>
#include <utility>

#include "common/base/text.h"

namespace keys::ingestion {
namespace {

constexpr std::size_t kHyphens = 3;
constexpr int kMostTries = 16;

void AppendLengthened(std::string_view rule, std::string& text) {
  for (std::size_t at = 0; at < rule.size();) {
    const auto end = std::min(rule.find_first_not_of('-', at), rule.size());
    if (end == at) {
      text += rule[at++];
    } else {
      text.append(std::max(end - at, kHyphens), '-');
      at = end;
    }
  }
}

// Returns the line with its end.
std::string_view LineAt(std::string_view source, std::size_t at) {
  const auto line_break = source.find('\n', at);
  return source.substr(at, line_break == std::string_view::npos ? line_break : line_break + 1 - at);
}

// Returns the beginning of a line that belongs to the quotes and items around it.
std::string_view MarginOf(std::string_view line) {
  return line.substr(0, std::min(line.find_first_not_of(" \t>"), line.size()));
}

bool IsTableRule(std::string_view line) {
  line.remove_prefix(MarginOf(line).size());
  return line.find('-') != std::string_view::npos && line.find('|') != std::string_view::npos &&
         line.find_first_not_of("|:- \t\r\n") == std::string_view::npos;
}

// Counts the cells of a row by its pipes.
std::size_t CountCells(std::string_view row) {
  row.remove_prefix(MarginOf(row).size());
  row = StripBlanks(row);
  if (!row.empty() && row.front() == '|') row.remove_prefix(1);
  std::size_t cells = 1;
  for (std::size_t i = 0; i < row.size(); ++i) {
    if (row[i] == '\\') {
      ++i;
    } else if (row[i] == '|' && i + 1 < row.size()) {
      ++cells;
    }
  }
  return cells;
}

// A row whose cells are divided by "||" has an empty cell there, which md4c would leave out. The
// row is written with "| |" instead.
void AppendRow(std::string_view row, std::string& text) {
  for (std::size_t at = 0; at < row.size();) {
    if (row[at] == '`') {
      const auto end = std::min(row.find_first_not_of('`', at), row.size());
      const auto close = row.find(row.substr(at, end - at), end);
      const auto next = close == std::string_view::npos ? end : close + end - at;
      text += row.substr(at, next - at);
      at = next;
      continue;
    }
    const std::size_t size = row[at] == '\\' && at + 1 < row.size() ? 2 : 1;
    text += row.substr(at, size);
    at += size;
    if (size == 1 && row[at - 1] == '|' && at < row.size() && row[at] == '|') text += ' ';
  }
}

// Whether md4c would take the line for a row of a table although GitHub takes it for HTML behind
// the table.
bool EndsTable(std::string_view line) {
  constexpr std::string_view kStarts[] = {"<!--", "</", "<details", "<div", "<p>", "<p ", "<table"};
  line.remove_prefix(MarginOf(line).size());
  return std::any_of(std::begin(kStarts), std::end(kStarts),
                     [&](std::string_view start) { return line.substr(0, start.size()) == start; });
}

bool IsFence(std::string_view line) {
  line.remove_prefix(std::min(line.find_first_not_of(" \t>"), line.size()));
  return line.substr(0, 3) == "```" || line.substr(0, 3) == "~~~";
}

bool InterruptsParagraph(std::string_view above, std::string_view header, std::string_view rule) {
  above.remove_prefix(MarginOf(above).size());
  above = StripBlanks(above);
  // If there is a pipe above, all three lines are rows.
  return !above.empty() && above.find('|') == std::string_view::npos &&
         header.find('|') != std::string_view::npos && CountCells(header) == CountCells(rule);
}

// Whether md4c may misread the line at `from`, which is above an empty line or above the fence
// before one: by its first character behind marks of quotes, lists and headings, or by its end.
bool IsMistaken(std::string_view line, std::size_t from) {
  if (StripBlanks(line).empty()) return false;
  const auto is_odd = [](std::size_t offset) { return (offset & 0xFF) == 4; };
  const auto marks = std::min(line.find_first_not_of(" \t>#*+-.)0123456789"), line.size());
  for (std::size_t i = 0; i <= marks; ++i) {
    if (is_odd(from + i)) return true;
  }
  for (std::size_t i = line.size() - std::min<std::size_t>(line.size(), 3); i < line.size(); ++i) {
    if (is_odd(from + i)) return true;
  }
  return false;
}

}  // namespace

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

std::string WithPlainTables(std::string_view source) {
  std::set<std::size_t> verbatim;
  std::string text;
  std::string_view above;   // the line before the one before
  std::string_view before;  // the line before
  bool is_looked_at = false;
  bool in_table = false;
  for (std::size_t at = 0; at < source.size();) {
    const std::string_view line = LineAt(source, at);
    bool is_rule = IsTableRule(line) && !StripBlanks(before).empty();
    if (is_rule && !std::exchange(is_looked_at, true)) verbatim = VerbatimLines(source);
    is_rule = is_rule && verbatim.count(at) == 0;
    if (is_rule && !in_table) {
      text.resize(text.size() - before.size());
      if (InterruptsParagraph(above, before, line)) text += Concat({MarginOf(before), "\n"});
      in_table = CountCells(before) == CountCells(line);
      in_table ? AppendRow(before, text) : void(text += before);
      AppendLengthened(line, text);
    } else if (in_table && !StripBlanks(line).empty()) {
      if (EndsTable(line)) {
        in_table = false;
        text += Concat({MarginOf(line), "\n"});
      }
      in_table ? AppendRow(line, text) : void(text += line);
    } else {
      in_table = false;
      text += line;
    }
    above = before;
    before = line;
    at += line.size();
  }
  return text;
}

std::string WithSafeOffsets(std::string_view source) {
  const std::set<std::size_t> verbatim = VerbatimLines(source);
  std::string text;
  std::size_t shift_at = 0;  // in `text`: in the last empty line that is no code
  std::string_view above;
  std::string_view before;
  bool is_code = false;  // where we are, as far as empty lines go
  for (std::size_t at = 0; at < source.size();) {
    const std::string_view line = LineAt(source, at);
    text += line;
    if (StripBlanks(line).empty()) {
      for (int tries = 0; tries < kMostTries; ++tries) {
        const std::size_t from = text.size() - line.size() - before.size();
        if (!IsMistaken(before, from) && !IsMistaken(above, from - above.size())) break;
        text.insert(shift_at, 1, shift_at == 0 ? '\n' : ' ');
      }
      if (!is_code) shift_at = text.size() - (line.back() == '\n' ? 1 : 0);
    } else if (IsFence(line)) {
      is_code = !is_code;
    } else {
      is_code = verbatim.count(at) > 0;
    }
    above = before;
    before = line;
    at += line.size();
  }
  return text;
}

}  // namespace keys::ingestion
