#include "services/ingestion/domain/notebook.h"

#include <algorithm>
#include <array>
#include <limits>
#include <utility>

#include "common/base/text.h"
#include "services/ingestion/domain/json_reader.h"
#include "services/ingestion/domain/private_names.h"
#include "services/ingestion/domain/rule_check.h"

namespace keys::ingestion {
namespace {

constexpr auto kObjectType = ValueType::kObject;
constexpr Limits kAnyLength = {0, std::numeric_limits<std::int32_t>::max()};
constexpr Limits kCount = {0, std::numeric_limits<std::int32_t>::max()};

constexpr FieldRule kOpenObject = {.type = kObjectType, .is_open = true};
constexpr FieldRule kTextItem = {.limits = kAnyLength};
constexpr FieldRule kMetadata = {
    .name = "metadata", .type = kObjectType, .need = Need::kAlways, .is_open = true};
constexpr FieldRule kExecutionCount = {.name = "execution_count",
                                       .type = ValueType::kInteger,
                                       .need = Need::kAlways,
                                       .limits = kCount,
                                       .is_nullable = true};

constexpr FieldRule Text(std::string_view name) {
  return {.name = name, .need = Need::kAlways, .limits = kAnyLength};
}
constexpr FieldRule List(std::string_view name, const FieldRule* element) {
  return {.name = name,
          .type = ValueType::kArray,
          .need = Need::kAlways,
          .limits = kCount,
          .element = element};
}
constexpr FieldRule kData = {
    .name = "data", .type = kObjectType, .need = Need::kAlways, .is_open = true};

constexpr std::array kNotebook = {
    kMetadata,
    FieldRule{
        .name = "nbformat", .type = ValueType::kInteger, .need = Need::kAlways, .limits = kCount},
    FieldRule{.name = "nbformat_minor",
              .type = ValueType::kInteger,
              .need = Need::kAlways,
              .limits = kCount},
    List("cells", &kOpenObject),
};
constexpr std::array kCell = {
    kMetadata,
    Text("cell_type"),
    FieldRule{.name = "id", .limits = {1, 64}},
    FieldRule{.name = "attachments", .type = kObjectType, .is_open = true},
};
constexpr std::array kCode = {kExecutionCount, List("outputs", &kOpenObject)};
constexpr std::array kStream = {Text("name")};
constexpr std::array kDisplay = {kMetadata, kData};
constexpr std::array kResult = {kMetadata, kData, kExecutionCount};
constexpr std::array kFailure = {Text("ename"), Text("evalue"), List("traceback", &kTextItem)};

class NotebookCheck {
 public:
  NotebookCheck(const std::string& file, Findings& findings) : file_(file), findings_(findings) {}

  void Run(const Json& notebook) {
    if (!IsFormat4(notebook)) return;
    Apply(notebook, "", kNotebook);
    const Json* cells = notebook.Find("cells");
    if (cells == nullptr || !cells->is_array()) return;
    for (std::size_t i = 0; i < cells->items().size(); ++i) {
      if (cells->items()[i].is_object()) {
        CheckCell(cells->items()[i], ChildPointer("/cells", i));
      }
    }
  }

 private:
  // In another format everything else would count as a fault.
  bool IsFormat4(const Json& notebook) {
    const Json* format = notebook.Find("nbformat");
    if (format == nullptr || !format->is_number() || format->AsInteger() == 4) return true;
    Violate("/nbformat", code::kNotebookVersion,
            "The notebook is not of format 4; save it with a newer Jupyter.");
    return false;
  }

  void CheckCell(const Json& cell, const std::string& pointer) {
    Apply(cell, pointer, kCell);
    CheckLines(cell, "source", pointer);
    const std::string_view type = cell.FindText("cell_type");
    if (type == "markdown" || type == "raw" || type.empty()) return;
    if (type != "code") {
      Violate(pointer + "/cell_type", code::kNotebookCellType,
              "A cell is of type code, markdown or raw.");
      return;
    }
    Apply(cell, pointer, kCode);
    const Json* outputs = cell.Find("outputs");
    if (outputs == nullptr || !outputs->is_array()) return;
    for (std::size_t i = 0; i < outputs->items().size(); ++i) {
      const std::string at = ChildPointer(pointer + "/outputs", i);
      if (!outputs->items()[i].is_object()) continue;
      CheckOutput(outputs->items()[i], at);
      CheckPrivacy(outputs->items()[i], at);
    }
  }

  void CheckOutput(const Json& output, const std::string& pointer) {
    const std::string_view type = output.FindText("output_type");
    if (type == "stream") {
      Apply(output, pointer, kStream);
      CheckLines(output, "text", pointer);
    } else if (type == "display_data") {
      Apply(output, pointer, kDisplay);
    } else if (type == "execute_result") {
      Apply(output, pointer, kResult);
    } else if (type == "error") {
      Apply(output, pointer, kFailure);
    } else {
      Violate(pointer + "/output_type", code::kNotebookOutputType,
              "An output is a stream, display_data, execute_result or error.");
    }
  }

  // The first place of each kind in an output is enough for the author to find the rest.
  void CheckPrivacy(const Json& output, const std::string& pointer) {
    bool has_host = false;
    bool has_home = false;
    ForEachText(output, pointer, [&](std::string_view text, const std::string& at) {
      if (!has_host && FindPrivateHost(text)) {
        has_host = true;
        Warn(at, code::kNotebookHostName, "The output names a host of a private network.");
      }
      if (!has_home && FindHomePath(text)) {
        has_home = true;
        Warn(at, code::kNotebookHomePath, "The output names a folder in somebody's home.");
      }
    });
  }

  template <typename Visit>
  static void ForEachText(const Json& value, const std::string& pointer, const Visit& visit) {
    if (value.is_string()) visit(value.text(), pointer);
    for (std::size_t i = 0; i < value.items().size(); ++i) {
      if (value.is_object() && value.keys()[i].substr(0, 6) == "image/") continue;
      ForEachText(
          value.items()[i],
          value.is_object() ? ChildPointer(pointer, value.keys()[i]) : ChildPointer(pointer, i),
          visit);
    }
  }

  void CheckLines(const Json& holder, std::string_view name, const std::string& pointer) {
    const Json* value = holder.Find(name);
    const std::string at = ChildPointer(pointer, name);
    if (value == nullptr) {
      Violate(at, code::kRequired, Concat({at, " is required."}));
      return;
    }
    const bool is_lines =
        value->is_array() && std::all_of(value->items().begin(), value->items().end(),
                                         [](const Json& line) { return line.is_string(); });
    if (value->is_string() || is_lines) return;
    Violate(at, code::kWrongType, Concat({at, " must be a string or an array of strings."}));
  }

  void Apply(const Json& object, const std::string& pointer, std::span<const FieldRule> rules) {
    RuleCheck({.file = file_, .pointer = pointer, .is_open = true}, findings_).Run(object, rules);
  }
  void Violate(const std::string& pointer, std::string_view code, std::string detail) {
    findings_.Violate({file_, pointer, std::string(code), std::move(detail)});
  }
  void Warn(const std::string& pointer, std::string_view code, std::string detail) {
    findings_.Warn({file_, pointer, std::string(code), std::move(detail)});
  }

  const std::string& file_;
  Findings& findings_;
};

// Whether a notebook is well-formed and merely too large to be checked.
bool IsOnlyTooMuch(const Findings& findings) {
  return std::all_of(
      findings.violations().begin(), findings.violations().end(), [](const Finding& finding) {
        return finding.code == code::kJsonTooManyValues || finding.code == code::kJsonTooLarge;
      });
}

// Whether a notebook has format 4 with a minor version whose rules are not known here.
bool IsNewer(const Json& notebook) {
  const Json* format = notebook.Find("nbformat");
  const Json* minor = notebook.Find("nbformat_minor");
  return format != nullptr && format->AsInteger() == 4 && minor != nullptr &&
         minor->AsInteger().value_or(0) > kNewestNotebookMinor;
}

// A violation of the known rules may be allowed by those of the newer version, so it becomes a
// warning.
Findings AsNewer(const Findings& findings, const std::string& file) {
  Findings newer;
  for (const Finding& warning : findings.warnings()) newer.Warn(warning);
  const Finding& first = findings.violations().front();
  newer.Warn(
      {file, first.pointer, std::string(code::kNotebookNewer),
       Concat({"Format 4.", std::to_string(kNewestNotebookMinor),
               " does not know this; the notebook is of a newer one and shipped as it is."})});
  return newer;
}

}  // namespace

std::optional<Json> CheckNotebook(std::string_view text, const std::string& file,
                                  Findings& findings) {
  Findings own;
  auto notebook =
      ReadJson(text, {.file = file, .max_bytes = kMaxNotebookBytes, .allows_nul = true}, own);
  if (!notebook && IsOnlyTooMuch(own)) {
    findings.Warn({file, "", std::string(code::kNotebookNotChecked),
                   "The notebook is too large to be looked into; it is shipped as it is."});
    return std::nullopt;
  }
  if (notebook) NotebookCheck(file, own).Run(*notebook);
  if (notebook && !own.ok() && IsNewer(*notebook)) own = AsNewer(own, file);
  findings.Append(own);
  if (!own.ok()) return std::nullopt;
  return notebook;
}

std::string JoinLines(const Json* value) {
  if (value == nullptr) return "";
  if (value->is_string()) return value->text();
  std::string text;
  for (const Json& line : value->items()) text += line.text();
  return text;
}

}  // namespace keys::ingestion
