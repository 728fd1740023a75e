#include "services/entitlement/grants/order_sources.h"

#include <string>
#include <utility>
#include <vector>

#include "common/base/status_macros.h"
#include "common/error/error.h"
#include "common/id/id.h"

namespace keys::entitlement {
namespace {

struct OrderGrantRow {
  std::string grant_id, order_id, order_line_id;
};
constexpr pg::Statement kListOrderGrants{"entitlement.list_order_grants", R"(
  SELECT id, order_id, order_line_id FROM marketplace_entitlements
  WHERE id > $1::uuid AND order_id IS NOT NULL AND status <> 'revoked'
  ORDER BY id LIMIT $2)"};

constexpr char kBeforeAllGrants[] = "00000000-0000-0000-0000-000000000000";

}  // namespace

absl::StatusOr<v1::ListOrderGrantsResponse> OrderSources::List(
    rpc::Call& call, const v1::ListOrderGrantsRequest& request) {
  if (request.limit() < 1 || request.limit() > kMostOrderGrants) {
    return error::Invalid("/limit", "OUT_OF_RANGE", "limit is 1 to 1000.");
  }
  const std::string& after = request.after_grant_id();
  if (!after.empty() && !IsUuid(after)) {
    return error::Invalid("/after_grant_id", "INVALID", "This is no UUID.");
  }
  ASSIGN_OR_RETURN(pg::Connection db, pool_.Acquire(call.deadline()));
  ASSIGN_OR_RETURN(
      std::vector<OrderGrantRow> rows,
      db.Query<OrderGrantRow>(kListOrderGrants, after.empty() ? kBeforeAllGrants : after,
                              request.limit()));
  v1::ListOrderGrantsResponse response;
  for (OrderGrantRow& row : rows) {
    v1::OrderGrant& grant = *response.add_grants();
    grant.set_grant_id(std::move(row.grant_id));
    grant.set_order_id(std::move(row.order_id));
    grant.set_order_line_id(std::move(row.order_line_id));
  }
  return response;
}

}  // namespace keys::entitlement
