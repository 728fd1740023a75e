#include "services/ingestion/render/markdown.h"

#include <catch2/catch.hpp>
#include <string>

namespace keys::ingestion {
namespace {

std::string Html(std::string_view text) {
  return RenderMarkdown(text, {.max_bytes = 1 << 20, .id_prefix = "p-"}).value_or("none");
}

bool Has(const std::string& html, std::string_view part) { return html.find(part) != html.npos; }

const std::string kRel = " rel=\"nofollow noopener noreferrer\"";

TEST_CASE("Markdown becomes HTML") {
  CHECK(Html("# Title\n\ntext *em* **strong** ~~gone~~ `x<y`") ==
        "<h2>Title</h2>\n<p>text <em>em</em> <strong>strong</strong> <del>gone</del> "
        "<code>x&lt;y</code></p>\n");
  CHECK(Html("- a\n- b\n") == "<ul>\n<li>a</li>\n<li>b</li>\n</ul>\n");
  CHECK(Html("3. a\n") == "<ol start=\"3\">\n<li>a</li>\n</ol>\n");
  CHECK(Html("- [x] done\n").find("<input type=\"checkbox\" disabled checked> done") !=
        std::string::npos);
  CHECK(Html("```sh\na && b\n```\n") == "<pre><code>a &amp;&amp; b\n</code></pre>\n");
  CHECK(Html("|a|b|\n|---|---|\n|1|2|\n").find("<td>2</td>") != std::string::npos);
  CHECK(Html("a  \nb\n\n---\n") == "<p>a<br>\nb</p>\n<hr>\n");
  CHECK(Html("") == "");
}

TEST_CASE("HTML shows as on GitHub, and runs nothing") {
  CHECK(Html("<script>alert(1)</script>\n") == "&lt;script&gt;alert(1)&lt;/script&gt;\n");
  CHECK(Html("the <title> of *a* page") == "<p>the &lt;title&gt; of <em>a</em> page</p>\n");
  CHECK(Html("a<svg onload=x><text>b</text></svg>c") == "<p>ac</p>\n");
  CHECK(Html("a <b onclick=x>b</b> <!-- x --> c<br/>d") == "<p>a <b>b</b>  c<br>d</p>\n");
  CHECK(Html("<p align=center>\n<b>x</b>\n</p>\n\ntext") ==
        "<p align=\"center\">\n<b>x</b>\n</p>\n<p>text</p>\n");
  CHECK(
      Html("<details>\n<summary>s</summary>\n\n- *a*\n\n</details>\n\nb") ==
      "<details>\n<summary>s</summary>\n<ul>\n<li><em>a</em></li>\n</ul>\n</details>\n<p>b</p>\n");
  CHECK(Html("*a <b>x* y") == "<p><em>a <b>x</b></em> y</p>\n");
  CHECK(Html("<div>\n\n# T\n") == "<div>\n<h2>T</h2>\n</div>");
  CHECK(Html("<p>open\n\n# T\n") == "<p>open\n</p><h2>T</h2>\n");
  CHECK(Html("&lt;b&gt; &copy; `<b>`") == "<p>&lt;b&gt; &copy; <code>&lt;b&gt;</code></p>\n");
  CHECK(Html("<img\n src=\"https://x.example/a.png\"\n alt=\"A\">") ==
        "<p><a href=\"https://x.example/a.png\"" + kRel + ">A</a></p>\n");
}

TEST_CASE("links on the page lead to headings and ids that are there") {
  CHECK(Html("[go](#the-api--more)\n\n## The API & more\n") ==
        "<p><a href=\"#p-the-api--more\">go</a></p>\n<h3 id=\"p-the-api--more\">The API &amp; "
        "more</h3>\n");
  CHECK(Html("[x](#nowhere) [y](#)") == "<p>x y</p>\n");
  CHECK(Html("# A\n# A\n[x](#a-1)") ==
        "<h2>A</h2>\n<h2 id=\"p-a-1\">A</h2>\n<p><a href=\"#p-a-1\">x</a></p>\n");
  CHECK(Has(Html("[x](#caf%C3%A9-%E6%97%A5-)\n# Caf\u00e9 \u65e5 \U0001F680"),
            "id=\"p-caf\u00e9-\u65e5-\""));
  CHECK(Has(Html("<a name=\"up\"></a>\n\n[x](#up)"), "<span id=\"p-up\"></span>"));
  CHECK(Has(Html("[x](#Title)\n<h1 align=center>Ti<b>tle</b></h1>"),
            "<h2 align=\"center\" id=\"p-title\">"));
  CHECK(Has(Html("|a|\n|---|\n|`x\\|y` z\\|w|\n"), "<td><code>x|y</code> z|w</td>"));
  CHECK(Has(Html("|a|b|\n|-|:-:|\n|1|2|\n"), "<td>1</td>\n<td align=\"center\">2</td>"));
  CHECK(Html("```\n|a|\n|-|\n```\n") == "<pre><code>|a|\n|-|\n</code></pre>\n");
  CHECK(Html("`x\\|y`") == "<p><code>x\\|y</code></p>\n");
  // No link leads to the heading, so it needs no id.
  CHECK(Html("# Deploy to Azure") == "<h2>Deploy to Azure</h2>\n");
}

TEST_CASE("footnotes, alerts and formulas are as on GitHub") {
  const std::string note = Html("a[^1] b[^1] c[^x]\n\n[^1]: https://x.example/\n");
  CHECK(Has(note, "a<sup><a href=\"#p-fn:1\" id=\"p-fnref:1\">1</a></sup> b<sup>"));
  CHECK(Has(note, "c[^x]</p>"));
  CHECK(Has(note, "<li id=\"p-fn:1\"><p><a href=\"https://x.example/\""));
  CHECK(Has(note, "href=\"#p-fnref:1:2\""));
  CHECK_FALSE(Has(Html("```\n[^1]: code\n```\n[^1]"), "<sup>"));
  CHECK(Has(Html("```\n[^1]: code\n```\n[^1]"), "[^1]: code"));
  CHECK(Html("> [!NOTE]\n> *Text*\n") ==
        "<blockquote>\n<p><strong>Note</strong><br>\n<em>Text</em></p>\n</blockquote>\n");
  CHECK(Html("> [!note]\n>\n> Text\n") ==
        "<blockquote>\n<p><strong>Note</strong></p>\n<p>Text</p>\n</blockquote>\n");
  CHECK(Html("> [!OTHER]\n") == "<blockquote>\n<p>[!OTHER]</p>\n</blockquote>\n");
  CHECK(Html("so $a_b*c*d_e$ it is, for $5 or $6") ==
        "<p>so $a_b*c*d_e$ it is, for $5 or $6</p>\n");
  CHECK(Html("|a|b|\n|:-:|--:|\n|1|2|\n")
            .find("<td align=\"center\">1</td>\n<td align=\"right\">2") != std::string::npos);
}

TEST_CASE("links lead only where a page of ours may lead") {
  CHECK(Html("[x](https://a.example/?a=1&b=2)") ==
        "<p><a href=\"https://a.example/?a=1&amp;b=2\" "
        "rel=\"nofollow noopener noreferrer\">x</a></p>\n");
  CHECK(Html("<me@a.example>").find("href=\"mailto:me@a.example\"") != std::string::npos);
  for (const char* url : {"javascript:alert(1)", "JaVaScRiPt:alert(1)", "java&#115;cript:alert(1)",
                          "data:text/html,x", "vbscript:x", "file:///etc/passwd", "//a.example",
                          "docs/a.md", "&#x6a;avascript:alert(1)", "javascript&colon;alert(1)",
                          "<java\tscript:alert(1)>", "<https://a b>"}) {
    INFO(url);
    const std::string html = Html(std::string("[x](") + url + ")");
    CHECK(html.find("<a") == std::string::npos);
  }
  CHECK(Html("[guide](docs/a.md)") == "<p>guide (<code>docs/a.md</code>)</p>\n");
  CHECK(Html("[`docs/a.md`](docs/a.md)") == "<p><code>docs/a.md</code></p>\n");
  CHECK(Html("[](https://a.example)") ==
        "<p><a href=\"https://a.example\"" + kRel + ">https://a.example</a></p>\n");
  CHECK(Html("[x](https://a.example \"t\\\" onclick=\\\"y\")").find("onclick") ==
        std::string::npos);
}

TEST_CASE("pictures elsewhere are links, others their descriptions") {
  CHECK(Html("![a *cat*](https://a.example/x.png)") ==
        "<p><a href=\"https://a.example/x.png\"" + kRel + ">a <em>cat</em></a></p>\n");
  CHECK(Html("![](https://a.example/p/x.png?s=1)") ==
        "<p><a href=\"https://a.example/p/x.png?s=1\"" + kRel + ">x.png</a></p>\n");
  CHECK(Html("[![logo](x.png)](https://a.example)") ==
        "<p><a href=\"https://a.example\"" + kRel + ">logo</a></p>\n");
  CHECK(Html("[![](https://b.example/badge.svg)](https://a.example)") ==
        "<p><a href=\"https://a.example\"" + kRel + ">badge.svg</a></p>\n");
  CHECK(Html("![plan](docs/plan.png)") == "<p>plan (<code>docs/plan.png</code>)</p>\n");
  CHECK(Html("![x](data:image/png;base64,AAAA)") == "<p>x</p>\n");
}

TEST_CASE("code is as it is written") {
  CHECK(Html("```make\nall:\n\tgo test\n\n\t\tx\n```\n") ==
        "<pre><code>all:\n\tgo test\n\n\t\tx\n</code></pre>\n");
  CHECK(Html("- a\n  ```\n  \tb\n  ```\n") ==
        "<ul>\n<li>a<pre><code>\tb\n</code></pre>\n</li>\n</ul>\n");
  CHECK(Html("\ta\tb\n") == "<pre><code>a\tb\n</code></pre>\n");
  CHECK(Html("<pre>\n\tx\n</pre>\n") == "<pre>\n\tx\n</pre>\n");
}

TEST_CASE("a list goes on behind code wherever in the text it stands") {
  for (int pad = 1; pad < 260; ++pad) {
    const std::string html =
        Html(std::string(pad, 'x') + "\n\n- a\n\n  ```\n  c\n  ```\n\n  b\n\n  ## h\n\n  e\n");
    INFO(pad);
    CHECK(Has(html, "<p>b</p>\n<h3>h</h3>\n<p>e</p>\n</li>\n</ul>"));
  }
}

TEST_CASE("addresses without marks are links where they are on GitHub") {
  CHECK(Html("left-pad@1.3.0 and a@b.example") ==
        "<p>left-pad@1.3.0 and <a href=\"mailto:a@b.example\"" + kRel + ">a@b.example</a></p>\n");
  CHECK(Has(Html("see http://localhost:8080 now"), "<a href=\"http://localhost:8080\""));
  CHECK(Has(Html("git+https://a.example/b.git"), "git+<a href=\"https://a.example/b.git\""));
  CHECK(Has(Html("https://a.example/b; c"), "<a href=\"https://a.example/b\"" + kRel));
  CHECK(Html("http://me@a.example") == "<p>http://me@a.example</p>\n");
  CHECK(Has(Html("<<https://a.example>>"), "&lt;<a href=\"https://a.example\""));
  CHECK(Has(Html("<a href=\"https://a.example\">https://b.example</a>"),
            "<a href=\"https://a.example\"" + kRel + ">https://b.example</a>"));
}

TEST_CASE("links and tags that a block cuts in two lead somewhere") {
  CHECK(
      Html("<p>\n<a "
           "href=\"https://a.example\">\n\n![Logo](https://b.example/l.png)\n\n</a>\n</p>\n\nx") ==
      "<p>\n</p><p><a href=\"https://a.example\"" + kRel + ">Logo</a></p>\n\n\n<p>x</p>\n");
  CHECK(Html("a</br>b") == "<p>a<br>b</p>\n");
  CHECK(Html("- headers <Object> to send\n") == "<ul>\n<li>headers  to send</li>\n</ul>\n");
  CHECK(Has(Html("a[^1]\n\n[^1]: see [x]\n\n[x]: https://x.example\n"),
            "<a href=\"https://x.example\""));
  CHECK(Has(Html("> \\[!TIP]\n> Text\n"), "<strong>Tip</strong><br>\nText"));
  CHECK(Html("> \\[x]\n") == "<blockquote>\n<p>[x]</p>\n</blockquote>\n");
  CHECK(Has(Html("[go](#-title)\n\n# ![logo](x.png) Title"), "<a href=\"#p--title\">go</a>"));
}

TEST_CASE("size and time are bounded") {
  CHECK_FALSE(RenderMarkdown(std::string(1000, 'a'), {.max_bytes = 100}).has_value());
  for (const std::string unit : {"> ", "*a_", "[", "![", "`", "- ", "&", "<", "|a\n|-\n", "\\",
                                 "<b>", "[^1]", "# a\n", "[^1]: x\n", "$a", "[x](#a)\n# a\n"}) {
    std::string text;
    while (text.size() < 64 * 1024) text += unit;
    const auto html = RenderMarkdown(text, {.max_bytes = 256 * 1024});
    CHECK((!html.has_value() || html->size() <= 256 * 1024));
  }
}

}  // namespace
}  // namespace keys::ingestion
