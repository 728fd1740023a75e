#include "services/ingestion/render/notebook_preview.h"

#include <catch2/catch.hpp>
#include <string>

#include "common/base/text.h"
#include "services/ingestion/domain/notebook.h"

namespace keys::ingestion {
namespace {

std::string Preview(const std::string& cells) {
  Findings findings;
  const auto notebook = CheckNotebook(
      Concat({R"({"nbformat":4,"nbformat_minor":5,"metadata":{},"cells":[)", cells, "]}"}),
      "x.ipynb", findings);
  REQUIRE(notebook.has_value());
  return RenderNotebook(*notebook);
}

std::string Code(const std::string& source, const std::string& outputs) {
  return Concat({R"({"cell_type":"code","metadata":{},"execution_count":null,"source":)", source,
                 R"(,"outputs":[)", outputs, "]}"});
}

std::string Display(const std::string& data) {
  return Concat({R"({"output_type":"display_data","metadata":{},"data":)", data, "}"});
}

bool Has(const std::string& html, std::string_view part) { return html.find(part) != html.npos; }

std::string Markdown(const std::string& source, const std::string& more = "") {
  return Concat({R"({"cell_type":"markdown","metadata":{},"source":)", source, more, "}"});
}

TEST_CASE("cells are shown in order with every text escaped") {
  const std::string stream =
      R"~({"output_type":"stream","name":"stdout","text":["\u001b[31mred\u001b[0m <i>"]})~";
  const std::string html = Preview(Markdown(R"~(["# A\n","<b>x"])~") + "," +
                                   Code(R"~("if a < b: print('</code><script>')")~", stream));
  CHECK(html ==
        "<div class=\"notebook\">\n<div class=\"markdown\">\n<h2>A</h2>\n<p><b>x</b></p>\n</div>\n"
        "<pre class=\"code\"><code>if a &lt; b: print(&#39;&lt;/code&gt;&lt;script&gt;&#39;)"
        "</code></pre>\n<pre class=\"output\">red &lt;i&gt;</pre>\n</div>\n");
  CHECK(Has(Preview(R"~({"cell_type":"raw","metadata":{},"source":"\\section{x} <b>"})~"),
            "<pre class=\"raw\">\\section{x} &lt;b&gt;</pre>"));
}

TEST_CASE("nothing in a cell or its output turns or hides text") {
  const std::string stream = R"~({"output_type":"stream","name":"stdout","text":"a\u202eb"},)~";
  const std::string html = Preview(
      Code(R"~("if x: \u2066y")~", stream + Display(R"~({"text/html":"<b>&#x202e;c</b>"})~")) +
      "," + Markdown(R"~("\udb40\udc61 d")~") + R"~(,{"cell_type":"raw","metadata":{},)~" +
      R"~("source":"\u2067e"})~");
  CHECK(Has(html, "if x: \uFFFDy"));
  CHECK(Has(html, "a\uFFFDb"));
  CHECK(Has(html, "<b>\uFFFDc</b>"));
  CHECK(Has(html, "<p>\uFFFD d</p>"));
  CHECK(Has(html, ">\uFFFDe</pre>"));
}

TEST_CASE("formulas stand as they are written") {
  const std::string html = Preview(Markdown(
      R"~(["Inline $\\underbrace{1}_{2} \\underbrace{3}_{4}$, $a*b*c$, \\\\(d_e_f\\\\).\n","\n",)~"
      R"~("$$\\begin{matrix} 1 & 2 \\\\ 3 & 4 \\end{matrix}$$\n","\n","Not `$x_y` nor `z_w$`, *but* this"])~"));
  CHECK(Has(html, "$\\underbrace{1}_{2} \\underbrace{3}_{4}$, $a*b*c$, \\\\(d_e_f\\\\)."));
  CHECK(Has(html, "$$\\begin{matrix} 1 &amp; 2 \\\\ 3 &amp; 4 \\end{matrix}$$"));
  CHECK(Has(html, "<code>$x_y</code> nor <code>z_w$</code>, <em>but</em>"));
}

TEST_CASE("pictures stand in the page, those pasted into a cell too") {
  const std::string png = R"~({"image/png":"iVBO\nRw0=","text/plain":"x"})~";
  CHECK(Has(Preview(Code("\"\"", Display(png))),
            "<img alt=\"output\" src=\"data:image/png;base64,iVBORw0=\">"));
  CHECK(Has(Preview(Code("\"\"", Display(R"~({"image/jpeg":["/9j/","4A=="]})~"))),
            "data:image/jpeg;base64,/9j/4A=="));
  CHECK(Has(Preview(Code("\"\"", Display(R"~({"image/gif":"R0lG","text/plain":"x"})~"))),
            "data:image/gif;base64,R0lG"));
  // An SVG that is shown as a picture runs no script.
  CHECK(Has(Preview(Code("\"\"", Display(R"~({"image/svg+xml":"<svg onload=x/>"})~"))),
            "<img alt=\"output\" src=\"data:image/svg+xml;base64,PHN2ZyBvbmxvYWQ9eC8+\">"));
  const std::string attached = R"~(,"attachments":{"a b.png":{"image/png":"iVBO"}})~";
  CHECK(Has(Preview(Markdown(R"~("![*my* pic](attachment:a%20b.png)")~", attached)),
            "<img alt=\"my pic\" src=\"data:image/png;base64,iVBO\">"));
  CHECK(Has(Preview(Markdown(R"~("![gone](attachment:other.png)")~", attached)), "<p>gone</p>"));
  CHECK(Has(Preview(Markdown(R"~("<img src='data:image/png;base64,iVBO' alt=x>")~")),
            "<img alt=\"x\" src=\"data:image/png;base64,iVBO\">"));
}

TEST_CASE("of an output the form is shown that Jupyter prefers and that is safe") {
  const auto shown = [](const std::string& data) { return Preview(Code("\"\"", Display(data))); };
  const std::string frame = shown(
      R"~({"text/html":["<div>\n<style scoped>.x{}</style>\n<table border=\"1\" class=\"dataframe\">",)~"
      R"~("<thead><tr style=\"text-align: right;\"><th></th><th>n</th></tr></thead>",)~"
      R"~("<tbody><tr><th>0</th><td>7</td></tr></tbody></table></div>"],"text/plain":"   n\n0  7"})~");
  CHECK(Has(frame, "<table><thead><tr><th></th><th>n</th></tr></thead>"));
  CHECK(Has(frame, "<tbody><tr><th>0</th><td>7</td></tr></tbody></table>"));
  CHECK(Has(shown(R"~({"text/markdown":"**b** $x_y_z$"})~"), "<strong>b</strong> $x_y_z$"));
  CHECK(Has(shown(R"~({"text/latex":"$\\displaystyle x_1$","text/plain":"x1"})~"),
            "<pre class=\"output\">$\\displaystyle x_1$</pre>"));
  CHECK(Has(shown(R"~({"application/json":{"a":[1]}})~"), "&quot;a&quot;: ["));
  CHECK(Has(shown(R"~({"text/html":"<script>x</script>","text/plain":"fallback"})~"), "fallback"));
  CHECK(Has(shown(R"~({"text/html":"<div id=1></div><script>alert(1)</script>",)~"
                  R"~("text/plain":"<IPython.core.display.HTML object>"})~"),
            "An output of type text/html shows in Jupyter only."));
  CHECK(Has(shown(R"~({"application/vnd.x+json":{}})~"), "type application/vnd.x+json shows in"));
  for (const char* data :
       {R"~({"text/html":"<script>alert(1)</script>"})~",
        R"~({"application/javascript":"alert(1)"})~", R"~({"image/png":"\" onerror=\"alert(1)"})~",
        R"~({"text/html":"<b onclick=alert(1)></b>"})~",
        R"~({"text/html":"<iframe src=https://e.example>alert</iframe>"})~"}) {
    const std::string html = shown(data);
    CHECK_FALSE(Has(html, "<img"));
    CHECK_FALSE(Has(html, "alert"));
    CHECK_FALSE(Has(html, "<script"));
    CHECK_FALSE(Has(html, "<iframe"));
  }
}

TEST_CASE("streams are joined, written over and without colours; a failure shows its traceback") {
  const std::string html = Preview(Code(
      R"~("")~",
      R"~({"output_type":"stream","name":"stderr","text":" 10%\r"},)~"
      R"~({"output_type":"stream","name":"stderr","text":["100%\n","done"]},)~"
      R"~({"output_type":"stream","name":"stdout","text":"a\u0000b"},)~"
      R"~({"output_type":"error","ename":"E","evalue":"v","traceback":["\u001b[0;31m---\u001b[0m","File x <1>"]},)~"
      R"~({"output_type":"error","ename":"E","evalue":"v","traceback":[]})~"));
  CHECK(Has(html,
            "<pre class=\"output\">100%\ndone</pre>\n<pre class=\"output\">a\uFFFD"
            "b</pre>\n"));
  CHECK(Has(html,
            "<pre class=\"error\">---\nFile x &lt;1&gt;</pre>\n<pre class=\"error\">E: v</pre>"));
}

TEST_CASE("links of one cell lead to headings of another, as Jupyter names them") {
  const std::string html = Preview(Markdown(R"~("[go](#My-Part) [no](#my-part2)")~") + "," +
                                   Markdown(R"~("## My Part")~"));
  CHECK(Has(html, "<a href=\"#n-My-Part\">go</a> no"));
  CHECK(Has(html, "<h3 id=\"n-My-Part\">My Part</h3>"));
}

TEST_CASE("what a newer version of the format adds is left out") {
  Findings findings;
  const auto notebook = CheckNotebook(
      R"~({"nbformat":4,"nbformat_minor":7,"metadata":{},"cells":[{"cell_type":"code","source":{"x":1},)~"
      R"~("outputs":[{"output_type":"new"},5,{"output_type":"stream","text":{"a":"b"}}]},5,)~"
      R"~({"cell_type":"prompt","source":"ask <b>"},{"cell_type":"markdown","source":"*ok*","attachments":3}]})~",
      "x.ipynb", findings);
  REQUIRE(notebook.has_value());
  CHECK(findings.ok());
  REQUIRE(findings.warnings().size() == 1);
  CHECK(findings.warnings()[0].code == code::kNotebookNewer);
  const std::string html = RenderNotebook(*notebook);
  CHECK(Has(html, "<pre class=\"raw\">ask &lt;b&gt;</pre>"));
  CHECK(Has(html, "<em>ok</em>"));
}

TEST_CASE("a preview is bounded") {
  std::string cells;
  for (int i = 0; i < 100; ++i) {
    cells += (i == 0 ? "" : ",") + Code("\"" + std::string(20'000, 'x') + "\"", "");
  }
  const std::string html = Preview(cells);
  CHECK(html.size() <= kMaxPreviewBytes);
  CHECK(html.size() > kMaxPreviewBytes - 30'000);
  CHECK(Has(html, "The preview ends here."));
  const std::string output = Concat(
      {R"({"output_type":"stream","name":"stdout","text":")", std::string(20'000, 'y'), "\"}"});
  CHECK(Preview(Code("\"\"", output)).size() < 17'000);
}

}  // namespace
}  // namespace keys::ingestion
