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

TEST_CASE("cells are shown in order with every text escaped") {
  const std::string stream =
      R"~({"output_type":"stream","name":"stdout","text":["\u001b[31mred\u001b[0m <i>"]})~";
  const std::string html =
      Preview(R"~({"cell_type":"markdown","metadata":{},"source":["# A\n","<b>"]},)~" +
              Code(R"~("if a < b: print('</code><script>')")~", stream));
  CHECK(html ==
        "<div class=\"notebook\">\n<div class=\"markdown\">\n<h2>A</h2>\n<p>&lt;b&gt;</p>\n</div>\n"
        "<pre class=\"code\"><code>if a &lt; b: print(&#39;&lt;/code&gt;&lt;script&gt;&#39;)"
        "</code></pre>\n<pre class=\"output\">red &lt;i&gt;</pre>\n</div>\n");
}

TEST_CASE("only PNG and JPEG are pictures, HTML and scripts are never shown") {
  const std::string png = R"~({"image/png":"iVBO\nRw0=","text/plain":"x"})~";
  CHECK(Has(Preview(Code("\"\"", Display(png))),
            "<img alt=\"output\" src=\"data:image/png;base64,iVBORw0=\">"));
  CHECK(Has(Preview(Code("\"\"", Display(R"~({"image/jpeg":["/9j/","4A=="]})~"))),
            "data:image/jpeg;base64,/9j/4A=="));
  const std::string hostile[] = {
      R"~({"text/html":"<script>1</script>"})~", R"~({"image/svg+xml":"<svg onload=x>"})~",
      R"~({"application/javascript":"alert(1)"})~", R"~({"image/png":"\" onerror=\"alert(1)"})~"};
  for (const std::string& data : hostile) {
    const std::string html = Preview(Code("\"\"", Display(data)));
    CHECK_FALSE(Has(html, "<img"));
    CHECK_FALSE(Has(html, "alert"));
    CHECK_FALSE(Has(html, "script"));
    CHECK_FALSE(Has(html, "svg"));
  }
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
