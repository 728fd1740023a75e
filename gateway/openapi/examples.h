// Makes the example values of /openapi.json, so that a reader sees what a field looks like.
#pragma once

#include <string>

#include "gateway/transcode/shape.h"

namespace keys::gateway {

// Returns one value of the field as JSON (of an element when it is repeated): the one that its
// proto states, else the first of its words, else one chosen by name and type. Empty when nothing
// is known, and always for messages and maps.
std::string ExampleOf(const FieldShape& field);

// Returns a whole message as a JSON object for a request: the required members and those with a
// value of their own, without the `hidden` ones.
std::string ExampleBody(const MessageShape& shape, const std::vector<std::string>& hidden);

}  // namespace keys::gateway
