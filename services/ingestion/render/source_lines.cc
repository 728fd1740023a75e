#include "services/ingestion/render/source_lines.h"

#include <md4c.h>

#include <algorithm>
#include <utility>

#include "common/base/text.h"

namespace keys::ingestion {
namespace {

constexpr std::size_t kHyphens = 3;

bool IsTableRule(std::string_view line) {
  return line.find('-') != std::string_view::npos && line.find('|') != std::string_view::npos &&
         line.find_first_not_of("|:- \t\r\n") == std::string_view::npos;
}

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

std::string WithLongTableRules(std::string_view source) {
  std::set<std::size_t> verbatim;
  std::string text;
  std::string_view before;  // the line above
  bool is_looked_at = false;
  for (std::size_t at = 0; at < source.size();) {
    const auto line_break = source.find('\n', at);
    const auto next = line_break == std::string_view::npos ? source.size() : line_break + 1;
    const std::string_view line = source.substr(at, next - at);
    bool is_rule = IsTableRule(line) && !StripBlanks(before).empty();
    if (is_rule && !std::exchange(is_looked_at, true)) verbatim = VerbatimLines(source);
    is_rule = is_rule && verbatim.count(at) == 0;
    if (is_rule) {
      AppendLengthened(line, text);
    } else {
      text += line;
    }
    before = line;
    at = next;
  }
  return text;
}

}  // namespace keys::ingestion
