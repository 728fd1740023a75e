// Writes the POSTs to Stripe as bytes. The bytes that are stored before sending are the ones that
// are sent, also when they are sent again. Amounts are in the currency's minor unit. Pure.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "absl/time/time.h"

namespace keys::billing::stripe {

struct Post {
  // "/v1/checkout/sessions"
  std::string path;
  std::string body;
};

struct ProductParams {
  // The shop chooses the id, so that a second creation is refused instead of making a second
  // product.
  std::string id;
  std::string name;
  // Left out when it is empty.
  std::string description;
  std::map<std::string, std::string> metadata;
};
Post CreateProduct(const ProductParams& params);
Post UpdateProduct(const std::string& product_id, const std::string& name, bool active);
// Returns the title in the form that Stripe keeps.
std::string ProductName(const std::string& title);

struct PriceParams {
  std::string product_id;
  std::string currency;
  int64_t unit_amount = 0;
  std::map<std::string, std::string> metadata;
};
Post CreatePrice(const PriceParams& params);
Post UpdatePrice(const std::string& price_id, bool active);

struct CustomerParams {
  // Left out when it is empty.
  std::string email;
  std::map<std::string, std::string> metadata;
};
Post CreateCustomer(const CustomerParams& params);

struct CouponParams {
  int64_t amount_off = 0;
  std::string currency;
  std::string name;
  std::map<std::string, std::string> metadata;
};
// The coupon can be redeemed once.
Post CreateCoupon(const CouponParams& params);

// A price that is made for one session, of a product that exists or is made with it.
struct InlinePrice {
  // If it is empty, a product of that name is made.
  std::string product_id;
  std::string product_name;
  std::string currency;
  int64_t unit_amount = 0;
};

struct SessionParams {
  // Either this price or these prices, one of each.
  std::string price_id;
  std::vector<InlinePrice> inline_prices;
  std::optional<std::string> coupon_id;
  // If it is empty, there is no customer and Stripe's page asks for the buyer's address.
  std::string customer_id;
  std::string success_url;
  std::string cancel_url;
  absl::Time expires_at;
  std::string client_reference_id;
  // Sent for the session and for its payment intent, from which Stripe copies it to the charge.
  std::map<std::string, std::string> metadata;
};
Post CreateSession(const SessionParams& params);

struct RefundParams {
  std::string payment_intent;
  // Absent when all that is left is refunded.
  std::optional<int64_t> amount;
  // Sent as metadata: order_id, and order_line_id if one line is refunded.
  std::map<std::string, std::string> metadata;
};
Post CreateRefund(const RefundParams& params);

Post ExpireSession(const std::string& session_id);

// Replaces a customer's e-mail address by one that belongs to nobody.
Post ForgetContact(const std::string& customer_id);
Post CreatePortal(const std::string& customer_id, const std::string& return_url);

}  // namespace keys::billing::stripe
