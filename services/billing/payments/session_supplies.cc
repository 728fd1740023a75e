#include "services/billing/payments/session_supplies.h"

#include <algorithm>

#include "common/base/status_macros.h"
#include "common/base/text.h"
#include "common/error/error.h"
#include "common/log/log.h"
#include "services/billing/stripe/form.h"
#include "services/billing/stripe/objects.h"

namespace keys::billing {
namespace {

using stripe::Part;

std::string CouponSubject(const StoredOrder& order) {
  return Concat({"ord_", order.id(), ":coupon"});
}

PriceKey PriceKeyOf(const StoredOrder& order) {
  return {order.view.item().id(), order.view.currency(), order.original_cents};
}

bool IsDiscounted(const StoredOrder& order) {
  return order.view.amount_cents() < order.original_cents;
}

bool IsRefused(const absl::Status& status) {
  return error::ReasonOf(status) == error::Reason::NOT_FOR_SALE;
}

std::string NameOf(const v1::OrderItem& item) {
  return StripBlanks(item.title()).empty() ? item.slug() : item.title();
}

std::string_view WordOf(Part part) {
  switch (part) {
    case Part::kCustomer:
      return "customer";
    case Part::kCatalog:
      return "catalog";
    case Part::kCoupon:
      return "coupon";
  }
  return "";
}

}  // namespace

std::string CustomerSubject(const Tenant& tenant) {
  return Concat({"cus_", tenant.type(), "_", tenant.id()});
}

bool SessionSupplies::Tried::Contains(const std::vector<Part>& list, Part part) const {
  return std::find(list.begin(), list.end(), part) != list.end();
}

absl::StatusOr<std::string> SessionSupplies::EnsureCustomer(const Tenant& tenant,
                                                            const std::string& email,
                                                            Deadline deadline) const {
  {
    ASSIGN_OR_RETURN(pg::Connection db, parts_.pool.Acquire(deadline));
    ASSIGN_OR_RETURN(auto known, parts_.stripe.FindCustomer(db, tenant));
    if (known.has_value()) return *std::move(known);
  }
  const auto keep = [&](pg::Transaction& tx, const stripe::Answer& answer) -> absl::Status {
    ASSIGN_OR_RETURN(const std::string id, stripe::ParseId(answer.body));
    return parts_.stripe.PutCustomer(tx, tenant, id, parts_.clock.Now());
  };
  const auto ask = [&](const std::string& address) {
    return parts_.requests.Send(
        {.subject = CustomerSubject(tenant),
         .post = stripe::CreateCustomer(
             {.email = address,
              .metadata = {{"tenantId", tenant.id()}, {"tenantType", tenant.type()}}}),
         .on_done = keep},
        deadline);
  };
  ASSIGN_OR_RETURN(Sent sent, ask(email));
  // If Stripe refuses the e-mail address, its page asks the buyer for one.
  if (stripe::IsDefiniteRefusal(sent.answer) && !email.empty()) {
    ASSIGN_OR_RETURN(sent, ask(""));
  }
  if (!sent.done()) return stripe::ToClientStatus(sent.answer);
  return std::move(sent.object_id);
}

absl::Status SessionSupplies::ForgetCustomer(const Tenant& tenant, Deadline deadline) const {
  return pg::RunTransaction(parts_.pool, deadline, [&](pg::Transaction& tx) -> absl::Status {
    RETURN_IF_ERROR(parts_.stripe.ForgetCustomer(tx, tenant));
    return parts_.stripe.ForgetRequest(tx, CustomerSubject(tenant), parts_.clock.Now());
  });
}

absl::StatusOr<std::vector<stripe::InlinePrice>> SessionSupplies::MakeShortfallPrices(
    const StoredOrder& order, bool with_products, Deadline deadline) const {
  std::vector<StoredLine> lines;
  {
    ASSIGN_OR_RETURN(pg::Connection db, parts_.pool.Acquire(deadline));
    ASSIGN_OR_RETURN(lines, parts_.orders.ListLines(db, {order.id()}));
  }
  std::vector<stripe::InlinePrice> prices;
  for (const StoredLine& line : lines) {
    ItemText key;
    key.kind = ItemKind::kKey;
    key.item.set_kind(std::string(WordOf(key.kind)));
    key.item.set_id(line.view.key_id());
    key.item.set_slug(line.view.slug());
    key.item.set_title(line.view.title());
    stripe::InlinePrice price{.product_id = "", .product_name = NameOf(key.item)};
    price.currency = order.view.currency();
    price.unit_amount = line.view.amount_cents();
    if (with_products) {
      ASSIGN_OR_RETURN(const StripeProducts::Done product,
                       parts_.products.EnsureProduct(key, deadline));
      price.product_id = product.id;
    }
    prices.push_back(std::move(price));
  }
  return prices;
}

absl::StatusOr<std::string> SessionSupplies::EnsureCoupon(const StoredOrder& order,
                                                          Deadline deadline) const {
  const stripe::Post post =
      stripe::CreateCoupon({.amount_off = order.original_cents - order.view.amount_cents(),
                            .currency = order.view.currency(),
                            .name = "For KEYS you already own",
                            .metadata = {{"order_id", order.id()}}});
  ASSIGN_OR_RETURN(Sent sent, parts_.requests.Send({.subject = CouponSubject(order),
                                                    .post = post,
                                                    .order_id = order.id(),
                                                    .repeatable = true},
                                                   deadline));
  if (!sent.done()) return stripe::ToClientStatus(sent.answer);
  return std::move(sent.object_id);
}

// Adds product and price as they are stored at Stripe, or a name and an amount in their place.
absl::Status SessionSupplies::AddPrices(const Wish& wish, Tried& tried, Supplies& supplies,
                                        Deadline deadline) const {
  const StoredOrder& order = wish.order;
  const bool stored = !tried.without(Part::kCatalog);
  if (order.pays_shortfall()) {
    ASSIGN_OR_RETURN(supplies.inline_prices, MakeShortfallPrices(order, stored, deadline));
    return absl::OkStatus();
  }
  const bool in_full = supplies.coupon_id.has_value() || !IsDiscounted(order);
  if (stored && in_full) {
    ASSIGN_OR_RETURN(const StripeProducts::Done price,
                     parts_.products.EnsurePrice(wish.text, PriceKeyOf(order), deadline));
    supplies.price_id = price.id;
    return absl::OkStatus();
  }
  stripe::InlinePrice price{.product_id = "", .product_name = NameOf(order.view.item())};
  price.currency = order.view.currency();
  price.unit_amount = in_full ? order.original_cents : order.view.amount_cents();
  if (stored) {
    ASSIGN_OR_RETURN(const StripeProducts::Done product,
                     parts_.products.EnsureProduct(wish.text, deadline));
    price.product_id = product.id;
  }
  supplies.inline_prices.push_back(std::move(price));
  return absl::OkStatus();
}

absl::StatusOr<SessionSupplies::Supplies> SessionSupplies::Gather(const Wish& wish, Tried& tried,
                                                                  Deadline deadline) const {
  const StoredOrder& order = wish.order;
  Supplies supplies;
  if (!tried.without(Part::kCustomer)) {
    absl::StatusOr<std::string> customer = EnsureCustomer(order.tenant, wish.email, deadline);
    if (!customer.ok() && !IsRefused(customer.status())) return customer.status();
    if (customer.ok()) supplies.customer_id = *std::move(customer);
    if (!customer.ok()) tried.left_out.push_back(Part::kCustomer);
  }
  const bool wants_coupon = IsDiscounted(order) && !order.pays_shortfall();
  if (wants_coupon && !tried.without(Part::kCoupon)) {
    absl::StatusOr<std::string> coupon = EnsureCoupon(order, deadline);
    if (!coupon.ok() && !IsRefused(coupon.status())) return coupon.status();
    if (coupon.ok()) supplies.coupon_id = *std::move(coupon);
    if (!coupon.ok()) tried.left_out.push_back(Part::kCoupon);
  }
  absl::Status priced = AddPrices(wish, tried, supplies, deadline);
  if (IsRefused(priced) && !tried.without(Part::kCatalog)) {
    tried.left_out.push_back(Part::kCatalog);
    priced = AddPrices(wish, tried, supplies, deadline);
  }
  RETURN_IF_ERROR(priced);
  return supplies;
}

// Returns true when the stored customer was gone and will be made again.
absl::StatusOr<bool> SessionSupplies::MendCustomer(const Tenant& tenant, Deadline deadline) const {
  std::optional<std::string> known;
  {
    ASSIGN_OR_RETURN(pg::Connection db, parts_.pool.Acquire(deadline));
    ASSIGN_OR_RETURN(known, parts_.stripe.FindCustomer(db, tenant));
  }
  if (!known.has_value()) return false;
  const auto body =
      parts_.sync.Retrieve(Concat({"/v1/customers/", stripe::PercentEncode(*known)}), deadline);
  const error::Reason reason = error::ReasonOf(body.status());
  if (!body.ok() && reason != error::Reason::NOT_FOUND) {
    if (reason == error::Reason::UNAVAILABLE) return false;
    return body.status();
  }
  if (body.ok() && !stripe::ParseDeleted(*body).value_or(false)) return false;
  RETURN_IF_ERROR(ForgetCustomer(tenant, deadline));
  return true;
}

absl::StatusOr<bool> SessionSupplies::MendCatalog(const StoredOrder& order,
                                                  Deadline deadline) const {
  if (!order.pays_shortfall()) {
    const PriceKey key = PriceKeyOf(order);
    return parts_.products.LookAgain(key.item_id, &key, deadline);
  }
  std::vector<StoredLine> lines;
  {
    ASSIGN_OR_RETURN(pg::Connection db, parts_.pool.Acquire(deadline));
    ASSIGN_OR_RETURN(lines, parts_.orders.ListLines(db, {order.id()}));
  }
  bool changed = false;
  for (const StoredLine& line : lines) {
    ASSIGN_OR_RETURN(const bool differs,
                     parts_.products.LookAgain(line.view.key_id(), nullptr, deadline));
    changed = changed || differs;
  }
  return changed;
}

absl::StatusOr<bool> SessionSupplies::MendCoupon(const StoredOrder& order,
                                                 Deadline deadline) const {
  if (!IsDiscounted(order) || order.pays_shortfall()) return false;
  RETURN_IF_ERROR(pg::RunTransaction(parts_.pool, deadline, [&](pg::Transaction& tx) {
    return parts_.stripe.ForgetRequest(tx, CouponSubject(order), parts_.clock.Now());
  }));
  return true;
}

absl::StatusOr<bool> SessionSupplies::MendPart(Part part, const StoredOrder& order,
                                               Deadline deadline) const {
  switch (part) {
    case Part::kCustomer:
      return MendCustomer(order.tenant, deadline);
    case Part::kCatalog:
      return MendCatalog(order, deadline);
    case Part::kCoupon:
      return MendCoupon(order, deadline);
  }
  return false;
}

absl::StatusOr<bool> SessionSupplies::Mend(const Wish& wish, const stripe::Answer& answer,
                                           Tried& tried, Deadline deadline) const {
  // The request was written down so long ago that its expiry is too near, so the next request names
  // a later one.
  if (answer.error_param == "expires_at" && !tried.renewed) {
    tried.renewed = true;
    return true;
  }
  bool again = false;
  for (const Part part : stripe::PartsOf(answer)) {
    if (tried.without(part)) continue;
    bool mended = false;
    if (!tried.Contains(tried.mended, part)) {
      tried.mended.push_back(part);
      ASSIGN_OR_RETURN(mended, MendPart(part, wish.order, deadline));
    }
    if (!mended) tried.left_out.push_back(part);
    log::Warning("stripe.part_refused", {{"order_id", wish.order.id()},
                                         {"part", WordOf(part)},
                                         {"mended", mended},
                                         {"error_code", answer.error_code}});
    again = true;
  }
  return again;
}

}  // namespace keys::billing
