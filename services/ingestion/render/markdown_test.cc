#include "services/ingestion/render/markdown.h"

#include <catch2/catch.hpp>
#include <string>

namespace keys::ingestion {
namespace {

std::string Html(std::string_view text) { return RenderMarkdown(text, 1 << 20).value_or("none"); }

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

TEST_CASE("raw HTML is shown as text") {
  CHECK(Html("<script>alert(1)</script>\n") == "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>\n");
  CHECK(Html("a <img src=x onerror=alert(1)> b").find("<img") == std::string::npos);
  CHECK(Html("<!-- x -->").find("<!--") == std::string::npos);
  CHECK(Html("&lt;b&gt; &copy;") == "<p>&lt;b&gt; &copy;</p>\n");
}

TEST_CASE("links lead only where a page of ours may lead") {
  CHECK(Html("[x](https://a.example/?a=1&b=2)") ==
        "<p><a href=\"https://a.example/?a=1&amp;b=2\" "
        "rel=\"nofollow noopener noreferrer\">x</a></p>\n");
  CHECK(Html("[x](#part)").find("href=\"#part\"") != std::string::npos);
  CHECK(Html("<me@a.example>").find("href=\"mailto:me@a.example\"") != std::string::npos);
  for (const char* url : {"javascript:alert(1)", "JaVaScRiPt:alert(1)", "java&#115;cript:alert(1)",
                          "data:text/html,x", "vbscript:x", "file:///etc/passwd", "//a.example",
                          "docs/a.md", "&#x6a;avascript:alert(1)", "javascript&colon;alert(1)",
                          "<java\tscript:alert(1)>", "<https://a b>"}) {
    INFO(url);
    const std::string html = Html(std::string("[x](") + url + ")");
    CHECK(html.find("<a") == std::string::npos);
  }
  CHECK(Html("[x](https://a.example \"t\\\" onclick=\\\"y\")").find("onclick") ==
        std::string::npos);
}

TEST_CASE("pictures are their descriptions") {
  CHECK(Html("![a *cat*](https://a.example/x.png)") == "<p>a <em>cat</em></p>\n");
  CHECK(Html("[![logo](x.png)](https://a.example)").find("<img") == std::string::npos);
}

TEST_CASE("size and time are bounded") {
  CHECK_FALSE(RenderMarkdown(std::string(1000, 'a'), 100).has_value());
  for (const std::string& unit : {"> ", "*a_", "[", "![", "`", "- ", "&", "<", "|a\n|-\n", "\\"}) {
    std::string text;
    while (text.size() < 64 * 1024) text += unit;
    const auto html = RenderMarkdown(text, 256 * 1024);
    CHECK((!html.has_value() || html->size() <= 256 * 1024));
  }
}

}  // namespace
}  // namespace keys::ingestion
