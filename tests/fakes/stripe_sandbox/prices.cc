#include <cmath>
#include <cstdlib>
#include <optional>

#include "tests/fakes/stripe_sandbox/catalog.h"
#include "tests/fakes/stripe_sandbox/currency.h"
#include "tests/fakes/stripe_sandbox/handlers.h"
#include "tests/fakes/stripe_sandbox/ids.h"
#include "tests/fakes/stripe_sandbox/shape.h"

namespace stripe_sandbox {
namespace {

constexpr int64_t kLargestUnitAmount = 999999999999;

std::optional<ApiError> CheckAmounts(const Json& params, const std::string& path) {
  for (const char* name : {"tiers", "tiers_mode", "custom_unit_amount", "transform_quantity"}) {
    if (params.Has(name)) {
      return RefuseParams("", ParamName(path, name),
                          std::string("The sandbox does not hold prices with ") + name + ".");
    }
  }
  if (params["billing_scheme"].AsString() == "tiered") {
    return RefuseParams("", ParamName(path, "billing_scheme"),
                        "The sandbox does not hold tiered prices.");
  }
  const bool whole = params.Has("unit_amount");
  const bool decimal = params.Has("unit_amount_decimal");
  if (whole == decimal) {
    return RefuseParams(whole ? "" : "parameter_missing", ParamName(path, "unit_amount"),
                        whole ? "You may only specify one of these parameters: unit_amount, "
                                "unit_amount_decimal."
                              : "Missing required param: " + ParamName(path, "unit_amount") + ".");
  }
  if (whole && params["unit_amount"].AsInt() < 0) {
    return RefuseParams("parameter_invalid_integer", ParamName(path, "unit_amount"),
                        "Invalid non-negative integer");
  }
  if (whole && params["unit_amount"].AsInt() > kLargestUnitAmount) {
    return RefuseParams("parameter_invalid_integer", ParamName(path, "unit_amount"),
                        "This value must be less than or equal to 999999999999.");
  }
  return std::nullopt;
}

std::optional<ApiError> TakeLookupKey(Transaction& tx, const Json& params, const std::string& id) {
  const std::string key = params["lookup_key"].AsString();
  if (key.empty()) return std::nullopt;
  Json holder;
  tx.Newest("price", [&](const Json& price) {
    if (price["lookup_key"].AsString() == key && price["id"].AsString() != id) holder = price;
    return holder.is_null();
  });
  if (holder.is_null()) return std::nullopt;
  if (!params["transfer_lookup_key"].AsBool()) {
    return Refuse("", "lookup_key",
                  "A price (`" + holder["id"].AsString() + "`) already uses that lookup key.");
  }
  holder.Set("lookup_key", Json());
  tx.Put(holder);
  tx.Emit("price.updated", holder, Json::MakeObject({{"lookup_key", key}}));
  return std::nullopt;
}

void SetAmounts(const Json& params, Json* price) {
  if (params.Has("unit_amount")) {
    price->Set("unit_amount", params["unit_amount"]);
    price->Set("unit_amount_decimal", std::to_string(params["unit_amount"].AsInt()));
    return;
  }
  const std::string& text = params["unit_amount_decimal"].AsString();
  const double value = std::strtod(text.c_str(), nullptr);
  price->Set("unit_amount_decimal", text);
  if (std::floor(value) == value) price->Set("unit_amount", static_cast<int64_t>(value));
}

}  // namespace

std::string ParamName(const std::string& path, const std::string& name) {
  return path.empty() ? name : path + "[" + name + "]";
}

Outcome MakePrice(Transaction& tx, const Json& params, const std::string& path,
                  const std::string& product_id) {
  if (auto refusal = CheckCurrency(params["currency"].AsString(), ParamName(path, "currency"))) {
    return *refusal;
  }
  if (auto refusal = CheckAmounts(params, path)) return *refusal;
  if (auto refusal =
          CheckStep(params["unit_amount"].AsInt(), LowerCase(params["currency"].AsString()),
                    ParamName(path, "unit_amount"))) {
    return *refusal;
  }
  Json price = tx.Make("price", NewId("price_1"));
  const std::string id = price["id"].AsString();
  if (auto refusal = TakeLookupKey(tx, params, id)) return *refusal;
  price.Set("active", true).Set("billing_scheme", "per_unit").Set("product", product_id);
  price.Set("type", params.Has("recurring") ? "recurring" : "one_time");
  price.Set("tax_behavior", "unspecified").Set("metadata", Json::MakeObject());
  Json plain = params;
  for (const char* name : {"product", "metadata", "expand", "unit_amount_decimal"}) {
    plain.Remove(name);
  }
  Overlay(tx.subset(), tx.subset().Schema("price"), plain, &price);
  if (price["recurring"].is_object()) {
    Json& recurring = price.Mutable("recurring");
    if (recurring["interval_count"].AsInt() == 0) recurring.Set("interval_count", 1);
    if (recurring["usage_type"].AsString().empty()) recurring.Set("usage_type", "licensed");
  }
  price.Set("currency", LowerCase(params["currency"].AsString()));
  price.Remove("currency_options");  // an includable field the sandbox does not serve
  SetAmounts(params, &price);
  MergeMetadata(params, &price);
  tx.Put(price);
  tx.Emit("price.created", price);
  return price;
}

Outcome CreatePrice(Call& call) {
  const bool by_id = call.params.Has("product");
  if (by_id == call.params.Has("product_data")) {
    return RefuseParams(by_id ? "" : "parameter_missing", "product",
                        by_id ? "You may only specify one of these parameters: product, "
                                "product_data."
                              : "Missing required param: product.");
  }
  std::string product_id = call.params["product"].AsString();
  if (by_id) {
    if (call.tx.Find("product", product_id) == nullptr) {
      return NoSuch("product", product_id, "product");
    }
  } else {
    Outcome product = MakeProduct(call.tx, call.params["product_data"], true);
    if (std::holds_alternative<ApiError>(product)) return product;
    product_id = std::get<Json>(product)["id"].AsString();
  }
  return MakePrice(call.tx, call.params, "", product_id);
}

Outcome GetPrice(Call& call) {
  Json price;
  if (auto refusal = FindInPath(call, "price", "price", &price)) return *refusal;
  return price;
}

Outcome UpdatePrice(Call& call) {
  Json price;
  if (auto refusal = FindInPath(call, "price", "price", &price)) return *refusal;
  if (auto refusal = TakeLookupKey(call.tx, call.params, call.id)) return *refusal;
  Json previous = Json::MakeObject();
  for (const char* name : {"active", "lookup_key", "nickname", "tax_behavior"}) {
    if (!call.params.Has(name) || call.params[name] == price[name]) continue;
    previous.Set(name, price[name]);
    price.Set(name, call.params[name]);
  }
  const Json before = price["metadata"];
  MergeMetadata(call.params, &price);
  if (!(before == price["metadata"])) previous.Set("metadata", before);
  if (previous.members().empty()) return price;
  call.tx.Put(price);
  call.tx.Emit("price.updated", price, previous);
  return price;
}

Outcome ListPrices(Call& call) {
  const Json& keys = call.params["lookup_keys"];
  return ListPage(call, "price", [&](const Json& price) {
    bool named = keys.is_null();
    for (const Json& key : keys.items()) named = named || key == price["lookup_key"];
    return named && SameOrUnasked(call, "active", price) && SameOrUnasked(call, "product", price) &&
           SameOrUnasked(call, "type", price) && SameOrUnasked(call, "currency", price);
  });
}

}  // namespace stripe_sandbox
