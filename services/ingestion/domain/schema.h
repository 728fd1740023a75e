// Makes JSON Schemas (draft 4) of the rule tables, for authors and their editors. They use two
// `format` words that draft 4 does not have: "spdx-expression" and "npm-range". Only the checker
// finds what a schema cannot express (the slug equals its folder, documented files exist). Pure.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "services/ingestion/domain/field_rule.h"
#include "services/ingestion/domain/json.h"

namespace keys::ingestion {

Json MakeSchema(std::string_view title, std::span<const FieldRule> rules);

struct SchemaFile {
  std::string name;  // e.g. "runbook-keys.schema.json"
  std::string text;
};

// Returns every file of services/ingestion/schemas/.
std::vector<SchemaFile> AllSchemas();

}  // namespace keys::ingestion
