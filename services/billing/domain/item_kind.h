// What an order sells: one KEY, or a bundle of KEYS.
#pragma once

#include <string_view>

#include "absl/status/statusor.h"

namespace keys::billing {

enum class ItemKind { kKey, kBundle };

// key, bundle.
std::string_view WordOf(ItemKind kind);
// INTERNAL for any other word.
absl::StatusOr<ItemKind> ParseItemKind(std::string_view word);

}  // namespace keys::billing
