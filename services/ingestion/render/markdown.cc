#include "services/ingestion/render/markdown.h"

#include <md4c.h>

#include <algorithm>
#include <iterator>
#include <utility>

#include "absl/strings/str_replace.h"
#include "common/base/text.h"
#include "services/ingestion/domain/markdown_entity.h"
#include "services/ingestion/render/footnotes.h"
#include "services/ingestion/render/safe_html.h"
#include "services/ingestion/render/source_lines.h"

namespace keys::ingestion {
namespace {

// Blocks that begin with text rather than with other blocks.
constexpr std::string_view kTextBlocks = "p h2 h3 h4 h5 h6 li th td";

// What GitHub makes of the first line of a quote.
constexpr std::pair<std::string_view, std::string_view> kAlerts[] = {{"[!NOTE]", "Note"},
                                                                     {"[!TIP]", "Tip"},
                                                                     {"[!IMPORTANT]", "Important"},
                                                                     {"[!WARNING]", "Warning"},
                                                                     {"[!CAUTION]", "Caution"}};

std::string_view View(const MD_CHAR* text, MD_SIZE size) { return {text, size}; }

std::string_view NameOf(MD_BLOCKTYPE type) {
  switch (type) {
    case MD_BLOCK_QUOTE:
      return "blockquote";
    case MD_BLOCK_UL:
      return "ul";
    case MD_BLOCK_OL:
      return "ol";
    case MD_BLOCK_LI:
      return "li";
    case MD_BLOCK_P:
      return "p";
    case MD_BLOCK_TABLE:
      return "table";
    case MD_BLOCK_THEAD:
      return "thead";
    case MD_BLOCK_TBODY:
      return "tbody";
    case MD_BLOCK_TR:
      return "tr";
    case MD_BLOCK_TH:
      return "th";
    case MD_BLOCK_TD:
      return "td";
    default:
      return "";
  }
}

std::string_view NameOf(MD_SPANTYPE type) {
  switch (type) {
    case MD_SPAN_EM:
      return "em";
    case MD_SPAN_STRONG:
      return "strong";
    case MD_SPAN_CODE:
      return "code";
    case MD_SPAN_DEL:
      return "del";
    default:
      return "";
  }
}

std::string_view HeadingOf(const void* detail) {
  // The page's own title is its h1.
  constexpr std::string_view kNames[] = {"h2", "h3", "h4", "h5", "h6", "h6"};
  const unsigned level = static_cast<const MD_BLOCK_H_DETAIL*>(detail)->level;
  return kNames[std::clamp(level, 1U, 6U) - 1];
}

std::string_view AlignOf(const void* detail) {
  switch (static_cast<const MD_BLOCK_TD_DETAIL*>(detail)->align) {
    case MD_ALIGN_LEFT:
      return " align=\"left\"";
    case MD_ALIGN_CENTER:
      return " align=\"center\"";
    case MD_ALIGN_RIGHT:
      return " align=\"right\"";
    default:
      return "";
  }
}

// Writes what md4c reports.
class Renderer {
 public:
  Renderer(SafeHtml& html, const MathText& math, Footnotes& notes, std::string_view prefix)
      : html_(html), math_(math), notes_(notes), prefix_(prefix) {}

  int EnterBlock(MD_BLOCKTYPE type, void* detail) {
    FlushRaw();
    alert_ = type == MD_BLOCK_QUOTE                          ? Alert::kQuote
             : type == MD_BLOCK_P && alert_ == Alert::kQuote ? Alert::kFirstLine
                                                             : Alert::kNone;
    if (type == MD_BLOCK_TABLE) is_in_table_ = true;
    switch (type) {
      case MD_BLOCK_DOC:
      case MD_BLOCK_HTML:
        return Result();
      case MD_BLOCK_OL:
        return OpenList(*static_cast<const MD_BLOCK_OL_DETAIL*>(detail));
      case MD_BLOCK_LI:
        return OpenItem(*static_cast<const MD_BLOCK_LI_DETAIL*>(detail));
      case MD_BLOCK_H:
        return Open(HeadingOf(detail));
      case MD_BLOCK_CODE:
        html_.Open("pre");
        html_.Open("code");
        return Result();
      case MD_BLOCK_HR:
        return Write("<hr>\n");
      case MD_BLOCK_TH:
      case MD_BLOCK_TD:
        return Open(NameOf(type), AlignOf(detail));
      default:
        return Open(NameOf(type));
    }
  }

  int LeaveBlock(MD_BLOCKTYPE type) {
    FlushRaw();
    if (type == MD_BLOCK_DOC || type == MD_BLOCK_HTML || type == MD_BLOCK_HR) return Result();
    if (type == MD_BLOCK_TABLE) is_in_table_ = false;
    if (type == MD_BLOCK_CODE) html_.Close();
    html_.Close();
    return Write("\n");
  }

  int EnterSpan(MD_SPANTYPE type, void* detail) {
    FlushRaw();
    if (type == MD_SPAN_A) {
      html_.OpenLink(UrlOf(static_cast<const MD_SPAN_A_DETAIL*>(detail)->href));
    } else if (type == MD_SPAN_IMG) {
      html_.OpenPicture(UrlOf(static_cast<const MD_SPAN_IMG_DETAIL*>(detail)->src));
    } else {
      html_.Open(NameOf(type));
    }
    return Result();
  }

  int LeaveSpan() {
    FlushRaw();
    html_.Close();
    return Result();
  }

  int Text(MD_TEXTTYPE type, std::string_view text) {
    if (type == MD_TEXT_HTML) {
      raw_ += math_.Restored(text);
      return Result();
    }
    FlushRaw();
    switch (type) {
      case MD_TEXT_NULLCHAR:
        return Write("\xEF\xBF\xBD");
      case MD_TEXT_BR:
        return Write("<br>\n");
      case MD_TEXT_SOFTBR:
        return Write(std::exchange(alert_, Alert::kNone) == Alert::kTitle ? "<br>\n" : "\n");
      case MD_TEXT_ENTITY:
        // md4c has checked its shape; an unknown name shows as it is written.
        html_.Reference(text);
        return Result();
      case MD_TEXT_NORMAL:
        if (WriteAlert(text)) return Result();
        math_.Restore(text, [&](std::string_view part, bool is_tex) {
          is_tex ? html_.Text(part) : WriteWithMarks(part);
        });
        return Result();
      default:
        html_.Text(WithoutEscapedPipes(math_.Restored(text)));
        return Result();
    }
  }

  // The notes, behind all else; a note may bring up another one.
  template <typename Parse>
  void WriteNotes(const Parse& parse) {
    if (notes_.numbered() == 0) return;
    html_.Write("<hr>\n");
    html_.Open("ol");
    for (int number = 1; number <= notes_.numbered(); ++number) {
      html_.Open("li", Concat({" id=\"", prefix_, "fn:", std::to_string(number), "\""}));
      parse(notes_.NoteOf(number));
      for (int mark = 1; mark <= notes_.MarksOf(number); ++mark) {
        html_.Write(Concat({"<a href=\"#", prefix_, MarkId(number, mark),
                            "\" aria-label=\"Back to the text\">\u21a9</a>"}));
      }
      html_.Close();
      html_.Write("\n");
    }
    html_.Close();
    html_.Write("\n");
  }

 private:
  enum class Alert { kNone, kQuote, kFirstLine, kTitle };

  int Result() const { return html_.is_over() ? 1 : 0; }
  int Write(std::string_view html) {
    html_.Write(html);
    return Result();
  }
  int Open(std::string_view name, std::string_view attributes = {}) {
    html_.Open(name, attributes);
    return IsWordOf(kTextBlocks, name) ? Result() : Write("\n");
  }

  int OpenList(const MD_BLOCK_OL_DETAIL& list) {
    if (list.start == 1) return Open("ol");
    return Open("ol", Concat({" start=\"", std::to_string(list.start), "\""}));
  }

  int OpenItem(const MD_BLOCK_LI_DETAIL& item) {
    html_.Open("li");
    if (item.is_task == 0) return Result();
    const bool is_done = item.task_mark == 'x' || item.task_mark == 'X';
    return Write(is_done ? "<input type=\"checkbox\" disabled checked> "
                         : "<input type=\"checkbox\" disabled> ");
  }

  // In a cell "\|" is a pipe in code, too; md4c leaves the backslash there.
  std::string WithoutEscapedPipes(std::string code) const {
    if (is_in_table_) absl::StrReplaceAll({{"\\|", "|"}}, &code);
    return code;
  }

  void FlushRaw() {
    if (raw_.empty()) return;
    html_.Raw(raw_);
    raw_.clear();
  }

  bool WriteAlert(std::string_view text) {
    if (std::exchange(alert_, Alert::kNone) != Alert::kFirstLine) return false;
    for (const auto& [mark, title] : kAlerts) {
      if (ToAsciiLower(StripBlanks(text)) != ToAsciiLower(mark)) continue;
      html_.Write(Concat({"<strong>", title, "</strong>"}));
      alert_ = Alert::kTitle;
      return true;
    }
    return false;
  }

  static std::string MarkId(int number, int mark) {
    return Concat({"fnref:", std::to_string(number), mark == 1 ? "" : ":" + std::to_string(mark)});
  }

  // Text in which "[^label]" may be the mark of a note.
  void WriteWithMarks(std::string_view text) {
    while (!text.empty()) {
      const auto at = text.find("[^");
      const auto end = at == std::string_view::npos ? at : text.find(']', at);
      if (end == std::string_view::npos) break;
      const int number = notes_.NumberOf(text.substr(at + 2, end - at - 2));
      if (number == 0) {
        html_.Text(text.substr(0, at + 2));
        text.remove_prefix(at + 2);
        continue;
      }
      html_.Text(text.substr(0, at));
      WriteMark(number);
      text.remove_prefix(end + 1);
    }
    html_.Text(text);
  }

  void WriteMark(int number) {
    const std::string shown = std::to_string(number);
    if (html_.is_in_link()) return html_.Write(Concat({"<sup>", shown, "</sup>"}));
    const std::string id = MarkId(number, notes_.CountMark(number));
    html_.Write(Concat({"<sup><a href=\"#", prefix_, "fn:", shown, "\" id=\"", prefix_, id, "\">",
                        shown, "</a></sup>"}));
  }

  std::string UrlOf(const MD_ATTRIBUTE& attribute) const {
    std::string url;
    for (std::size_t i = 0; attribute.substr_offsets[i] < attribute.size; ++i) {
      const MD_OFFSET from = attribute.substr_offsets[i];
      const auto part = View(attribute.text + from, attribute.substr_offsets[i + 1] - from);
      url += attribute.substr_types[i] == MD_TEXT_ENTITY ? DecodeEntity(part) : std::string(part);
    }
    return math_.Restored(url);
  }

  SafeHtml& html_;
  const MathText& math_;
  Footnotes& notes_;
  const std::string_view prefix_;
  bool is_in_table_ = false;
  std::string raw_;  // HTML of the author that is not complete yet
  Alert alert_ = Alert::kNone;
};

Renderer& Of(void* context) { return *static_cast<Renderer*>(context); }

int Parse(std::string_view text, Renderer& renderer) {
  MD_PARSER parser = {};
  parser.flags = MD_DIALECT_GITHUB;
  parser.enter_block = [](MD_BLOCKTYPE type, void* detail, void* context) {
    return Of(context).EnterBlock(type, detail);
  };
  parser.leave_block = [](MD_BLOCKTYPE type, void*, void* context) {
    return Of(context).LeaveBlock(type);
  };
  parser.enter_span = [](MD_SPANTYPE type, void* detail, void* context) {
    return Of(context).EnterSpan(type, detail);
  };
  parser.leave_span = [](MD_SPANTYPE, void*, void* context) { return Of(context).LeaveSpan(); };
  parser.text = [](MD_TEXTTYPE type, const MD_CHAR* chars, MD_SIZE size, void* context) {
    return Of(context).Text(type, View(chars, size));
  };
  return md_parse(text.data(), static_cast<MD_SIZE>(text.size()), &parser, &renderer);
}

// A text made ready for its passes.
struct Source {
  Source(std::string_view text, MathStyle style)
      : math(text, style), notes(WithLongTableRules(math.text())) {}
  MathText math;
  Footnotes notes;
};

std::optional<std::string> Pass(Source& source, const MarkdownOptions& options, Anchors& anchors,
                                bool collects) {
  SafeHtml html(anchors, {.max_bytes = options.max_bytes,
                          .collects = collects,
                          .shows_raw_tags = options.math == MathStyle::kGitHub,
                          .own_picture = options.own_picture});
  source.notes.Restart();
  Renderer renderer(html, source.math, source.notes, anchors.prefix());
  int result = Parse(source.notes.body(), renderer);
  html.CloseAll();
  renderer.WriteNotes([&](const std::string& note) { result |= Parse(note, renderer); });
  // md4c may go on for a while after a callback has asked it to end.
  if (result != 0 || html.is_over()) return std::nullopt;
  std::string written = html.Take();
  if (written.size() > options.max_bytes) return std::nullopt;
  return written;
}

}  // namespace

std::optional<std::string> RenderMarkdown(std::string_view text, const MarkdownOptions& options) {
  Source source(text, options.math);
  if (options.anchors != nullptr) return Pass(source, options, *options.anchors, false);
  Anchors anchors(options.id_prefix);
  if (!Pass(source, options, anchors, true)) return std::nullopt;
  return Pass(source, options, anchors, false);
}

void CollectAnchors(std::string_view text, const MarkdownOptions& options, Anchors& anchors) {
  Source source(text, options.math);
  Pass(source, options, anchors, true);
}

}  // namespace keys::ingestion
