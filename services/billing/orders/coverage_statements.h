// The statements of order_coverage.cc and the rows they return, apart so that a test can hold each
// against the migrated schema.
#pragma once

#include <cstdint>
#include <string>

#include "common/pg/statement.h"

namespace keys::billing {

// What the credits an order used are still backed by: the source, or what was bought in its place,
// and what was paid for the shortfall. Standings 1 and 3 (active, suspended by a shortfall) are of
// lines whose money stands.
struct CoverageRow {
  std::string source_order_id;
  std::string source_line_id;
  std::string key_id;
  int64_t amount_cents = 0;
  int64_t covered_cents = 0;
};
inline constexpr pg::Statement kListCoverage{"billing.list_coverage", R"(
  SELECT source.order_id, credit.source_line_id, credit.key_id, credit.amount_cents,
         (SELECT coalesce(max(line.net_cents) FILTER (WHERE o.parent_id IS DISTINCT FROM holder.id), 0)
                 + coalesce(sum(line.net_cents) FILTER (WHERE o.parent_id = holder.id), 0)
          FROM marketplace_order_lines line
          JOIN marketplace_orders o ON o.id = line.order_id
          WHERE line.key_id = credit.key_id AND line.order_id <> credit.order_id
            AND o.tenant_id = holder.tenant_id AND o.tenant_type = holder.tenant_type
            AND o.currency = holder.currency AND o.granted_at IS NOT NULL
            AND line.grants AND line.standing IN (1, 3)
            AND (line.id = credit.source_line_id OR o.parent_id = holder.id
                 OR (o.item_kind = 'key' AND o.parent_id IS NULL)))::bigint
  FROM marketplace_order_credits credit
  JOIN marketplace_orders holder ON holder.id = credit.order_id
  JOIN marketplace_order_lines source ON source.id = credit.source_line_id
  WHERE credit.order_id = $1
  ORDER BY credit.source_line_id)"};

// The lines that may back the credits of an order, whether they do or not: as in list_coverage,
// without what became of them.
struct BackingRow {
  std::string source_line_id;
  std::string order_id;
  std::string line_id;
  bool pays_shortfall = false;
};
inline constexpr pg::Statement kListBacking{"billing.list_backing", R"(
  SELECT credit.source_line_id, o.id, line.id, o.parent_id IS NOT DISTINCT FROM holder.id
  FROM marketplace_order_credits credit
  JOIN marketplace_orders holder ON holder.id = credit.order_id
  JOIN marketplace_order_lines line ON line.key_id = credit.key_id AND line.grants
    AND line.order_id <> credit.order_id
  JOIN marketplace_orders o ON o.id = line.order_id
    AND o.tenant_id = holder.tenant_id AND o.tenant_type = holder.tenant_type
    AND o.currency = holder.currency AND o.granted_at IS NOT NULL
  WHERE credit.order_id = $1
    AND (line.id = credit.source_line_id OR o.parent_id = holder.id
         OR (o.item_kind = 'key' AND o.parent_id IS NULL))
  ORDER BY credit.source_line_id, line.id)"};

}  // namespace keys::billing
