// Writes HTML that is safe and complete on the shop's own pages, out of an author's text:
//  - elements and attributes of an allow-list only (html_elements.h); every element that is opened
//    is closed, in order, and inside whatever it was opened in;
//  - links lead to http, https, mailto or a place that is on the same page, and carry
//    rel="nofollow noopener noreferrer". A path into the archive is shown behind its text, any
//    other link is its text;
//  - pictures elsewhere become links, because a page of ours loads nothing from elsewhere; others
//    become their descriptions.
//
//   SafeHtml html(anchors, {.max_bytes = 1 << 20});
//   html.Open("p");  html.Text("a < b");  html.Raw("<kbd>x</kbd>");  html.Close();
//
// Not thread-safe.
#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "services/ingestion/render/anchors.h"
#include "services/ingestion/render/html_elements.h"
#include "services/ingestion/render/html_tag.h"

namespace keys::ingestion {

struct SafeHtmlOptions {
  std::size_t max_bytes = 0;
  // The first pass collects anchors, and its output is discarded.
  bool collects = false;
  // If true, tags whose content is no HTML (<script>, <title>) are shown as text, as in GitHub's
  // Markdown, and of <object>, <select> and the like the content is shown, so that prose about them
  // is not lost. If false, they are left out with their content.
  bool shows_raw_tags = false;
  // Returns a data: URL for a picture that the document itself carries ("attachment:x.png"), or an
  // empty text when there is none.
  std::function<std::string(std::string_view url)> own_picture = nullptr;
};

class SafeHtml {
 public:
  SafeHtml(Anchors& anchors, SafeHtmlOptions options)
      : anchors_(anchors), options_(std::move(options)) {}

  // Opens an element of ours until Close. The attributes are written as HTML.
  void Open(std::string_view name, std::string_view attributes = {});
  void Close();
  // Writes HTML of ours unchanged: void elements, line ends.
  void Write(std::string_view html);
  // Writes plain text, or a character reference as it is written.
  void Text(std::string_view text);
  void Reference(std::string_view reference);

  // Writes the author's HTML. Tags may come in several calls, but a single tag may not.
  void Raw(std::string_view html);

  void OpenLink(std::string_view url);
  void CloseLink();
  // Text that is written in between becomes the picture's description.
  void OpenPicture(std::string_view url);
  void ClosePicture();

  bool is_in_link() const { return links_ > 0; }
  // When true, further calls write nothing.
  bool is_over() const { return html_.size() > options_.max_bytes; }
  void CloseAll() { PopTo(0); }
  // Closes all open elements and returns the HTML.
  std::string Take();

 private:
  struct Frame {
    std::string_view name = {};            // as the author named it; empty for ours
    std::string shown = {};                // what its end tag is called; empty: it has none
    const HtmlElement* element = nullptr;  // null for ours
    std::string path = {};                 // into the archive; shown behind the element
    std::string fallback = {};             // its content when there is none
    std::string own_picture = {};          // a data: URL, with the content as description
    std::string url = {};                  // of a link
    bool is_link = false;
    bool is_picture = false;
    std::size_t starts = 0;  // where its tag begins
    std::size_t begins = 0;  // where its content begins
  };

  void Push(Frame frame, std::string_view attributes);
  void Pop();
  void PopTo(std::size_t size);
  std::size_t BarrierSize() const;  // frames up to the last of ours
  void StartTag(const HtmlTag& tag);
  void EndTag(std::string_view name);
  void EndImplied(const HtmlElement& element);
  bool HasParent(const HtmlElement& element) const;
  void RawText(std::string_view text);
  void VoidTag(const HtmlTag& tag);
  void WritePicture(std::string_view url, std::string_view description);
  void PushLink(std::string_view url, std::string_view name);
  std::string AttributesOf(const HtmlTag& tag, const HtmlElement& element);
  std::string IdOf(std::string_view id);
  void BeginHeading(std::string& attributes);
  void EndParagraph(std::size_t paragraph);
  void Hide(const HtmlElement& element);

  Anchors& anchors_;
  const SafeHtmlOptions options_;
  std::string html_;
  std::vector<Frame> frames_;
  int hidden_ = 0;  // open elements of which nothing is shown
  int links_ = 0;
  int headings_ = 0;
  int pictures_ = 0;
  // An author's <a> that a block of Markdown interrupted before it had content. It goes on inside
  // of blocks until its end tag.
  std::string interrupted_link_;
  std::string heading_text_;
};

}  // namespace keys::ingestion
