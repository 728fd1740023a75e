// Renders files as the shop would, so that a test can compare the result with what their authors
// see elsewhere.
//
//   keys-render-cases markdown|notebook < names       a line: the name of a file
// Answers for each file a line "SIZE" and that many bytes of HTML; -1 for a file that is not shown,
// and then a line that says why.
#include <fstream>
#include <iostream>
#include <iterator>
#include <optional>
#include <string>

#include "common/base/text.h"
#include "common/text/fold.h"
#include "services/ingestion/domain/notebook.h"
#include "services/ingestion/render/markdown.h"
#include "services/ingestion/render/notebook_preview.h"

namespace {

using keys::ingestion::Findings;

std::optional<std::string> Markdown(const std::string& text, std::string& why) {
  auto html = keys::ingestion::RenderMarkdown(keys::text::WithoutByteOrderMark(text),
                                              {.max_bytes = 1 << 22, .id_prefix = "p-"});
  if (!html) why = "too large";
  return html;
}

std::optional<std::string> Notebook(const std::string& text, std::string& why) {
  Findings findings;
  const auto notebook = keys::ingestion::CheckNotebook(text, "notebook.ipynb", findings);
  if (notebook) return keys::ingestion::RenderNotebook(*notebook);
  for (const auto& one : findings.violations()) why += one.code + " " + one.pointer + " ";
  return std::nullopt;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) return 2;
  const bool is_notebook = std::string(argv[1]) == "notebook";
  std::ios::sync_with_stdio(false);
  for (std::string name; std::getline(std::cin, name);) {
    std::ifstream file(name, std::ios::binary);
    const std::string text((std::istreambuf_iterator<char>(file)), {});
    std::string why;
    const auto html = is_notebook ? Notebook(text, why) : Markdown(text, why);
    if (html) {
      std::cout << html->size() << '\n' << *html;
    } else {
      std::cout << "-1\n" << why << '\n';
    }
  }
}
