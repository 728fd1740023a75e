#include "services/ingestion/notebooks.h"

#include <algorithm>

#include "common/base/text.h"
#include "common/text/fold.h"
#include "services/ingestion/assets/file_name.h"
#include "services/ingestion/domain/json_reader.h"
#include "services/ingestion/domain/notebook.h"
#include "services/ingestion/render/markdown.h"
#include "services/ingestion/render/notebook_preview.h"

namespace keys::ingestion {
namespace {

constexpr std::string_view kNotebookEnding = ".ipynb";
constexpr std::size_t kMaxMarkdownBytes = 128 * 1024;
constexpr std::size_t kMaxMarkdownHtmlBytes = 256 * 1024;

bool IsNotebook(std::string_view path) {
  return path.size() > kNotebookEnding.size() &&
         path.substr(path.size() - kNotebookEnding.size()) == kNotebookEnding;
}

auto DepthAndName(std::string_view path) {
  return std::make_pair(std::count(path.begin(), path.end(), '/'), path);
}

}  // namespace

std::string CheckNotebooks(int folder, const Tree& tree, std::string_view where,
                           Findings& findings) {
  std::string preview;
  std::string_view shown;
  for (const TreeFile& file : tree.files) {
    if (!IsNotebook(file.path)) continue;
    const std::string name = Concat({where, "/", Printable(file.path)});
    const auto text = ReadFileBeneath(folder, file.path, kMaxNotebookBytes);
    if (!text.ok()) {
      findings.Violate({name, "", std::string(code::kUnreadable), "The file cannot be read."});
      continue;
    }
    if (text->is_cut) {
      findings.Warn({name, "", std::string(code::kNotebookNotChecked),
                     "The notebook is too large to be looked into; it is shipped as it is."});
      continue;
    }
    const auto notebook = CheckNotebook(text->text, name, findings);
    if (!notebook) continue;
    if (!shown.empty() && DepthAndName(shown) < DepthAndName(file.path)) continue;
    preview = RenderNotebook(*notebook);
    shown = file.path;
  }
  return preview;
}

std::string RenderMarkdownFile(int folder, std::string_view path, std::string_view id_prefix) {
  const auto text = ReadFileBeneath(folder, path, kMaxMarkdownBytes);
  if (!text.ok() || text->is_cut || !IsUtf8(text->text)) return "";
  return RenderMarkdown(text::WithoutByteOrderMark(text->text),
                        {.max_bytes = kMaxMarkdownHtmlBytes, .id_prefix = id_prefix})
      .value_or("");
}

}  // namespace keys::ingestion
