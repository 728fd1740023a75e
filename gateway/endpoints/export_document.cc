#include "gateway/endpoints/export_document.h"

#include <utility>

#include "common/base/text.h"

namespace keys::gateway {

ExportDocument::ExportDocument(const std::string& user_id)
    : beginning_(Concat({"{\"user_id\":\"", user_id, "\",\"services\":{"})) {}

// The names are the services' own words and need no escaping. The rows are JSON already.
std::string ExportDocument::Page(const std::string& process,
                                 const person::v1::ExportPersonResponse& page) {
  std::string json = std::exchange(beginning_, "");
  if (!in_service_) {
    StrAppend(&json, first_service_ ? "" : ",", "\"", process, "\":{");
    first_service_ = false;
    in_service_ = true;
  }
  for (const person::v1::ExportSection& section : page.sections()) {
    if (section.name() != section_) {
      StrAppend(&json, section_.empty() ? "" : "],", "\"", section.name(), "\":[");
      section_ = section.name();
      first_row_ = true;
    }
    for (const std::string& row : section.rows()) {
      StrAppend(&json, first_row_ ? "" : ",", row);
      first_row_ = false;
    }
  }
  return json;
}

std::string ExportDocument::EndOfService() {
  in_service_ = false;
  return std::exchange(section_, "").empty() ? "}" : "]}";
}

std::string ExportDocument::End() { return "},\"complete\":true}"; }

}  // namespace keys::gateway
