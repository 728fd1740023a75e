// Columns that the stores of KEYS and of their contents fill from an asset in the same way.
#pragma once

#include <optional>
#include <string>

#include "keys/catalog/v1/catalog.pb.h"

namespace keys::catalog {

// NULL when the asset does not have the field.
inline std::optional<std::string> Given(bool has, const std::string& value) {
  return has ? std::optional<std::string>(value) : std::nullopt;
}

// The JSON object of an asset's attributes; an asset without any has "{}".
inline std::string AttributesOf(const v1::Asset& asset) {
  return asset.attributes().empty() ? "{}" : asset.attributes();
}

}  // namespace keys::catalog
