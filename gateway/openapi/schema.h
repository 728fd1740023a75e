// Writes messages of the contract as JSON Schemas (draft 2020-12, as in OpenAPI 3.1).
#pragma once

#include <map>
#include <string>
#include <vector>

#include "gateway/openapi/json_builder.h"
#include "gateway/transcode/shape.h"

namespace keys::gateway {

// Messages by their name under components/schemas.
using SchemaNames = std::map<std::string, const MessageShape*>;

// Returns "catalog.Facets.Count" for "keys.catalog.v1.Facets.Count".
std::string SchemaName(const MessageShape& shape);

// Adds the shape and every message in it.
void CollectSchemas(const MessageShape& shape, SchemaNames& names);

// Writes the schema of an answer. `required` lists the members that are always written.
void WriteAnswerSchema(const MessageShape& shape, JsonBuilder& json);

// Writes the schema of a request body without trusted fields and those in `hidden`. With
// `clearing`, null is allowed for every member, as in PATCH.
void WriteBodySchema(const MessageShape& shape, const std::vector<std::string>& hidden,
                     bool clearing, JsonBuilder& json);

// Writes the member "description" from the proto's comment on a message, field or RPC; nothing
// without a comment.
void WriteDescription(std::string_view full_name, JsonBuilder& json);

// Whether a body must have members.
bool HasRequired(const MessageShape& shape, const std::vector<std::string>& hidden);

// Writes the members of one field's schema, without its description, into an open object.
void WriteFieldSchema(const FieldShape& field, bool nullable, JsonBuilder& json);

}  // namespace keys::gateway
