#include "services/billing/stripe/requests.h"

#include "common/base/text.h"
#include "services/billing/stripe/form.h"

namespace keys::billing::stripe {
namespace {

// Stripe's limits count characters and these count bytes, so a text of characters with several
// bytes is cut a little early.
constexpr std::size_t kMaxMetadataValue = 500;
constexpr std::size_t kMaxCouponName = 40;
constexpr std::size_t kMaxProductName = 250;
constexpr std::size_t kMaxDescription = 5000;

// Stripe's API cannot remove the address of a customer. Mail to this one goes nowhere (RFC 2606).
constexpr char kNobody[] = "erased@example.com";

// Returns at most `limit` bytes, cut between two UTF-8 characters.
std::string_view Cut(std::string_view text, std::size_t limit) {
  if (text.size() <= limit) return text;
  std::size_t end = limit;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xc0) == 0x80) --end;
  return text.substr(0, end);
}

void AddMetadata(Form& form, std::string_view prefix,
                 const std::map<std::string, std::string>& metadata) {
  for (const auto& [name, value] : metadata) {
    form.Add(Concat({prefix, "[", name, "]"}), Cut(value, kMaxMetadataValue));
  }
}

}  // namespace

Post CreateProduct(const ProductParams& params) {
  Form form;
  form.Add("id", params.id).Add("name", Cut(params.name, kMaxProductName));
  if (!params.description.empty()) {
    form.Add("description", Cut(params.description, kMaxDescription));
  }
  AddMetadata(form, "metadata", params.metadata);
  return {"/v1/products", form.Encode()};
}

std::string ProductName(const std::string& title) {
  return std::string(Cut(title, kMaxProductName));
}

Post UpdateProduct(const std::string& product_id, const std::string& name, bool active) {
  Form form;
  form.Add("name", Cut(name, kMaxProductName)).Add("active", active ? "true" : "false");
  return {Concat({"/v1/products/", PercentEncode(product_id)}), form.Encode()};
}

Post UpdatePrice(const std::string& price_id, bool active) {
  Form form;
  form.Add("active", active ? "true" : "false");
  return {Concat({"/v1/prices/", PercentEncode(price_id)}), form.Encode()};
}

Post CreatePrice(const PriceParams& params) {
  Form form;
  form.Add("product", params.product_id)
      .Add("currency", params.currency)
      .Add("unit_amount", params.unit_amount);
  AddMetadata(form, "metadata", params.metadata);
  return {"/v1/prices", form.Encode()};
}

Post CreateCustomer(const CustomerParams& params) {
  Form form;
  if (!params.email.empty()) form.Add("email", params.email);
  AddMetadata(form, "metadata", params.metadata);
  return {"/v1/customers", form.Encode()};
}

Post ForgetContact(const std::string& customer_id) {
  Form form;
  form.Add("email", kNobody);
  return {Concat({"/v1/customers/", PercentEncode(customer_id)}), form.Encode()};
}

Post CreateCoupon(const CouponParams& params) {
  Form form;
  form.Add("amount_off", params.amount_off)
      .Add("currency", params.currency)
      .Add("duration", "once")
      .Add("max_redemptions", int64_t{1})
      .Add("name", Cut(params.name, kMaxCouponName));
  AddMetadata(form, "metadata", params.metadata);
  return {"/v1/coupons", form.Encode()};
}

Post CreateSession(const SessionParams& params) {
  Form form;
  form.Add("mode", "payment");
  if (params.inline_prices.empty()) {
    form.Add("line_items[0][price]", params.price_id).Add("line_items[0][quantity]", int64_t{1});
  }
  for (std::size_t i = 0; i < params.inline_prices.size(); ++i) {
    const InlinePrice& price = params.inline_prices[i];
    const std::string item = Concat({"line_items[", std::to_string(i), "]"});
    form.Add(Concat({item, "[price_data][currency]"}), price.currency);
    if (price.product_id.empty()) {
      form.Add(Concat({item, "[price_data][product_data][name]"}),
               Cut(price.product_name, kMaxProductName));
    } else {
      form.Add(Concat({item, "[price_data][product]"}), price.product_id);
    }
    form.Add(Concat({item, "[price_data][unit_amount]"}), price.unit_amount)
        .Add(Concat({item, "[quantity]"}), int64_t{1});
  }
  if (params.coupon_id.has_value()) form.Add("discounts[0][coupon]", *params.coupon_id);
  if (!params.customer_id.empty()) form.Add("customer", params.customer_id);
  form.Add("success_url", params.success_url)
      .Add("cancel_url", params.cancel_url)
      .Add("expires_at", absl::ToUnixSeconds(params.expires_at))
      .Add("client_reference_id", params.client_reference_id);
  AddMetadata(form, "metadata", params.metadata);
  AddMetadata(form, "payment_intent_data[metadata]", params.metadata);
  return {"/v1/checkout/sessions", form.Encode()};
}

Post CreateRefund(const RefundParams& params) {
  Form form;
  form.Add("payment_intent", params.payment_intent);
  if (params.amount.has_value()) form.Add("amount", *params.amount);
  AddMetadata(form, "metadata", params.metadata);
  return {"/v1/refunds", form.Encode()};
}

Post ExpireSession(const std::string& session_id) {
  return {Concat({"/v1/checkout/sessions/", PercentEncode(session_id), "/expire"}), ""};
}

Post CreatePortal(const std::string& customer_id, const std::string& return_url) {
  Form form;
  form.Add("customer", customer_id).Add("return_url", return_url);
  return {"/v1/billing_portal/sessions", form.Encode()};
}

}  // namespace keys::billing::stripe
