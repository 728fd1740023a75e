#include <optional>

#include "tests/fakes/stripe_sandbox/currency.h"
#include "tests/fakes/stripe_sandbox/handlers.h"
#include "tests/fakes/stripe_sandbox/ids.h"

namespace stripe_sandbox {
namespace {

std::optional<ApiError> CheckReduction(const Json& params) {
  const bool amount = params.Has("amount_off");
  const bool percent = params.Has("percent_off");
  if (amount && percent) {
    return RefuseParams("", "amount_off",
                        "You may only specify one of these parameters: amount_off, percent_off.");
  }
  if (!amount && !percent) {
    return RefuseParams("parameter_missing", "percent_off",
                        "Must provide percent_off or amount_off.");
  }
  if (amount && params["amount_off"].AsInt() < 1) {
    return RefuseParams("parameter_invalid_integer", "amount_off", "Invalid positive integer");
  }
  if (amount && !params.Has("currency")) {
    return RefuseParams("parameter_missing", "currency",
                        "You must pass currency when passing amount_off");
  }
  const double off = params["percent_off"].AsDouble();
  if (percent && (off <= 0 || off > 100)) {
    return RefuseParams("", "percent_off", "percent_off must be between 0 and 100");
  }
  if (!params.Has("currency")) return std::nullopt;
  const std::string currency = LowerCase(params["currency"].AsString());
  if (auto refusal = CheckCurrency(currency, "currency")) return refusal;
  return CheckStep(params["amount_off"].AsInt(), currency, "amount_off");
}

std::optional<ApiError> CheckTerms(const Call& call) {
  const Json& params = call.params;
  const bool repeating = params["duration"].AsString() == "repeating";
  if (repeating != params.Has("duration_in_months")) {
    return RefuseParams(repeating ? "parameter_missing" : "", "duration_in_months",
                        repeating
                            ? "You must pass duration_in_months when duration is repeating"
                            : "duration_in_months may only be set when duration is repeating");
  }
  if (params.Has("max_redemptions") && params["max_redemptions"].AsInt() < 1) {
    return RefuseParams("parameter_invalid_integer", "max_redemptions", "Invalid positive integer");
  }
  if (params.Has("redeem_by") && params["redeem_by"].AsInt() <= call.tx.now()) {
    return RefuseParams("", "redeem_by", "redeem_by must be in the future");
  }
  if (params.Has("currency_options")) {
    return RefuseParams("", "currency_options",
                        "The sandbox does not hold coupons in several currencies.");
  }
  for (const Json& product : params["applies_to"]["products"].items()) {
    if (call.tx.Find("product", product.AsString()) == nullptr) {
      return NoSuch("product", product.AsString(), "applies_to[products]");
    }
  }
  return std::nullopt;
}

}  // namespace

Outcome CreateCoupon(Call& call) {
  if (auto refusal = CheckReduction(call.params)) return *refusal;
  if (auto refusal = CheckTerms(call)) return *refusal;
  std::string id = call.params["id"].AsString();
  if (id.empty()) id = RandomLetters(8);
  if (call.tx.Find("coupon", id) != nullptr) {
    return Refuse("resource_already_exists", "id", "Coupon already exists.");
  }
  Json coupon = call.tx.Make("coupon", id);
  coupon.Set("duration", "once").Set("valid", true).Set("metadata", Json::MakeObject());
  for (const char* name : {"amount_off", "percent_off", "duration", "duration_in_months",
                           "max_redemptions", "redeem_by", "name"}) {
    if (call.params.Has(name)) coupon.Set(name, call.params[name]);
  }
  if (call.params.Has("amount_off")) {
    coupon.Set("currency", LowerCase(call.params["currency"].AsString()));
  }
  // Includable: Stripe shows it only when asked.
  if (call.params.Has("applies_to")) coupon.Set("_applies_to", call.params["applies_to"]);
  MergeMetadata(call.params, &coupon);
  call.tx.Put(coupon);
  call.tx.Emit("coupon.created", coupon);
  return coupon;
}

Outcome GetCoupon(Call& call) {
  Json coupon;
  if (auto refusal = FindInPath(call, "coupon", "coupon", &coupon)) return *refusal;
  return coupon;
}

Outcome UpdateCoupon(Call& call) {
  Json coupon;
  if (auto refusal = FindInPath(call, "coupon", "coupon", &coupon)) return *refusal;
  const Json before = coupon;
  if (call.params.Has("name")) coupon.Set("name", call.params["name"]);
  MergeMetadata(call.params, &coupon);
  if (before == coupon) return coupon;
  call.tx.Put(coupon);
  call.tx.Emit("coupon.updated", coupon,
               Json::MakeObject({{"name", before["name"]}, {"metadata", before["metadata"]}}));
  return coupon;
}

Outcome DeleteCoupon(Call& call) {
  Json coupon;
  if (auto refusal = FindInPath(call, "coupon", "coupon", &coupon)) return *refusal;
  call.tx.Delete("coupon", call.id);
  call.tx.Emit("coupon.deleted", coupon);
  return Json::MakeObject({{"id", call.id}, {"object", "coupon"}, {"deleted", true}});
}

Outcome ListCoupons(Call& call) {
  return ListPage(call, "coupon", [](const Json&) { return true; });
}

}  // namespace stripe_sandbox
