// Messages of the contract as JSON Schemas (draft 2020-12, as OpenAPI 3.1 has them).
#pragma once

#include <map>
#include <string>
#include <vector>

#include "gateway/openapi/json_builder.h"
#include "gateway/transcode/shape.h"

namespace keys::gateway {

// Messages by the name they have under components/schemas.
using SchemaNames = std::map<std::string, const MessageShape*>;

// "keys.catalog.v1.Facets.Count" → "catalog.Facets.Count"
std::string SchemaName(const MessageShape& shape);

// Adds the shape and every message in it.
void CollectSchemas(const MessageShape& shape, SchemaNames& names);

// An answer: `required` are the members that are always written.
void WriteAnswerSchema(const MessageShape& shape, JsonBuilder& json);

// A request body: without trusted fields and those in `hidden`. `clearing`: null is allowed for
// every member, as in PATCH.
void WriteBodySchema(const MessageShape& shape, const std::vector<std::string>& hidden,
                     bool clearing, JsonBuilder& json);

// The member "description" with what the proto says of a message, field or RPC; nothing without a
// comment.
void WriteDescription(std::string_view full_name, JsonBuilder& json);

// Whether a body must have members.
bool HasRequired(const MessageShape& shape, const std::vector<std::string>& hidden);

// The members of one field's schema, into an open object, without its description.
void WriteFieldSchema(const FieldShape& field, bool nullable, JsonBuilder& json);

}  // namespace keys::gateway
