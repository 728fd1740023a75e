// The statements of order_books.cc and the rows that they return, in a file of their own, so that a
// test can compare each with the migrated schema. They only fetch; domain/pledges.h decides what a
// pledge covers.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "common/pg/statement.h"

namespace keys::billing {

// A line with its order. $3: an order that is read in any case, or NULL. Orders that ended without
// a payment hold nothing and back nothing, and a tenant may have any number of them.
struct BookLineRow {
  std::string order_id;
  std::optional<std::string> parent_id;
  std::string item_kind;
  int64_t original_cents = 0;
  int64_t final_cents = 0;
  std::string currency;
  bool livemode = false;
  std::string status;
  bool suspended = false;
  bool settled = false;
  bool granted = false;
  int64_t shortfall_cents = 0;
  int64_t given_revision = 0;
  std::vector<std::string> lost_line_ids;
  std::string line_id;
  std::string key_id;
  int64_t amount_cents = 0;
  bool grants = false;
  int32_t standing = 0;
  int64_t net_cents = 0;
  bool pledged = false;
};
inline constexpr pg::Statement kListBookLines{"billing.list_book_lines", R"(
  SELECT o.id, o.parent_id, o.item_kind, o.original_cents, o.final_cents, o.currency, o.livemode,
         o.status, o.suspended_code IS NOT NULL, o.paid_at IS NOT NULL, o.granted_at IS NOT NULL,
         o.shortfall_cents, o.given_revision, o.lost_line_ids,
         line.id, line.key_id, line.amount_cents, line.grants, line.standing, line.net_cents,
         line.pledged
  FROM marketplace_orders o JOIN marketplace_order_lines line ON line.order_id = o.id
  WHERE o.tenant_id = $1 AND o.tenant_type = $2
    AND (o.status = 'open' OR o.paid_at IS NOT NULL OR o.id = $3)
  ORDER BY o.created_at, o.id, line.position)"};

struct BookCreditRow {
  std::string order_id;
  std::string source_line_id;
  std::string key_id;
  int64_t amount_cents = 0;
};
inline constexpr pg::Statement kListBookCredits{"billing.list_book_credits", R"(
  SELECT credit.order_id, credit.source_line_id, credit.key_id, credit.amount_cents
  FROM marketplace_orders o JOIN marketplace_order_credits credit ON credit.order_id = o.id
  WHERE o.tenant_id = $1 AND o.tenant_type = $2
    AND (o.status = 'open' OR o.paid_at IS NOT NULL OR o.id = $3)
  ORDER BY credit.order_id, credit.source_line_id)"};

}  // namespace keys::billing
