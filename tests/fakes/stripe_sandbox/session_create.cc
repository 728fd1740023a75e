// POST /v1/checkout/sessions
#include <optional>
#include <string>

#include "tests/fakes/stripe_sandbox/currency.h"
#include "tests/fakes/stripe_sandbox/handlers.h"
#include "tests/fakes/stripe_sandbox/ids.h"
#include "tests/fakes/stripe_sandbox/people.h"
#include "tests/fakes/stripe_sandbox/session_items.h"
#include "tests/fakes/stripe_sandbox/shape.h"

namespace stripe_sandbox {
namespace {

constexpr int64_t kShortestSeconds = 30 * 60;
constexpr int64_t kLongestSeconds = 24 * 3600;

// Parameters whose effect on totals or flow the sandbox does not have: better refused than ignored.
constexpr const char* kUnserved[] = {"subscription_data",
                                     "setup_intent_data",
                                     "shipping_options",
                                     "optional_items",
                                     "payment_method_data",
                                     "payment_method_configuration",
                                     "custom_fields",
                                     "customer_account",
                                     "return_url",
                                     "after_expiration",
                                     "saved_payment_method_options",
                                     "redirect_on_completion",
                                     "permissions",
                                     "managed_payments",
                                     "invoice_creation"};

bool LooksLikeUrl(const std::string& text) {
  const bool scheme = text.starts_with("https://") || text.starts_with("http://");
  const size_t host = text.find("//") + 2;
  return scheme && host < text.size() && text[host] != '/' &&
         text.find_first_of(" \t\r\n\"<>") == std::string::npos;
}

std::optional<ApiError> CheckMode(const Json& params) {
  for (const char* name : kUnserved) {
    if (params.Has(name)) {
      return RefuseParams("", name, std::string("The sandbox does not serve ") + name + ".");
    }
  }
  if (!params.Has("mode")) {
    return RefuseParams("parameter_missing", "mode", "Missing required param: mode.");
  }
  if (params["mode"].AsString() != "payment") {
    return RefuseParams("", "mode", "The sandbox serves `payment` mode only.");
  }
  if (params.Has("ui_mode") && params["ui_mode"].AsString() != "hosted_page") {
    return RefuseParams("", "ui_mode", "The sandbox serves `hosted_page` only.");
  }
  if (params["automatic_tax"]["enabled"].AsBool()) {
    return Refuse(
        "", "automatic_tax",
        "You must have a valid head office address to enable automatic tax calculation in "
        "test mode. Visit https://dashboard.stripe.com/test/settings/tax to update it.");
  }
  return std::nullopt;
}

std::optional<ApiError> CheckUrls(const Json& params) {
  if (!params.Has("success_url")) {
    return RefuseParams("parameter_missing", "success_url", "Missing required param: success_url.");
  }
  for (const char* name : {"success_url", "cancel_url"}) {
    if (params.Has(name) && !LooksLikeUrl(params[name].AsString())) {
      return RefuseParams("url_invalid", name, "Not a valid URL");
    }
  }
  return std::nullopt;
}

std::optional<ApiError> CheckBuyer(const Call& call) {
  const Json& params = call.params;
  if (params.Has("customer") && params.Has("customer_email")) {
    return RefuseParams("", "customer_email",
                        "You may only specify one of these parameters: customer, customer_email.");
  }
  if (params.Has("customer") && params.Has("customer_creation")) {
    return RefuseParams(
        "", "customer_creation",
        "You may only specify one of these parameters: customer, customer_creation.");
  }
  if (params.Has("customer_update") && !params.Has("customer")) {
    return RefuseParams("", "customer_update",
                        "`customer_update` can only be used with `customer`.");
  }
  if (params.Has("customer")) {
    const std::string& id = params["customer"].AsString();
    const Json* customer = call.tx.Find("customer", id);
    if (customer == nullptr || (*customer)["deleted"].AsBool()) {
      return NoSuch("customer", id, "customer");
    }
  }
  if (params.Has("customer_email") && !LooksLikeEmail(params["customer_email"].AsString())) {
    return RefuseParams("email_invalid", "customer_email",
                        "Invalid email address: " + params["customer_email"].AsString());
  }
  return std::nullopt;
}

std::optional<ApiError> CheckExpiry(const Call& call) {
  if (!call.params.Has("expires_at")) return std::nullopt;
  const int64_t seconds = call.params["expires_at"].AsInt() - call.tx.now();
  if (seconds < kShortestSeconds) {
    return RefuseParams("", "expires_at",
                        "The `expires_at` timestamp must be at least 30 minutes from Checkout "
                        "Session creation.");
  }
  if (seconds > kLongestSeconds) {
    return RefuseParams("", "expires_at",
                        "The `expires_at` timestamp must be less than 24 hours from Checkout "
                        "Session creation.");
  }
  return std::nullopt;
}

std::optional<ApiError> CheckPaymentData(const Json& params) {
  const Json& data = params["payment_intent_data"];
  for (const char* name : {"application_fee_amount", "on_behalf_of", "transfer_data"}) {
    if (data.Has(name)) {
      return RefuseParams("", std::string("payment_intent_data[") + name + "]",
                          std::string("The sandbox has no connected accounts: ") + name + ".");
    }
  }
  if (data["capture_method"].AsString() == "manual") {
    return RefuseParams("", "payment_intent_data[capture_method]",
                        "The sandbox captures automatically.");
  }
  return std::nullopt;
}

std::optional<ApiError> CheckTotal(const World& world, int64_t total, const std::string& currency) {
  const int64_t settled = world.settlement_minimum;
  const int64_t minimum = settled > 0 ? settled : MinimumCharge(currency);
  if (total > 0 && total < minimum) {
    return Refuse("amount_too_small", "line_items",
                  "The Checkout Session's total amount due must add up to at least " +
                      FormatAmount(minimum, currency) + " " + currency);
  }
  if (total > kMaximumCharge) {
    return Refuse("amount_too_large", "line_items",
                  "The Checkout Session's total amount due must be no more than " +
                      FormatAmount(kMaximumCharge, currency));
  }
  return std::nullopt;
}

std::optional<ApiError> CheckAccount(const World& world) {
  const std::string why = world.account.closed();
  if (why == "charges") return Refuse("", "", "Your account cannot currently make charges.");
  if (why == "business_name") {
    return Refuse("", "",
                  "In order to use Checkout, you must set an account or business name at "
                  "https://dashboard.stripe.com/account.");
  }
  if (why == "payment_methods") {
    return Refuse("", "",
                  "No valid payment method types for this Checkout Session. Please ensure that you "
                  "have activated payment methods compatible with your chosen currency in your "
                  "dashboard.");
  }
  return std::nullopt;
}

std::optional<ApiError> CheckAll(const Call& call) {
  if (auto refusal = CheckAccount(call.tx.world())) return refusal;
  if (auto refusal = CheckMode(call.params)) return refusal;
  if (auto refusal = CheckUrls(call.params)) return refusal;
  if (auto refusal = CheckPaymentData(call.params)) return refusal;
  if (auto refusal = CheckExpiry(call)) return refusal;
  if (call.params.Has("currency")) {
    if (auto refusal = CheckCurrency(call.params["currency"].AsString(), "currency")) {
      return refusal;
    }
  }
  return CheckBuyer(call);
}

void SetBuyer(const Call& call, Json* session) {
  const Json& params = call.params;
  if (!params.Has("customer") && !params.Has("customer_email")) return;
  Json details = Json::MakeObject();
  for (const char* name : {"address", "business_name", "email", "individual_name", "name", "phone",
                           "tax_exempt", "tax_ids"}) {
    details.Set(name, Json());
  }
  details.Set("tax_exempt", "none");
  details.Set("email", params["customer_email"]);
  if (params.Has("customer")) {
    details.Set("email", (*call.tx.Find("customer", params["customer"].AsString()))["email"]);
  }
  session->Set("customer_details", std::move(details));
}

Json MakeSession(const Call& call, const SessionItems& items, const Json& coupon) {
  Json session = call.tx.Make("checkout.session", "cs_test_" + RandomLetters(58));
  Json plain = call.params;
  for (const char* name :
       {"line_items", "discounts", "expand", "payment_intent_data", "customer"}) {
    plain.Remove(name);
  }
  session.Set("metadata", Json::MakeObject());
  Overlay(call.tx.subset(), call.tx.subset().Schema("checkout.session"), plain, &session);
  MergeMetadata(call.params, &session);
  session.Set("mode", "payment").Set("status", "open").Set("payment_status", "unpaid");
  session.Set("ui_mode", "hosted_page").Set("currency", items.currency);
  session.Set("url", call.tx.world().base_url + "/pay/" + session["id"].AsString());
  if (call.params.Has("customer")) {
    session.Set("customer", call.params["customer"]);
  } else if (!call.params.Has("customer_creation")) {
    session.Set("customer_creation", "if_required");
  }
  if (!call.params.Has("expires_at")) session.Set("expires_at", call.tx.now() + kLongestSeconds);
  if (!call.params.Has("payment_method_collection")) {
    session.Set("payment_method_collection", "if_required");
  }
  const Json& methods = call.params["allowed_payment_method_types"];
  session.Set("payment_method_types", methods.is_array() ? methods : Json(Json::Array{"card"}));
  session.Set("payment_method_options", Json::MakeObject());
  session.Set("discounts", Json::MakeArray());
  if (!coupon.is_null()) {
    session.Set(
        "discounts",
        Json::Array{Json::MakeObject({{"coupon", coupon["id"]}, {"promotion_code", Json()}})});
    session.Set("_coupon", coupon["id"]);
    session.Set("_discount", NewId("di_1"));
  }
  return session;
}

}  // namespace

Outcome CreateSession(Call& call) {
  if (auto refusal = CheckAll(call)) return *refusal;
  auto read = ReadSessionItems(call);
  if (auto* refusal = std::get_if<ApiError>(&read)) return *refusal;
  SessionItems& items = std::get<SessionItems>(read);
  const Json& currency = call.params["currency"];
  if (currency.is_string() && LowerCase(currency.AsString()) != items.currency) {
    return Refuse("", "currency",
                  "The line items' prices have no " + currency.AsString() + " currency option.");
  }
  Outcome discount = ReadDiscount(call, items);
  if (std::holds_alternative<ApiError>(discount)) return discount;
  const Json& coupon = std::get<Json>(discount);
  const int64_t off = TakeOff(coupon, &items);
  if (auto refusal = CheckTotal(call.tx.world(), items.subtotal - off, items.currency))
    return *refusal;

  Json session = MakeSession(call, items, coupon);
  SetBuyer(call, &session);
  session.Set("amount_subtotal", items.subtotal).Set("amount_total", items.subtotal - off);
  session.Set(
      "total_details",
      Json::MakeObject({{"amount_discount", off}, {"amount_shipping", 0}, {"amount_tax", 0}}));
  session.Set("_line_items", Json(std::move(items.items)));
  session.Set("_payment_intent_data", call.params["payment_intent_data"]);
  session.Set("_deadline", session["expires_at"]);
  call.tx.Put(session);
  return session;
}

}  // namespace stripe_sandbox
