#include "services/ingestion/domain/catalogue_sections.h"

#include <md4c.h>

#include <algorithm>
#include <optional>
#include <set>
#include <utility>

#include "common/base/text.h"
#include "services/ingestion/domain/markdown_entity.h"
#include "services/ingestion/domain/source_lines.h"

namespace keys::ingestion {
namespace {

constexpr std::string_view kReferences = "Referenced By";
constexpr unsigned kLevel = 3;

bool IsLikeSlug(std::string_view text) {
  return !text.empty() &&
         text.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-") == std::string_view::npos;
}

// Returns the text behind "12." in a heading, or nothing when it does not begin so.
std::optional<std::string_view> BehindNumber(std::string_view text) {
  const auto digits = text.find_first_not_of("0123456789");
  if (digits == 0 || digits == std::string_view::npos || text[digits] != '.') return std::nullopt;
  return StripBlanks(text.substr(digits + 1));
}

// One line of a paragraph, heading or item: its text without markup, and how much of its beginning
// was strong.
struct Line {
  std::string text;
  std::size_t strong = 0;  // bytes
};

// Reads "**Name**: value" and "**Name:** value".
std::optional<std::pair<std::string, std::string>> FieldOf(const Line& line) {
  std::string_view name = std::string_view(line.text).substr(0, line.strong);
  std::string_view rest = std::string_view(line.text).substr(line.strong);
  if (name.empty()) return std::nullopt;
  if (name.back() == ':') {
    name.remove_suffix(1);
  } else if (!rest.empty() && rest.front() == ':') {
    rest.remove_prefix(1);
  } else {
    return std::nullopt;
  }
  return std::pair(std::string(StripBlanks(name)), std::string(StripBlanks(rest)));
}

// Follows md4c's events and keeps the blocks at the margin: headings, paragraphs, lists.
class SectionReader {
 public:
  // `added` counts empty lines in front of the source that its author has not written.
  SectionReader(std::string_view source, std::size_t added, std::size_t most)
      : source_(source), most_(most), added_(added) {}

  int EnterBlock(MD_BLOCKTYPE type, const void* detail) {
    // A list inside an item ends the item's own text.
    if (lists_ > 0) TakeLines();
    ++depth_;
    if (type == MD_BLOCK_QUOTE) ++quotes_;
    if (type == MD_BLOCK_UL || type == MD_BLOCK_OL) ++lists_;
    if (type == MD_BLOCK_H) level_ = static_cast<const MD_BLOCK_H_DETAIL*>(detail)->level;
    if (type == MD_BLOCK_H || type == MD_BLOCK_P || type == MD_BLOCK_LI) Begin();
    if (type == MD_BLOCK_CODE || type == MD_BLOCK_HTML) verbatim_ = true;
    return 0;
  }

  int LeaveBlock(MD_BLOCKTYPE type) {
    --depth_;
    if (type == MD_BLOCK_QUOTE) --quotes_;
    if (type == MD_BLOCK_UL || type == MD_BLOCK_OL) --lists_;
    if (type == MD_BLOCK_CODE || type == MD_BLOCK_HTML) verbatim_ = false;
    if (type == MD_BLOCK_H) TakeHeading();
    if (type == MD_BLOCK_P || type == MD_BLOCK_LI) TakeLines();
    return sections_.taken.size() > most_ ? 1 : 0;
  }

  int EnterSpan(MD_SPANTYPE type) {
    if (type == MD_SPAN_STRONG && lines_.back().text.empty()) in_strong_ = true;
    return 0;
  }
  int LeaveSpan(MD_SPANTYPE type) {
    if (type == MD_SPAN_STRONG) in_strong_ = false;
    return 0;
  }

  int Text(MD_TEXTTYPE type, std::string_view text) {
    if (verbatim_ || type == MD_TEXT_HTML || type == MD_TEXT_NULLCHAR) return 0;
    if (line_ == 0 && IsOfSource(text)) line_ = LineOf(text.data() - source_.data()) - added_;
    if (type == MD_TEXT_SOFTBR || type == MD_TEXT_BR) {
      lines_.emplace_back();
      return 0;
    }
    Line& line = lines_.back();
    line.text += type == MD_TEXT_ENTITY ? DecodeEntity(text) : std::string(text);
    if (in_strong_) line.strong = line.text.size();
    return 0;
  }

  CatalogueSections Finish() {
    TellOthers();
    std::sort(sections_.skipped.begin(), sections_.skipped.end(),
              [](const auto& a, const auto& b) { return a.line < b.line; });
    return std::move(sections_);
  }

 private:
  bool IsOfSource(std::string_view text) const {
    return text.data() >= source_.data() && text.data() < source_.data() + source_.size();
  }
  std::size_t LineOf(std::ptrdiff_t offset) {
    // Texts come in the order of the source, so its lines are counted once.
    if (offset < counted_to_) return counted_lines_;
    counted_lines_ += static_cast<std::size_t>(
        std::count(source_.begin() + counted_to_, source_.begin() + offset, '\n'));
    counted_to_ = offset;
    return counted_lines_;
  }

  void Begin() {
    lines_.assign(1, {});
    line_ = 0;
    in_strong_ = false;
  }

  void TakeHeading() {
    std::string text;
    for (const Line& line : lines_) text += (text.empty() ? "" : " ") + line.text;
    const auto slug = BehindNumber(StripBlanks(text));
    const bool at_margin = depth_ == 1;
    if (slug && at_margin && level_ == kLevel) {
      sections_.taken.push_back(
          {.slug = std::string(*slug), .line = line_, .fields = {}, .references = {}});
      seen_.insert(line_);
      is_open_ = true;
      is_told_ = false;
      heading_line_ = 0;
    } else if (slug && !at_margin) {
      Skip(line_, "it stands in a quote or a list");
      is_told_ = true;
    } else if (slug && IsLikeSlug(*slug)) {
      Skip(line_, "its heading has not exactly three #");
      is_open_ = false;
      is_told_ = true;
    } else if (at_margin && level_ <= kLevel) {
      is_open_ = false;
      is_told_ = false;
      heading_line_ = line_;
    }
    field_.clear();
    Begin();
  }

  void TakeLines() {
    const bool at_margin = depth_ == 1;
    const bool in_list = depth_ > 1 && lists_ > 0 && quotes_ == 0;
    for (std::size_t i = 0; i < lines_.size(); ++i) {
      const Line& line = lines_[i];
      if (at_margin) TakeLine(line, line_ + i);
      if (!at_margin) TellSlug(line, line_ + i, "it stands in a quote or a list");
      if (in_list && is_open_ && field_ == kReferences && !line.text.empty()) {
        sections_.taken.back().references.push_back(line.text);
      }
    }
    // The end of a paragraph ends its field, except that the list of "Referenced By" may come
    // later.
    if (at_margin && field_ != kReferences) field_.clear();
    Begin();
  }

  void TakeLine(const Line& line, std::size_t number) {
    if (auto field = FieldOf(line)) {
      field_ = field->first;
      if (is_open_) {
        // A field that occurs twice belongs to a section whose heading was not recognised. The
        // first one counts.
        const bool is_new =
            sections_.taken.back().fields.emplace(field_, std::move(field->second)).second;
        if (!is_new) TellSlug(line, number, "there is no heading of its own above it");
        if (!is_new) field_.clear();
      } else if (heading_line_ != 0 && (field_ == "Slug" || field_ == "Title")) {
        Skip(heading_line_, "its heading does not begin with a number and a full stop");
        heading_line_ = 0;
        is_told_ = field_ == "Title";
      } else {
        TellSlug(line, number, "there is no heading above it");
      }
    } else if (is_open_ && !field_.empty() && field_ != kReferences) {
      std::string& text = sections_.taken.back().fields[field_];
      text += Concat({text.empty() ? "" : " ", StripBlanks(line.text)});
    }
  }

  // Reports a line with the field that every KEY has.
  void TellSlug(const Line& line, std::size_t number, std::string why) {
    const auto field = FieldOf(line);
    if (!field || field->first != "Slug" || std::exchange(is_told_, false)) return;
    Skip(number, std::move(why));
  }

  void Skip(std::size_t line, std::string why) {
    if (seen_.insert(line).second) sections_.skipped.push_back({line, std::move(why)});
  }

  // Reports sections in what CommonMark takes for code, HTML or plain text.
  void TellOthers() {
    std::size_t number = 0;
    for (std::string_view line : Split(source_.substr(added_), '\n')) {
      ++number;
      line.remove_prefix(std::min(line.size(), line.find_first_not_of(" \t>*+-")));
      const auto marks = line.find_first_not_of('#');
      if (marks == 0 || marks == std::string_view::npos || marks > 6) continue;
      auto slug = BehindNumber(StripBlanks(line.substr(marks)));
      if (!slug) continue;
      slug->remove_prefix(std::min(slug->size(), slug->find_first_not_of('`')));
      if (!IsLikeSlug(slug->substr(0, slug->find_first_of("`# ")))) continue;
      Skip(number, "it stands in code or HTML, or has no blank behind its #");
    }
  }

  const std::string_view source_;
  const std::size_t most_;
  const std::size_t added_;
  CatalogueSections sections_;
  bool is_open_ = false;          // the last section goes on
  std::string field_;             // the field that goes on
  bool is_told_ = false;          // its heading was told, so its slug need not be
  std::size_t heading_line_ = 0;  // of a heading that is no section; 0: told, or none
  std::set<std::size_t> seen_;    // lines of headings that were taken or told
  std::vector<Line> lines_{Line()};
  std::size_t line_ = 0;  // of the first text of the block
  std::ptrdiff_t counted_to_ = 0;
  std::size_t counted_lines_ = 1;
  unsigned level_ = 0;
  int depth_ = 0;  // of blocks; the document is one
  int quotes_ = 0;
  int lists_ = 0;
  bool in_strong_ = false;
  bool verbatim_ = false;
};

SectionReader& Of(void* context) { return *static_cast<SectionReader*>(context); }

}  // namespace

CatalogueSections ReadCatalogueSections(std::string_view text, std::size_t most) {
  MD_PARSER parser = {};
  parser.flags = MD_DIALECT_GITHUB;
  parser.enter_block = [](MD_BLOCKTYPE type, void* detail, void* context) {
    return Of(context).EnterBlock(type, detail);
  };
  parser.leave_block = [](MD_BLOCKTYPE type, void*, void* context) {
    return Of(context).LeaveBlock(type);
  };
  parser.enter_span = [](MD_SPANTYPE type, void*, void* context) {
    return Of(context).EnterSpan(type);
  };
  parser.leave_span = [](MD_SPANTYPE type, void*, void* context) {
    return Of(context).LeaveSpan(type);
  };
  parser.text = [](MD_TEXTTYPE type, const MD_CHAR* chars, MD_SIZE size, void* context) {
    return Of(context).Text(type, {chars, size});
  };
  const std::string safe = WithSafeOffsets(text);
  // Lines are only added at the start, so they are the difference in length.
  const auto lines = [](std::string_view source) {
    return static_cast<std::size_t>(std::count(source.begin(), source.end(), '\n'));
  };
  SectionReader reader(safe, lines(safe) - lines(text), most);
  md_parse(safe.data(), static_cast<MD_SIZE>(safe.size()), &parser, &reader);
  return reader.Finish();
}

}  // namespace keys::ingestion
