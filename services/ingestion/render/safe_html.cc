#include "services/ingestion/render/safe_html.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "common/base/text.h"
#include "services/ingestion/domain/finding.h"
#include "services/ingestion/render/html.h"

namespace keys::ingestion {
namespace {

using Kind = HtmlElement::Kind;

constexpr std::string_view kSafeStarts[] = {"http://", "https://", "mailto:"};
constexpr std::string_view kLinkEnd = "\" rel=\"nofollow noopener noreferrer\"";
constexpr std::string_view kHeadings = "h2 h3 h4 h5 h6";
constexpr std::string_view kCells = "td th caption table";
constexpr std::string_view kTableParts = "table caption thead tbody tfoot tr td th";
// Deeper elements are their content: no text needs more, and browsers have limits of their own.
constexpr std::size_t kMostFrames = 200;
constexpr std::size_t kLongestShownPath = 200;

bool IsHidden(const HtmlElement& element) {
  return element.kind == Kind::kHidden || element.kind == Kind::kRawText;
}

std::string Escaped(std::string_view text) {
  std::string html;
  AppendEscaped(text, html);
  return html;
}

// "docs/a.md", "../a", "/a", "//host/a": no scheme, no place on the page.
bool IsPath(std::string_view url) {
  const auto end = url.substr(0, url.find_first_of("/?#")).find(':');
  return !url.empty() && url[0] != '#' && end == std::string_view::npos;
}

bool IsHttp(std::string_view url) {
  return IsSafeLink(url) && ToAsciiLower(url.substr(0, 4)) == "http";
}

// For a picture without a description: the name of its file.
std::string_view FileNameOf(std::string_view url) {
  url = url.substr(0, url.find_first_of("?#"));
  while (!url.empty() && url.back() == '/') url.remove_suffix(1);
  if (url.substr(0, 5) == "data:") return "picture";
  const auto slash = url.rfind('/');
  if (slash != std::string_view::npos) url.remove_prefix(slash + 1);
  return url.empty() ? "picture" : url;
}

// Of HTML of ours.
std::string WithoutTags(std::string_view html) {
  std::string text;
  bool is_tag = false;
  for (const char c : html) {
    if (c == '<') is_tag = true;
    if (!is_tag) text += c;
    if (c == '>') is_tag = false;
  }
  return text;
}

// What is shown of a path behind the text of its link, when the text does not say it already.
std::string PathSuffix(std::string_view path, std::string_view html_text) {
  const std::string shown = Escaped(Shortened(path, kLongestShownPath));
  if (html_text == shown || html_text == Concat({"<code>", shown, "</code>"})) return "";
  return Concat({" (<code>", shown, "</code>)"});
}

bool IsNumber(std::string_view text) {
  return !text.empty() && text.size() <= 4 && std::all_of(text.begin(), text.end(), IsDigit);
}

// The attributes of any element, and which of their values are kept.
struct Attribute {
  std::string_view name;
  std::string_view elements;
  std::string_view words;  // empty: a number
};
constexpr Attribute kAttributes[] = {
    {"align", "div p h2 h3 h4 h5 h6 table tr td th caption", "left center right justify"},
    {"valign", "tr td th", "top middle bottom baseline"},
    {"dir", "div p span h2 h3 h4 h5 h6 li ul ol td th blockquote", "ltr rtl auto"},
    {"colspan", "td th", ""},
    {"rowspan", "td th", ""},
    {"start", "ol", ""},
    {"value", "li", ""},
    {"type", "ol", "1 a A i I"},
};

}  // namespace

bool IsSafeLink(std::string_view url) {
  const bool has_odd = std::any_of(url.begin(), url.end(), [](char c) {
    return static_cast<unsigned char>(c) <= 0x20 || c == 0x7F;
  });
  if (has_odd) return false;
  const std::string lower = ToAsciiLower(url.substr(0, 8));
  return std::any_of(std::begin(kSafeStarts), std::end(kSafeStarts), [&](std::string_view start) {
    return lower.size() >= start.size() && lower.substr(0, start.size()) == start;
  });
}

void SafeHtml::Write(std::string_view html) {
  if (hidden_ == 0 && !is_over()) html_ += html;
}

void SafeHtml::Text(std::string_view text) {
  if (hidden_ > 0 || is_over()) return;
  if (headings_ > 0) heading_text_ += text;
  AppendEscaped(text, html_);
}

void SafeHtml::Reference(std::string_view reference) {
  if (headings_ > 0 && hidden_ == 0) heading_text_ += WithoutReferences(reference);
  Write(reference);
}

void SafeHtml::BeginHeading(std::string& attributes) {
  if (headings_++ > 0) return;
  heading_text_.clear();
  if (options_.collects) return;
  if (const auto id = anchors_.NextHeading()) attributes += Concat({" id=\"", Escaped(*id), "\""});
}

void SafeHtml::Push(Frame frame, std::string_view attributes) {
  std::string all(attributes);
  if (IsWordOf(kHeadings, frame.shown)) BeginHeading(all);
  if (frames_.size() >= kMostFrames && !IsWordOf(kHeadings, frame.shown)) frame.shown.clear();
  if (!frame.shown.empty()) Write(Concat({"<", frame.shown, all, ">"}));
  frame.begins = html_.size();
  frames_.push_back(std::move(frame));
}

void SafeHtml::Pop() {
  const Frame frame = std::move(frames_.back());
  frames_.pop_back();
  if (frame.element != nullptr && IsHidden(*frame.element)) --hidden_;
  if (frame.is_link) --links_;
  if (IsWordOf(kHeadings, frame.shown) && --headings_ == 0 && options_.collects) {
    anchors_.AddHeading(heading_text_);
  }
  if (hidden_ > 0 || is_over()) return;
  if (!frame.own_picture.empty()) {
    const std::string description = WithoutTags(html_.substr(frame.begins));
    html_.resize(frame.begins);
    html_ += Concat({"<img alt=\"", description, "\" src=\"", frame.own_picture, "\">"});
  } else if (html_.size() == frame.begins) {
    AppendEscaped(frame.fallback, html_);
  }
  const std::string suffix =
      frame.path.empty() ? "" : PathSuffix(frame.path, html_.substr(frame.begins));
  if (!frame.shown.empty()) html_ += Concat({"</", frame.shown, ">"});
  html_ += suffix;
}

void SafeHtml::PopTo(std::size_t size) {
  while (frames_.size() > size) Pop();
}

std::size_t SafeHtml::BarrierSize() const {
  std::size_t size = frames_.size();
  while (size > 0 && frames_[size - 1].element != nullptr) --size;
  return size;
}

void SafeHtml::Open(std::string_view name, std::string_view attributes) {
  // A paragraph of the author's HTML ends where a block of Markdown begins.
  const HtmlElement* element = FindElement(name);
  if (element != nullptr && element->kind == Kind::kBlock) EndImplied(*FindElement("div"));
  Push({.shown = std::string(name)}, attributes);
}

void SafeHtml::Close() {
  PopTo(BarrierSize());
  if (!frames_.empty()) Pop();
}

std::string SafeHtml::Take() {
  CloseAll();
  return std::move(html_);
}

void SafeHtml::Raw(std::string_view html) {
  while (!html.empty() && !is_over()) {
    if (!frames_.empty() && frames_.back().element != nullptr &&
        frames_.back().element->kind == Kind::kRawText) {
      html.remove_prefix(EndOfRawText(html, frames_.back().name));
      if (html.empty()) return;
    }
    const auto at = html.find('<');
    RawText(html.substr(0, at));
    if (at == std::string_view::npos) return;
    html.remove_prefix(at);
    const auto tag = ReadTag(html);
    if (!tag) {
      Text("<");
      html.remove_prefix(1);
      continue;
    }
    const std::string_view source = html.substr(0, tag->size);
    html.remove_prefix(tag->size);
    const HtmlElement* element = FindElement(tag->name);
    if (options_.shows_raw_tags && element != nullptr && element->kind == Kind::kRawText) {
      Text(source);
      continue;
    }
    if (tag->kind == HtmlTag::Kind::kStart) StartTag(*tag);
    if (tag->kind == HtmlTag::Kind::kEnd) EndTag(tag->name);
  }
}

// Text of HTML: what looks like a character reference is one.
void SafeHtml::RawText(std::string_view text) {
  while (!text.empty()) {
    const auto from = text.find('&');
    Text(text.substr(0, from));
    if (from == std::string_view::npos) return;
    text.remove_prefix(from);
    const std::size_t size = ReferenceSize(text);
    if (size > 0) {
      Reference(text.substr(0, size));
    } else {
      Text("&");
    }
    text.remove_prefix(std::max<std::size_t>(size, 1));
  }
}

bool SafeHtml::HasParent(const HtmlElement& element) const {
  if (element.parents.empty()) return true;
  const std::size_t barrier = BarrierSize();
  for (std::size_t i = frames_.size(); i > barrier; --i) {
    if (IsWordOf(element.parents, frames_[i - 1].name)) return true;
    if (frames_[i - 1].name == "table" || frames_[i - 1].name == "td") return false;
  }
  return false;
}

void SafeHtml::EndImplied(const HtmlElement& element) {
  const std::size_t barrier = BarrierSize();
  if (element.kind == Kind::kBlock) {
    for (std::size_t i = frames_.size(); i > barrier; --i) {
      if (frames_[i - 1].name == "p") {
        PopTo(i - 1);
        break;
      }
      if (frames_[i - 1].element->kind == Kind::kBlock) break;
    }
  }
  if (element.ends.empty()) return;
  for (std::size_t i = frames_.size(); i > barrier; --i) {
    const std::string_view name = frames_[i - 1].name;
    if (IsWordOf(element.ends, name)) PopTo(i - 1);
    if (IsWordOf(element.parents, name)) return;
  }
}

void SafeHtml::Hide(const HtmlElement& element) {
  if (hidden_ > 0 && frames_.size() >= kMostFrames) return;
  frames_.push_back({.name = element.name, .element = &element});
  ++hidden_;
}

void SafeHtml::StartTag(const HtmlTag& tag) {
  const HtmlElement* element = FindElement(tag.name);
  if (element != nullptr && IsHidden(*element)) return Hide(*element);
  if (hidden_ > 0) return;
  if (tag.name == "video" || tag.name == "audio") WritePicture(tag.Find("src"), tag.name);
  if (element == nullptr || frames_.size() >= kMostFrames) return;
  if (element->kind == Kind::kVoid) return VoidTag(tag);
  EndImplied(*element);
  if (!HasParent(*element)) return;
  if (element->name == "a") {
    if (links_ > 0) return;
    const std::string id(tag.Find(tag.Has("id") ? "id" : "name"));
    if (const std::string mark = IdOf(id); !mark.empty())
      Write(Concat({"<span", mark, "></span>"}));
    if (tag.Has("href")) PushLink(StripBlanks(tag.Find("href")), element->name);
    return;
  }
  Push({.name = element->name, .shown = std::string(element->shown), .element = element},
       AttributesOf(tag, *element));
}

void SafeHtml::EndTag(std::string_view name) {
  const std::size_t barrier = BarrierSize();
  for (std::size_t i = frames_.size(); i > barrier; --i) {
    if (frames_[i - 1].name == name) return PopTo(i - 1);
    // The end of a cell's content does not end what is around the table.
    if (IsWordOf(kCells, frames_[i - 1].name) && !IsWordOf(kTableParts, name)) return;
  }
}

std::string SafeHtml::IdOf(std::string_view id) {
  if (id.empty()) return "";
  if (options_.collects) {
    anchors_.AddId(id);
    return "";
  }
  const auto shown = anchors_.TakeId(id);
  return shown ? Concat({" id=\"", Escaped(*shown), "\""}) : "";
}

std::string SafeHtml::AttributesOf(const HtmlTag& tag, const HtmlElement& element) {
  std::string html = IdOf(tag.Find(tag.Has("id") ? "id" : "name"));
  for (const auto& [name, value] : tag.attributes) {
    for (const Attribute& known : kAttributes) {
      if (known.name != name || !IsWordOf(known.elements, element.shown)) continue;
      const std::string word = name == "type" ? value : ToAsciiLower(value);
      const bool fits = known.words.empty() ? IsNumber(word) : IsWordOf(known.words, word);
      if (fits) html += Concat({" ", name, "=\"", word, "\""});
    }
  }
  if (element.name == "center") html += " align=\"center\"";
  if (element.name == "details" && tag.Has("open")) html += " open";
  if (element.name == "ol" && tag.Has("reversed")) html += " reversed";
  if (element.name == "abbr" && tag.Has("title")) {
    html += Concat({" title=\"", Escaped(tag.Find("title")), "\""});
  }
  return html;
}

void SafeHtml::VoidTag(const HtmlTag& tag) {
  if (tag.name == "img") return WritePicture(StripBlanks(tag.Find("src")), tag.Find("alt"));
  if (tag.name == "hr") EndImplied(*FindElement("div"));
  Write(Concat({"<", tag.name, ">"}));
}

void SafeHtml::PushLink(std::string_view url, std::string_view name) {
  const HtmlElement* element = name.empty() ? nullptr : FindElement(name);
  Frame frame{.name = name, .element = element};
  std::string attributes;
  if (links_ > 0) return Push(std::move(frame), "");
  if (!url.empty() && url[0] == '#') {
    if (options_.collects) anchors_.Want(url.substr(1));
    if (const auto id = anchors_.Find(url.substr(1))) {
      frame.shown = "a";
      attributes = Concat({" href=\"#", Escaped(*id), "\""});
    }
  } else if (IsSafeLink(url)) {
    frame.shown = "a";
    frame.fallback = std::string(url);
    attributes = Concat({" href=\"", Escaped(url), kLinkEnd});
  } else if (IsPath(url)) {
    frame.path = std::string(url);
  }
  frame.is_link = true;
  ++links_;
  Push(std::move(frame), attributes);
}

void SafeHtml::OpenLink(std::string_view url) { PushLink(url, ""); }
void SafeHtml::CloseLink() { Close(); }

void SafeHtml::OpenPicture(std::string_view url) {
  Frame frame{.fallback = std::string(FileNameOf(url))};
  std::string attributes;
  if (options_.own_picture) frame.own_picture = options_.own_picture(url);
  if (frame.own_picture.empty() && links_ == 0 && IsHttp(url)) {
    frame.shown = "a";
    frame.is_link = true;
    ++links_;
    attributes = Concat({" href=\"", Escaped(url), kLinkEnd});
  } else if (frame.own_picture.empty() && links_ == 0 && IsPath(url)) {
    frame.path = std::string(url);
  }
  Push(std::move(frame), attributes);
}

void SafeHtml::ClosePicture() { Close(); }

void SafeHtml::WritePicture(std::string_view url, std::string_view description) {
  if (url.empty() && description.empty()) return;
  OpenPicture(url);
  Text(description);
  ClosePicture();
}

}  // namespace keys::ingestion
