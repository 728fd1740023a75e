#include "services/ingestion/render/markdown.h"

#include <md4c.h>

#include <algorithm>
#include <utility>

#include "absl/strings/str_replace.h"
#include "common/base/text.h"
#include "services/ingestion/domain/source_lines.h"
#include "services/ingestion/render/bare_links.h"
#include "services/ingestion/render/footnotes.h"
#include "services/ingestion/render/markdown_names.h"
#include "services/ingestion/render/safe_html.h"
#include "services/ingestion/render/verbatim_text.h"

namespace keys::ingestion {
namespace {

// Blocks that begin with text and not with other blocks.
constexpr std::string_view kTextBlocks = "p h2 h3 h4 h5 h6 li th td";

std::string_view View(const MD_CHAR* text, MD_SIZE size) { return {text, size}; }

// Writes HTML for the events that md4c reports.
class Renderer {
 public:
  Renderer(SafeHtml& html, const MathText& math, Footnotes& notes, std::string_view prefix)
      : html_(html), math_(math), notes_(notes), prefix_(prefix) {}

  // Sets the source of the next events.
  void Begin(std::string_view source) { source_ = source; }

  int EnterBlock(MD_BLOCKTYPE type, void* detail) {
    Flush();
    is_verbatim_ = type == MD_BLOCK_CODE || type == MD_BLOCK_HTML;
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
    Flush();
    is_verbatim_ = false;
    if (type == MD_BLOCK_DOC || type == MD_BLOCK_HTML || type == MD_BLOCK_HR) return Result();
    if (type == MD_BLOCK_TABLE) is_in_table_ = false;
    if (type == MD_BLOCK_CODE) html_.Close();
    html_.Close();
    return Write("\n");
  }

  int EnterSpan(MD_SPANTYPE type, void* detail) {
    Flush();
    if (type == MD_SPAN_A) {
      link_.emplace(Link{UrlOf(static_cast<const MD_SPAN_A_DETAIL*>(detail)->href), {}});
    } else if (type == MD_SPAN_IMG) {
      html_.OpenPicture(UrlOf(static_cast<const MD_SPAN_IMG_DETAIL*>(detail)->src));
    } else {
      html_.Open(NameOf(type));
    }
    return Result();
  }

  int LeaveSpan() {
    if (link_ && IsBare(link_->text)) {
      WriteBareLink();
      return Result();
    }
    Flush();
    html_.Close();
    return Result();
  }

  int Text(MD_TEXTTYPE type, std::string_view text) {
    if (is_verbatim_ && !IsOfSource(text) && StripBlanks(text).empty() && text != "\n") {
      indentation_ += text.size();
      return Result();
    }
    if (type == MD_TEXT_HTML) {
      if (link_ || is_alert_mark_kept_) Flush();
      raw_ += TakeIndentation(text) + math_.Restored(text);
      return Result();
    }
    if (type == MD_TEXT_NORMAL && (KeepLinkText(text) || KeepAlertMark(text))) return Result();
    if (is_verbatim_) html_.Text(TakeIndentation(text));
    const bool is_escaped = type == MD_TEXT_NORMAL && std::exchange(is_alert_mark_kept_, false);
    Flush();
    if (is_escaped && !WriteAlert(Concat({"[", text}))) html_.Text("[");
    if (is_escaped && alert_ == Alert::kTitle) return Result();
    switch (type) {
      case MD_TEXT_NULLCHAR:
        return Write("\xEF\xBF\xBD");
      case MD_TEXT_BR:
        return Write("<br>\n");
      case MD_TEXT_SOFTBR:
        return Write(std::exchange(alert_, Alert::kNone) == Alert::kTitle ? "<br>\n" : "\n");
      case MD_TEXT_ENTITY:
        // md4c has checked the shape of the reference. An unknown name is shown as it is written.
        html_.Reference(text);
        return Result();
      case MD_TEXT_NORMAL:
        WriteNormal(text);
        return Result();
      default:
        html_.Text(WithoutEscapedPipes(math_.Restored(text)));
        return Result();
    }
  }

  // Writes the notes behind everything else. A note may refer to a further one.
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
  // A link of which nothing is written yet, because it may be an address without marks.
  struct Link {
    std::string url;
    std::string_view text;  // of the source
  };

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

  // In a cell "\|" is a pipe even within code, but md4c leaves the backslash there.
  std::string WithoutEscapedPipes(std::string code) const {
    if (is_in_table_) absl::StrReplaceAll({{"\\|", "|"}}, &code);
    return code;
  }

  // Writes the text that was held back until more is known.
  void Flush() {
    if (!raw_.empty()) html_.Raw(std::exchange(raw_, {}));
    if (link_) {
      const Link link = *std::exchange(link_, std::nullopt);
      html_.OpenLink(link.url);
      html_.Text(link.text);
    }
    if (std::exchange(is_alert_mark_kept_, false)) html_.Text("[");
  }

  bool IsOfSource(std::string_view text) const {
    return text.data() >= source_.data() && text.data() < source_.data() + source_.size();
  }
  std::size_t OffsetOf(std::string_view text) const {
    return static_cast<std::size_t>(text.data() - source_.data());
  }

  std::string TakeIndentation(std::string_view text) {
    const std::size_t columns = std::exchange(indentation_, 0);
    if (columns == 0) return "";
    if (!IsOfSource(text)) return std::string(columns, ' ');
    return IndentationBefore(source_, OffsetOf(text), columns);
  }

  // Holds the text of a link back when it is nothing but the link's address.
  bool KeepLinkText(std::string_view text) {
    if (!link_ || !link_->text.empty() || !IsOfSource(text)) return false;
    // From "<<https://a.example>>" md4c takes a "<" into the address.
    if (text[0] == '<' && link_->url == text) {
      html_.Text("<");
      link_->url.erase(0, 1);
      text.remove_prefix(1);
    }
    const std::string_view url = link_->url;
    const bool is_same =
        url == text || url == Concat({"http://", text}) || url == Concat({"mailto:", text});
    if (is_same) link_->text = text;
    return is_same;
  }

  bool IsBare(std::string_view link_text) const {
    if (link_text.empty()) return false;
    const std::size_t at = OffsetOf(link_text);
    return at == 0 || (source_[at - 1] != '<' && source_[at - 1] != '[');
  }

  // "http://me@a.example" is no e-mail address.
  bool IsBehindSlash(std::string_view link_text) const {
    const std::size_t at = OffsetOf(link_text);
    return at > 0 && source_[at - 1] == '/';
  }

  void WriteBareLink() {
    const Link link = *std::exchange(link_, std::nullopt);
    const bool is_mail = link.url.substr(0, 7) == "mailto:" && link.text.substr(0, 7) != "mailto:";
    if (is_mail && (!IsBareMail(link.text) || IsBehindSlash(link.text)))
      return html_.Text(link.text);
    const std::size_t size = WithoutPunctuation(link.text);
    html_.OpenLink(link.url.substr(0, link.url.size() - (link.text.size() - size)));
    html_.Text(link.text.substr(0, size));
    html_.CloseLink();
    html_.Text(link.text.substr(size));
  }

  // "\\[!NOTE]" must be shown like "[!NOTE]", but md4c reports its bracket separately.
  bool KeepAlertMark(std::string_view text) {
    if (alert_ != Alert::kFirstLine || is_alert_mark_kept_ || text != "[") return false;
    is_alert_mark_kept_ = true;
    return true;
  }

  void WriteNormal(std::string_view text) {
    if (WriteAlert(text)) return;
    const bool is_whole = IsOfSource(text) && EndsAddress(OffsetOf(text) + text.size());
    math_.Restore(text, [&](std::string_view part, bool is_tex) {
      const bool ends = is_whole && part.data() + part.size() == text.data() + text.size();
      is_tex ? html_.Text(part) : WriteWithMarks(part, ends);
    });
  }

  // Whether an address that reaches `at` ends there.
  bool EndsAddress(std::size_t at) const {
    return at >= source_.size() ||
           std::string_view(" \t\r\n<").find(source_[at]) != std::string_view::npos;
  }

  bool WriteAlert(std::string_view text) {
    if (std::exchange(alert_, Alert::kNone) != Alert::kFirstLine) return false;
    const std::string_view title = AlertTitle(text);
    if (title.empty()) return false;
    html_.Write(Concat({"<strong>", title, "</strong>"}));
    alert_ = Alert::kTitle;
    return true;
  }

  static std::string MarkId(int number, int mark) {
    return Concat({"fnref:", std::to_string(number), mark == 1 ? "" : ":" + std::to_string(mark)});
  }

  // Writes text in which "[^label]" may be the mark of a note.
  void WriteWithMarks(std::string_view text, bool ends_address) {
    while (!text.empty()) {
      const auto at = text.find("[^");
      const auto end = at == std::string_view::npos ? at : text.find(']', at);
      if (end == std::string_view::npos) break;
      const int number = notes_.NumberOf(text.substr(at + 2, end - at - 2));
      if (number == 0) {
        WriteWithLinks(html_, text.substr(0, at + 2), false);
        text.remove_prefix(at + 2);
        continue;
      }
      WriteWithLinks(html_, text.substr(0, at), true);
      WriteMark(number);
      text.remove_prefix(end + 1);
    }
    WriteWithLinks(html_, text, ends_address);
  }

  void WriteMark(int number) {
    const std::string shown = std::to_string(number);
    if (html_.is_in_link()) return html_.Write(Concat({"<sup>", shown, "</sup>"}));
    const std::string id = MarkId(number, notes_.CountMark(number));
    html_.Write(Concat({"<sup><a href=\"#", prefix_, "fn:", shown, "\" id=\"", prefix_, id, "\">",
                        shown, "</a></sup>"}));
  }

  std::string UrlOf(const MD_ATTRIBUTE& attribute) const {
    return math_.Restored(TextOf(attribute));
  }

  SafeHtml& html_;
  const MathText& math_;
  Footnotes& notes_;
  const std::string_view prefix_;
  std::string_view source_;
  bool is_in_table_ = false;
  bool is_verbatim_ = false;     // in a block of code or HTML
  std::size_t indentation_ = 0;  // columns before the line of it that comes
  std::string raw_;              // HTML of the author that is not complete yet
  std::optional<Link> link_;
  Alert alert_ = Alert::kNone;
  bool is_alert_mark_kept_ = false;  // a bracket that may begin an alert
};

Renderer& Of(void* context) { return *static_cast<Renderer*>(context); }

int Parse(std::string_view written, Renderer& renderer) {
  const std::string text = WithSafeOffsets(written);
  renderer.Begin(text);
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

// A text that is prepared for its passes.
struct Source {
  Source(std::string_view text, MathStyle style)
      : math(text, style), notes(WithPlainTables(math.text())) {}
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
