// Values to show in /openapi.json, so that a reader sees what a field looks like.
#pragma once

#include <string>

#include "gateway/transcode/shape.h"

namespace keys::gateway {

// One value of the field (of an element, when it is repeated) as JSON: the one its proto states,
// else the first of its words, else by its name and type. Empty when nothing is known; always empty
// for messages and maps.
std::string ExampleOf(const FieldShape& field);

// A whole message as a JSON object, for a request: required members and those with a value of their
// own. `hidden` are left out.
std::string ExampleBody(const MessageShape& shape, const std::vector<std::string>& hidden);

}  // namespace keys::gateway
