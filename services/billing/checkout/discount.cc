#include "services/billing/checkout/discount.h"

#include "common/base/status_macros.h"
#include "services/billing/orders/quote_proto.h"

namespace keys::billing {

absl::StatusOr<v1::GetDiscountResponse> Discount::Get(rpc::Call& call,
                                                      const v1::GetDiscountRequest& request) {
  ASSIGN_OR_RETURN(const Item item, parts_.quoting.Load(call, ItemKind::kBundle, request.slug()));
  const auto org_id =
      request.has_org_id() ? std::optional<std::string>(request.org_id()) : std::nullopt;
  ASSIGN_OR_RETURN(const Tenant tenant, parts_.tenancy.RequireViewer(call, org_id));
  ASSIGN_OR_RETURN(const Holdings held, parts_.quoting.HoldingsOf(call, tenant));
  ASSIGN_OR_RETURN(pg::Connection db, parts_.pool.Acquire(call.deadline()));
  ASSIGN_OR_RETURN(const Quote quote, parts_.quoting.PriceFor(db, item, tenant, held));
  return ToDiscount(quote);
}

}  // namespace keys::billing
