// The POSTs we send to Stripe, as bytes: what is stored before sending is what is sent, also when
// it is sent again. Amounts in the currency's minor unit. Pure.
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
  // Our own id for it, so that a second creation is refused instead of making a second product.
  std::string id;
  std::string name;
  // Empty: none.
  std::string description;
  std::map<std::string, std::string> metadata;
};
Post CreateProduct(const ProductParams& params);
Post UpdateProduct(const std::string& product_id, const std::string& name, bool active);
// The title as Stripe keeps it.
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
  // Empty: none.
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
// For one redemption, once.
Post CreateCoupon(const CouponParams& params);

// A price made for one session, of a product that is there or of one made for it too.
struct InlinePrice {
  // Empty: a product of that name is made.
  std::string product_id;
  std::string product_name;
  std::string currency;
  int64_t unit_amount = 0;
};

struct SessionParams {
  // One of each: either this price, or these.
  std::string price_id;
  std::vector<InlinePrice> inline_prices;
  std::optional<std::string> coupon_id;
  // Empty: none, and Stripe's page asks for the buyer's address.
  std::string customer_id;
  std::string success_url;
  std::string cancel_url;
  absl::Time expires_at;
  std::string client_reference_id;
  // Sent for the session and for its payment intent, from where Stripe copies it to the charge.
  std::map<std::string, std::string> metadata;
};
Post CreateSession(const SessionParams& params);

struct RefundParams {
  std::string payment_intent;
  // Absent: all that is left.
  std::optional<int64_t> amount;
  // Sent as metadata: order_id, and order_line_id where one line is refunded.
  std::map<std::string, std::string> metadata;
};
Post CreateRefund(const RefundParams& params);

Post ExpireSession(const std::string& session_id);

// Puts an address of nobody's in the place of a customer's.
Post ForgetContact(const std::string& customer_id);
Post CreatePortal(const std::string& customer_id, const std::string& return_url);

}  // namespace keys::billing::stripe
