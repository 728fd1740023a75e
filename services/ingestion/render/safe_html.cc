#include "services/ingestion/render/safe_html.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "common/base/text.h"
#include "services/ingestion/domain/finding.h"
#include "services/ingestion/render/addresses.h"
#include "services/ingestion/render/html.h"

namespace keys::ingestion {
namespace {

using Kind = HtmlElement::Kind;

constexpr std::string_view kLinkEnd = "\" rel=\"nofollow noopener noreferrer\"";
constexpr std::string_view kHeadings = "h2 h3 h4 h5 h6";
constexpr std::string_view kLinkedBlocks = "p h2 h3 h4 h5 h6 td th";
constexpr std::string_view kCells = "td th caption table";
constexpr std::string_view kTableParts = "table caption thead tbody tfoot tr td th";
// Elements deeper than this lose their tags and keep their content. No text needs more, and
// browsers have limits of their own.
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

// Expects HTML that was written here.
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

// Returns the path to show behind the text of its link, unless the text shows it already.
std::string PathSuffix(std::string_view path, std::string_view html_text) {
  const std::string shown = Escaped(Shortened(path, kLongestShownPath));
  if (html_text == shown || html_text == Concat({"<code>", shown, "</code>"})) return "";
  return Concat({" (<code>", shown, "</code>)"});
}

bool IsNumber(std::string_view text) {
  return !text.empty() && text.size() <= 4 && std::all_of(text.begin(), text.end(), IsDigit);
}

// The attributes of any element, and the values that are kept.
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

void SafeHtml::Write(std::string_view html) {
  if (hidden_ == 0 && !is_over()) html_ += html;
}

void SafeHtml::Text(std::string_view text) {
  if (hidden_ > 0 || is_over()) return;
  // A picture's description does not count for the slug of a heading.
  if (headings_ > 0 && pictures_ == 0) heading_text_ += text;
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
  frame.starts = html_.size();
  if (!frame.shown.empty()) Write(Concat({"<", frame.shown, all, ">"}));
  frame.begins = html_.size();
  frames_.push_back(std::move(frame));
}

void SafeHtml::Pop() {
  const Frame frame = std::move(frames_.back());
  frames_.pop_back();
  if (frame.element != nullptr && IsHidden(*frame.element)) --hidden_;
  if (frame.is_link) --links_;
  if (frame.is_picture) --pictures_;
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
  const bool is_block = element != nullptr && element->kind == Kind::kBlock;
  if (is_block) EndImplied(*FindElement("div"));
  Push({.shown = std::string(name)}, attributes);
  if (!interrupted_link_.empty() && IsWordOf(kLinkedBlocks, name)) PushLink(interrupted_link_, "a");
}

void SafeHtml::Close() {
  PopTo(BarrierSize());
  if (!frames_.empty()) Pop();
}

std::string SafeHtml::Take() {
  CloseAll();
  return WithDisguisesShown(std::move(html_));
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

// Writes text of HTML, in which character references count.
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

void SafeHtml::EndParagraph(std::size_t paragraph) {
  const Frame& last = frames_.back();
  if (frames_.size() > paragraph + 1 && last.is_link && !last.url.empty() && hidden_ == 0 &&
      StripBlanks(std::string_view(html_).substr(std::min(last.begins, html_.size()))).empty()) {
    interrupted_link_ = last.url;
    html_.resize(std::min(last.starts, html_.size()));
    frames_.back().shown.clear();
    frames_.back().fallback.clear();
    frames_.back().path.clear();
    frames_.back().begins = html_.size();
  }
  PopTo(paragraph);
}

void SafeHtml::EndImplied(const HtmlElement& element) {
  const std::size_t barrier = BarrierSize();
  if (element.kind == Kind::kBlock) {
    for (std::size_t i = frames_.size(); i > barrier; --i) {
      if (frames_[i - 1].name == "p") {
        EndParagraph(i - 1);
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
  const bool is_left_out = options_.shows_raw_tags && element != nullptr &&
                           element->kind == Kind::kHidden && element->name != "svg";
  if (is_left_out) return;
  if (element != nullptr && IsHidden(*element)) return Hide(*element);
  if (hidden_ > 0) return;
  if (tag.name == "video" || tag.name == "audio") WritePicture(tag.Find("src"), tag.name);
  if (element == nullptr || frames_.size() >= kMostFrames) return;
  if (element->kind == Kind::kVoid) return VoidTag(tag);
  EndImplied(*element);
  if (!HasParent(*element)) return;
  if (element->name == "a") {
    interrupted_link_.clear();
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
  // Browsers take "</br>" for a line break.
  if (name == "br") return Write("<br>");
  if (name == "a") interrupted_link_.clear();
  const std::size_t barrier = BarrierSize();
  for (std::size_t i = frames_.size(); i > barrier; --i) {
    if (frames_[i - 1].name == name) return PopTo(i - 1);
    // The end tag of an element in a cell does not end elements around the table.
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
  frame.url = std::string(url);
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
  frame.is_picture = true;
  ++pictures_;
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
