#include "services/ingestion/render/markdown.h"

#include <md4c.h>

#include <algorithm>
#include <iterator>
#include <utility>
#include <vector>

#include "common/base/text.h"
#include "services/ingestion/render/html.h"

namespace keys::ingestion {
namespace {

constexpr std::string_view kSafeStarts[] = {"http://", "https://", "mailto:", "#"};

// Blocks that begin with text rather than with other blocks.
constexpr std::string_view kTextBlocks[] = {"p", "h2", "h3", "h4", "h5", "h6", "li", "th", "td"};

std::string_view View(const MD_CHAR* text, MD_SIZE size) { return {text, size}; }

class Renderer {
 public:
  explicit Renderer(std::size_t max_bytes) : max_bytes_(max_bytes) {}

  int EnterBlock(MD_BLOCKTYPE type, void* detail) {
    switch (type) {
      case MD_BLOCK_OL:
        return OpenList(*static_cast<const MD_BLOCK_OL_DETAIL*>(detail));
      case MD_BLOCK_LI:
        return OpenItem(*static_cast<const MD_BLOCK_LI_DETAIL*>(detail));
      case MD_BLOCK_H:
        return Open(Heading(detail));
      case MD_BLOCK_CODE:
        return Write("<pre><code>");
      case MD_BLOCK_HR:
        return Write("<hr>\n");
      default:
        return Open(NameOf(type));
    }
  }

  int LeaveBlock(MD_BLOCKTYPE type, void* detail) {
    switch (type) {
      case MD_BLOCK_H:
        return Close(Heading(detail));
      case MD_BLOCK_CODE:
        return Write("</code></pre>\n");
      case MD_BLOCK_HR:
        return 0;
      default:
        return Close(NameOf(type));
    }
  }

  int EnterSpan(MD_SPANTYPE type, void* detail) {
    if (type == MD_SPAN_IMG) ++images_;
    if (type != MD_SPAN_A) return Open(NameOf(type), "");
    const std::string url = UrlOf(static_cast<const MD_SPAN_A_DETAIL*>(detail)->href);
    links_.push_back(images_ == 0 && IsSafeLink(url));
    if (!links_.back()) return 0;
    html_ += "<a href=\"";
    AppendEscaped(url, html_);
    return Write("\" rel=\"nofollow noopener noreferrer\">");
  }

  int LeaveSpan(MD_SPANTYPE type) {
    if (type == MD_SPAN_IMG) --images_;
    if (type != MD_SPAN_A) return Close(NameOf(type), "");
    const bool is_link = links_.back();
    links_.pop_back();
    return is_link ? Write("</a>") : 0;
  }

  int Text(MD_TEXTTYPE type, std::string_view text) {
    switch (type) {
      case MD_TEXT_NULLCHAR:
        return Write("\xEF\xBF\xBD");
      case MD_TEXT_BR:
        return Write("<br>\n");
      case MD_TEXT_SOFTBR:
        return Write("\n");
      case MD_TEXT_ENTITY:
        // md4c has checked its shape; an unknown name shows as it is written.
        return Write(text);
      default:
        if (!is_over()) AppendEscaped(text, html_);
        return Write("");
    }
  }

  // md4c may go on for a while after a callback has asked it to end.
  bool is_over() const { return html_.size() > max_bytes_; }
  std::string Take() { return std::move(html_); }

 private:
  static std::string_view NameOf(MD_BLOCKTYPE type) {
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

  static std::string_view NameOf(MD_SPANTYPE type) {
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

  static std::string_view Heading(const void* detail) {
    // The page's own title is its h1.
    constexpr std::string_view kNames[] = {"h2", "h3", "h4", "h5", "h6", "h6"};
    const unsigned level = static_cast<const MD_BLOCK_H_DETAIL*>(detail)->level;
    return kNames[std::clamp(level, 1U, 6U) - 1];
  }

  // A character reference inside an address: only "&amp;" means something there.
  static std::string UrlOf(const MD_ATTRIBUTE& attribute) {
    std::string url;
    for (std::size_t i = 0; attribute.substr_offsets[i] < attribute.size; ++i) {
      const MD_OFFSET from = attribute.substr_offsets[i];
      const auto part = View(attribute.text + from, attribute.substr_offsets[i + 1] - from);
      if (attribute.substr_types[i] == MD_TEXT_NORMAL) {
        url += part;
      } else if (part == "&amp;") {
        url += '&';
      } else {
        return "";
      }
    }
    return url;
  }

  int OpenList(const MD_BLOCK_OL_DETAIL& list) {
    if (list.start == 1) return Open("ol");
    return Write(Concat({"<ol start=\"", std::to_string(list.start), "\">\n"}));
  }

  int OpenItem(const MD_BLOCK_LI_DETAIL& item) {
    if (item.is_task == 0) return Open("li", "");
    const bool is_done = item.task_mark == 'x' || item.task_mark == 'X';
    return Write(is_done ? "<li><input type=\"checkbox\" disabled checked> "
                         : "<li><input type=\"checkbox\" disabled> ");
  }

  int Open(std::string_view name, std::string_view end = "\n") {
    if (name.empty()) return 0;
    const bool holds_text =
        std::find(std::begin(kTextBlocks), std::end(kTextBlocks), name) != std::end(kTextBlocks);
    return Write(Concat({"<", name, ">", holds_text ? "" : end}));
  }
  int Close(std::string_view name, std::string_view end = "\n") {
    return name.empty() ? 0 : Write(Concat({"</", name, ">", end}));
  }
  // Not 0 ends the parsing.
  int Write(std::string_view html) {
    if (!is_over()) html_ += html;
    return is_over() ? 1 : 0;
  }

  const std::size_t max_bytes_;
  std::string html_;
  std::vector<bool> links_;  // of those open, which are links on our page
  int images_ = 0;           // descriptions of pictures we are in
};

Renderer& Of(void* context) { return *static_cast<Renderer*>(context); }

}  // namespace

bool IsSafeLink(std::string_view url) {
  const bool has_odd = std::any_of(url.begin(), url.end(), [](char c) {
    return static_cast<unsigned char>(c) <= 0x20 || c == 0x7F;
  });
  if (has_odd) return false;
  const std::string lower = ToAsciiLower(url.substr(0, 8));
  return std::any_of(std::begin(kSafeStarts), std::end(kSafeStarts),
                     [&](auto start) { return lower.substr(0, start.size()) == start; });
}

std::optional<std::string> RenderMarkdown(std::string_view text, std::size_t max_bytes) {
  MD_PARSER parser = {};
  parser.flags = MD_DIALECT_GITHUB | MD_FLAG_NOHTML;
  parser.enter_block = [](MD_BLOCKTYPE type, void* detail, void* context) {
    return Of(context).EnterBlock(type, detail);
  };
  parser.leave_block = [](MD_BLOCKTYPE type, void* detail, void* context) {
    return Of(context).LeaveBlock(type, detail);
  };
  parser.enter_span = [](MD_SPANTYPE type, void* detail, void* context) {
    return Of(context).EnterSpan(type, detail);
  };
  parser.leave_span = [](MD_SPANTYPE type, void*, void* context) {
    return Of(context).LeaveSpan(type);
  };
  parser.text = [](MD_TEXTTYPE type, const MD_CHAR* text, MD_SIZE size, void* context) {
    return Of(context).Text(type, View(text, size));
  };
  Renderer renderer(max_bytes);
  const int result = md_parse(text.data(), static_cast<MD_SIZE>(text.size()), &parser, &renderer);
  if (result != 0 || renderer.is_over()) return std::nullopt;
  return renderer.Take();
}

}  // namespace keys::ingestion
