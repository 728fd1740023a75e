// JSON Schemas (draft 4) of the rule tables, for authors and their editors. `format` words that
// draft 4 does not know: "spdx-expression", "npm-range". What a schema cannot say (the slug equals
// its folder, documented files exist) only the checker finds. Pure.
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

// Everything that stands in services/ingestion/schemas/.
std::vector<SchemaFile> AllSchemas();

}  // namespace keys::ingestion
