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

std::string RenderMarkdownFile(int folder, const MarkdownFile& file, Findings& findings) {
  const auto warn = [&](std::string_view why) {
    findings.Warn({Concat({file.where, "/", Printable(file.path)}), "",
                   std::string(code::kDocumentNotShown), std::string(why)});
    return std::string();
  };
  const auto read = ReadFileBeneath(folder, file.path, kMaxMarkdownBytes);
  // A missing file has a warning of its own.
  if (!read.ok()) return "";
  if (read->is_cut) return warn("The file is larger than 128 KiB, so it is shipped but not shown.");
  if (const auto problem = EncodingProblem(read->text); !problem.empty()) return warn(problem);
  auto html = RenderMarkdown(text::WithoutByteOrderMark(read->text),
                             {.max_bytes = kMaxMarkdownHtmlBytes, .id_prefix = file.id_prefix});
  if (!html)
    return warn("As HTML the file is larger than 256 KiB, so it is shipped but not shown.");
  return *std::move(html);
}

}  // namespace keys::ingestion
