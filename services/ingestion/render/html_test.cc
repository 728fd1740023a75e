// Tests how an author's HTML is written anew.
#include <catch2/catch.hpp>
#include <random>
#include <set>
#include <string>
#include <vector>

#include "common/base/text.h"
#include "services/ingestion/render/addresses.h"
#include "services/ingestion/render/html_tag.h"
#include "services/ingestion/render/markdown.h"
#include "services/ingestion/render/safe_html.h"

namespace keys::ingestion {
namespace {

std::string Safe(std::string_view raw) {
  Anchors anchors("p-");
  SafeHtml html(anchors, {.max_bytes = 1 << 20});
  html.Raw(raw);
  return html.Take();
}

const std::string kRel = " rel=\"nofollow noopener noreferrer\"";

TEST_CASE("elements of the list are kept, with what is harmless of them") {
  CHECK(Safe("<p align=\"CENTER\" style=\"x\">a<br/>b</p>") == "<p align=\"center\">a<br>b</p>");
  CHECK(Safe("<kbd>x</kbd> H<sub>2</sub> <tt>y</tt> <strike>z</strike>") ==
        "<kbd>x</kbd> H<sub>2</sub> <code>y</code> <s>z</s>");
  CHECK(Safe("<details open><summary>s</summary>t</details>") ==
        "<details open><summary>s</summary>t</details>");
  CHECK(Safe("<center><h1>T</h1></center>") == "<div align=\"center\"><h2>T</h2></div>");
  CHECK(Safe("<ol start=3 type=a><li value=5>x</ol>") ==
        "<ol start=\"3\" type=\"a\"><li value=\"5\">x</li></ol>");
  CHECK(Safe("a &amp; b &lt;i&gt; &copy; &#233; AT&T") ==
        "a &amp; b &lt;i&gt; &copy; &#233; AT&amp;T");
}

TEST_CASE("what is not on the list loses its tags, and what is no text its content") {
  CHECK(Safe("<font color=red>x</font> <foo-bar>y</foo-bar>") == "x y");
  CHECK(Safe("a<script>if (a < b) alert('</p>')</script>b") == "ab");
  CHECK(Safe("a<STYLE>p > a {}</StYlE>b<svg><text>c</text></svg>d") == "abd");
  CHECK(Safe("a<!-- <b> -->b<!DOCTYPE x>c<?php echo '>' ?>d<!-->e") == "abc&#39; ?&gt;de");
  CHECK(Safe("<iframe src=https://e.example>x</iframe>y<template>z</template>") == "y");
  CHECK(Safe("<script>never closed <b>x</b>") == "");
}

TEST_CASE("what turns the direction of writing or hides text shows where it stands") {
  CHECK(Safe("<code>a\u202Eb</code> &#x202E; &#8238; &#x2066 c") ==
        "<code>a\uFFFDb</code> \uFFFD \uFFFD &amp;#x2066 c");
  CHECK(Safe("<abbr title=\"a\u2067b&#x202d;\">x\U000E0041y</abbr>") ==
        "<abbr title=\"a\uFFFDb\uFFFD\">x\uFFFDy</abbr>");
  CHECK(RenderMarkdown("# a\u202Eb\n\n```\nc\u2066d\n```\n&#8297;", {.max_bytes = 1000})
            .value_or("")
            .find_first_of("\xAA\xAE\xA6") == std::string::npos);
  CHECK(Safe("می\u200Cخواهم &rlm; \u200F") == "می\u200Cخواهم &rlm; \u200F");
}

TEST_CASE("what is opened is closed, in order") {
  CHECK(Safe("<b>x<i>y") == "<b>x<i>y</i></b>");
  CHECK(Safe("x</b></div></details>y") == "xy");
  CHECK(Safe("<p>one<p>two<div>three") == "<p>one</p><p>two</p><div>three</div>");
  CHECK(Safe("<ul><li>a<li>b<ul><li>c</ul><li>d</ul>") ==
        "<ul><li>a</li><li>b<ul><li>c</li></ul></li><li>d</li></ul>");
  CHECK(Safe("<table><tr><th>a<td>b<tr><td>c<tbody><tr><td>d</table>") ==
        "<table><tr><th>a</th><td>b</td></tr><tr><td>c</td></tr><tbody><tr><td>d</td></tr></tbody>"
        "</table>");
  CHECK(Safe("<table><tr><td>a</p></div>b</td></tr></table>") ==
        "<table><tr><td>ab</td></tr></table>");
  CHECK(Safe("<dl><dt>a<dd>b<dt>c</dl>") == "<dl><dt>a</dt><dd>b</dd><dt>c</dt></dl>");
  CHECK(Safe("<li>a</li><td>b</td><summary>c</summary>") == "abc");
}

TEST_CASE("a tag that does not end is text") {
  CHECK(Safe("a < b <3 <b") == "a &lt; b &lt;3 &lt;b");
  CHECK(Safe("<a href=\"x") == "&lt;a href=&quot;x");
  CHECK(Safe("</>x") == "&lt;/&gt;x");
}

TEST_CASE("links and pictures of HTML are as those of Markdown") {
  CHECK(Safe("<a href=\" https://x.example/?a=1&amp;b=2 \" onclick=x target=_top>t</a>") ==
        "<a href=\"https://x.example/?a=1&amp;b=2\"" + kRel + ">t</a>");
  CHECK(Safe("<a href=https://x.example></a>") ==
        "<a href=\"https://x.example\"" + kRel + ">https://x.example</a>");
  CHECK(Safe("<a href=docs/a.md>t</a>") == "t (<code>docs/a.md</code>)");
  CHECK(Safe("<img src=https://x.example/p/logo.png?x alt='A \"logo\"' width=9>") ==
        "<a href=\"https://x.example/p/logo.png?x\"" + kRel + ">A &quot;logo&quot;</a>");
  CHECK(Safe("<img src=https://x.example/p/logo.png?x>") ==
        "<a href=\"https://x.example/p/logo.png?x\"" + kRel + ">logo.png</a>");
  CHECK(Safe("<a href=https://a.example><img src=https://x.example/b.svg></a>") ==
        "<a href=\"https://a.example\"" + kRel + ">b.svg</a>");
  CHECK(Safe("<img src=img/d.png alt=diagram>") == "diagram (<code>img/d.png</code>)");
  CHECK(Safe("<picture><source srcset=x><img src=https://x.example/l.png alt=l></picture>") ==
        "<a href=\"https://x.example/l.png\"" + kRel + ">l</a>");
  CHECK(Safe("<video src=https://x.example/v.mp4></video>") ==
        "<a href=\"https://x.example/v.mp4\"" + kRel + ">video</a>");
  for (const char* url :
       {"javascript:alert(1)", "JaVaScRiPt:x", "java&#115;cript:x", "&#x6a;avascript:x",
        "javascript&colon;x", "java&Tab;script:x", "data:text/html,x", "vbscript:x",
        "java\nscript:x", " javascript:x", "file:///etc/passwd"}) {
    INFO(url);
    CHECK(Safe(Concat({"<a href=\"", url, "\">t</a>"})).find("<a") == std::string::npos);
  }
}

// The elements that may be written, apart from those with conditions.
const std::set<std::string> kNames = {
    "a",   "abbr",    "b",     "blockquote", "br",    "caption", "cite",   "code",       "dd",
    "del", "details", "dfn",   "div",        "dl",    "dt",      "em",     "figcaption", "figure",
    "h2",  "h3",      "h4",    "h5",         "h6",    "hr",      "i",      "img",        "input",
    "ins", "kbd",     "li",    "mark",       "ol",    "p",       "pre",    "q",          "rp",
    "rt",  "ruby",    "s",     "samp",       "small", "span",    "strong", "sub",        "summary",
    "sup", "table",   "tbody", "td",         "tfoot", "th",      "thead",  "time",       "tr",
    "u",   "ul",      "var",   "wbr"};
const std::set<std::string> kAttributeNames = {
    "align", "valign", "dir",      "colspan", "rowspan",   "start", "value",
    "type",  "open",   "reversed", "title",   "id",        "href",  "rel",
    "src",   "alt",    "disabled", "checked", "aria-label"};
const std::set<std::string> kVoidNames = {"br", "hr", "wbr", "img", "input"};

// Checks that every tag is allowed and closed in order, and that no link leads where it may not.
void CheckWhole(const std::string& html) {
  std::vector<std::string> open;
  for (std::size_t at = html.find('<'); at != std::string::npos; at = html.find('<', at + 1)) {
    const auto tag = ReadTag(std::string_view(html).substr(at));
    REQUIRE(tag.has_value());
    REQUIRE(tag->kind != HtmlTag::Kind::kNothing);
    REQUIRE(kNames.count(tag->name) == 1);
    if (tag->kind == HtmlTag::Kind::kEnd) {
      REQUIRE_FALSE(open.empty());
      REQUIRE(open.back() == tag->name);
      open.pop_back();
      continue;
    }
    for (const auto& [name, value] : tag->attributes) REQUIRE(kAttributeNames.count(name) == 1);
    const std::string_view href = tag->Find("href");
    if (tag->Has("href")) REQUIRE((IsSafeLink(href) || href.substr(0, 3) == "#p-"));
    if (tag->name == "img") REQUIRE(tag->Find("src").substr(0, 11) == "data:image/");
    if (kVoidNames.count(tag->name) == 0) open.push_back(tag->name);
  }
  REQUIRE(open.empty());
}

// The pieces of which hostile texts are put together.
const std::vector<std::string> kPieces = {"<b>",
                                          "</b>",
                                          "<p>",
                                          "</p>",
                                          "<div align=center>",
                                          "</div>",
                                          "<table>",
                                          "<tr>",
                                          "<td>",
                                          "</td>",
                                          "</table>",
                                          "<ul>",
                                          "<li>",
                                          "</ul>",
                                          "<details>",
                                          "<summary>",
                                          "</summary>",
                                          "</details>",
                                          "<a href='https://x.example'>",
                                          "<a href=javascript:x>",
                                          "<a href=#top id=top>",
                                          "</a>",
                                          "<script>",
                                          "</script>",
                                          "<style>",
                                          "</style>",
                                          "<svg onload=x>",
                                          "</svg>",
                                          "<img src=x onerror=y>",
                                          "<img src=https://x.example/i.png>",
                                          "<!--",
                                          "-->",
                                          "<h1 id=a>",
                                          "</h1>",
                                          "<br/>",
                                          "<pre>",
                                          "</pre>",
                                          "<select><option>",
                                          "<x y=\"",
                                          "\">",
                                          "'>",
                                          "<",
                                          ">",
                                          "&",
                                          "&lt;",
                                          "text",
                                          " ",
                                          "\n\n",
                                          "# h\n",
                                          "> ",
                                          "- ",
                                          "1. ",
                                          "```\n",
                                          "`",
                                          "**",
                                          "_",
                                          "[x](#a)",
                                          "![i](https://x.example/a.png)",
                                          "| a |\n|---|\n",
                                          "[^n]",
                                          "\n[^n]: note\n",
                                          "$a_b$",
                                          "$$",
                                          "[!NOTE]\n",
                                          "~~",
                                          "\\",
                                          "<p\n align=left>",
                                          "\t"};

TEST_CASE("whatever an author writes, what we write is whole and harmless") {
  std::mt19937 random(20261201);
  for (int round = 0; round < 3000; ++round) {
    std::string text;
    for (unsigned i = 1 + random() % 40; i > 0; --i) text += kPieces[random() % kPieces.size()];
    INFO(text);
    const auto html = RenderMarkdown(text, {.max_bytes = 1 << 20, .id_prefix = "p-"});
    REQUIRE(html.has_value());
    INFO(*html);
    CheckWhole(*html);
    CheckWhole(Safe(text));
  }
}

TEST_CASE("hostile nesting costs no more than its size") {
  for (const std::string unit :
       {"<b>", "<div>", "<table><tr><td>", "<ul><li>", "</b>", "<b></i>", "<svg>", "<a href=x>",
        "<!--", "<p><b>", "&", "<x ", "<details>"}) {
    std::string text;
    while (text.size() < 128 * 1024) text += unit;
    INFO(unit);
    Anchors anchors("p-");
    SafeHtml html(anchors, {.max_bytes = 256 * 1024});
    html.Raw(text);
    CHECK(html.Take().size() <= 300 * 1024);
  }
}

}  // namespace
}  // namespace keys::ingestion
