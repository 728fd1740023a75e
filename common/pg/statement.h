// A SQL text as a named constant of the store that owns it.
//
//   inline constexpr pg::Statement kFindKey{"catalog.find_key",
//                                           "SELECT id, title FROM marketplace_keys "
//                                           "WHERE slug = $1"};
//
// A name stands for one text in a process. Each connection prepares it once, at first use.
#pragma once

#include <string_view>

namespace keys::pg {

struct Statement {
  std::string_view name;
  std::string_view sql;
};

}  // namespace keys::pg
