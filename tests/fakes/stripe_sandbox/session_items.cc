#include "tests/fakes/stripe_sandbox/session_items.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <numeric>

#include "tests/fakes/stripe_sandbox/catalog.h"
#include "tests/fakes/stripe_sandbox/currency.h"
#include "tests/fakes/stripe_sandbox/ids.h"

namespace stripe_sandbox {
namespace {

constexpr size_t kMostItems = 100;

// The price an item names or brings along.
Outcome InlinePrice(Call& call, const Json& data, const std::string& path) {
  const bool by_id = data.Has("product");
  if (by_id == data.Has("product_data")) {
    return RefuseParams(
        by_id ? "" : "parameter_missing", ParamName(path, "product"),
        by_id ? "You may only specify one of these parameters: product, product_data."
              : "You must specify either `product` or `product_data` when creating a price.");
  }
  std::string product_id = data["product"].AsString();
  if (by_id) {
    const Json* product = call.tx.Find("product", product_id);
    if (product == nullptr) return NoSuch("product", product_id, ParamName(path, "product"));
    if (!(*product)["active"].AsBool()) {
      return Refuse("product_inactive", ParamName(path, "product"),
                    "The product specified is not active.");
    }
  } else {
    Outcome product = MakeProduct(call.tx, data["product_data"], false);
    if (std::holds_alternative<ApiError>(product)) return product;
    product_id = std::get<Json>(product)["id"].AsString();
  }
  Outcome made = MakePrice(call.tx, data, path, product_id);
  if (std::holds_alternative<ApiError>(made)) return made;
  // A price made for one session is not offered again.
  Json price = std::get<Json>(made);
  price.Set("active", false);
  call.tx.Put(price);
  return price;
}

Outcome NamedPrice(Call& call, const std::string& id, const std::string& path) {
  const Json* price = call.tx.Find("price", id);
  if (price == nullptr) return NoSuch("price", id, ParamName(path, "price"));
  if (!(*price)["active"].AsBool()) {
    // Stripe names no code here, nor below.
    return Refuse("", ParamName(path, "price"),
                  "The price specified is inactive. This field only accepts active prices.");
  }
  const Json* product = call.tx.Find("product", (*price)["product"].AsString());
  if (product == nullptr || !(*product)["active"].AsBool()) {
    return Refuse("", ParamName(path, "price"),
                  "Price `" + id +
                      "` is not available to be purchased because its product is not "
                      "active.");
  }
  return *price;
}

Outcome PriceOf(Call& call, const Json& item, const std::string& path) {
  for (const char* name : {"tax_rates", "adjustable_quantity"}) {
    if (item.Has(name)) {
      return RefuseParams("", ParamName(path, name),
                          std::string("The sandbox does not hold line items with ") + name + ".");
    }
  }
  const bool named = item.Has("price");
  if (named == item.Has("price_data")) {
    return RefuseParams(named ? "" : "parameter_missing", ParamName(path, "price"),
                        named
                            ? "You may only specify one of these parameters: price, price_data."
                            : "You must specify either `price` or `price_data` when using prices");
  }
  if (named) return NamedPrice(call, item["price"].AsString(), path);
  return InlinePrice(call, item["price_data"], ParamName(path, "price_data"));
}

std::optional<ApiError> CheckItem(const Json& item, const Json& price, const std::string& path) {
  if (!item.Has("quantity")) {
    return RefuseParams("parameter_missing", ParamName(path, "quantity"),
                        "Quantity is required. Add `quantity` to `" + path + "`");
  }
  const int64_t quantity = item["quantity"].AsInt();
  if (quantity < 1 || quantity > 999999) {
    return RefuseParams("parameter_invalid_integer", ParamName(path, "quantity"),
                        "This value must be greater than or equal to 1.");
  }
  if (price["type"].AsString() == "recurring") {
    return Refuse("", ParamName(path, "price"),
                  "You specified `payment` mode but passed a recurring price. Either switch to "
                  "`subscription` mode or use only one-time prices.");
  }
  return std::nullopt;
}

Json MakeItem(Call& call, const Json& sent, const Json& price) {
  const int64_t quantity = sent["quantity"].AsInt();
  int64_t amount = price["unit_amount"].AsInt() * quantity;
  if (price["unit_amount"].is_null()) {
    const double unit = std::strtod(price["unit_amount_decimal"].AsString().c_str(), nullptr);
    amount = std::llround(unit * static_cast<double>(quantity));
  }
  Json item = call.tx.Make("item", NewId("li_1"));
  const Json* product = call.tx.Find("product", price["product"].AsString());
  item.Set("description", (*product)["name"])
      .Set("currency", price["currency"])
      .Set("price", Shown(call.tx, price))
      .Set("quantity", quantity)
      .Set("amount_subtotal", amount)
      .Set("amount_total", amount)
      .Set("metadata", Json::MakeObject());
  MergeMetadata(sent, &item);
  return item;
}

bool AppliesTo(const Json& coupon, const Json& item) {
  const Json& products = coupon["_applies_to"]["products"];
  if (products.is_null()) return true;
  const Json::Array& ids = products.items();
  return std::find(ids.begin(), ids.end(), item["price"]["product"]) != ids.end();
}

}  // namespace

std::variant<SessionItems, ApiError> ReadSessionItems(Call& call) {
  const Json::Array& sent = call.params["line_items"].items();
  if (sent.empty()) {
    return RefuseParams("parameter_missing", "line_items",
                        "Missing required param: line_items. `line_items` is required in `payment` "
                        "mode.");
  }
  if (sent.size() > kMostItems) {
    return RefuseParams("", "line_items", "You may pass at most 100 line items.");
  }
  SessionItems read;
  for (size_t i = 0; i < sent.size(); ++i) {
    const std::string path = "line_items[" + std::to_string(i) + "]";
    Outcome price = PriceOf(call, sent[i], path);
    if (auto* refusal = std::get_if<ApiError>(&price)) return *refusal;
    const Json& chosen = std::get<Json>(price);
    if (auto refusal = CheckItem(sent[i], chosen, path)) return *refusal;
    Json item = MakeItem(call, sent[i], chosen);
    const std::string& currency = item["currency"].AsString();
    if (!read.currency.empty() && currency != read.currency) {
      return Refuse("", path, "All line items must have the same currency.");
    }
    read.currency = currency;
    read.subtotal += item["amount_subtotal"].AsInt();
    read.items.push_back(std::move(item));
  }
  return read;
}

Outcome ReadDiscount(Call& call, const SessionItems& items) {
  const Json::Array& discounts = call.params["discounts"].items();
  if (discounts.empty()) return Json();
  if (discounts.size() > 1) {
    return RefuseParams("", "discounts", "You may only pass one discount.");
  }
  if (call.params.Has("allow_promotion_codes")) {
    return RefuseParams("", "allow_promotion_codes",
                        "You may only specify one of these parameters: allow_promotion_codes, "
                        "discounts.");
  }
  const Json& entry = discounts.front();
  if (entry.Has("promotion_code")) {
    return NoSuch("promotion code", entry["promotion_code"].AsString(),
                  "discounts[0][promotion_code]");
  }
  const std::string& id = entry["coupon"].AsString();
  const std::string param = "discounts[0][coupon]";
  const Json* coupon = call.tx.Find("coupon", id);
  if (id.empty() || coupon == nullptr) return NoSuch("coupon", id, param);
  if (!CouponValid(*coupon, call.tx.now())) {
    return Refuse("coupon_expired", param, "Coupon " + id + " is expired or used up.");
  }
  const Json& currency = (*coupon)["currency"];
  if (currency.is_string() && currency.AsString() != items.currency) {
    return Refuse("", param,
                  "The coupon " + id + " has currency " + currency.AsString() +
                      ", which does not match the line items' " + items.currency + ".");
  }
  const bool applies = std::any_of(items.items.begin(), items.items.end(),
                                   [&](const Json& item) { return AppliesTo(*coupon, item); });
  if (!applies) {
    return Refuse("", param, "This coupon cannot be redeemed because it applies to no line item.");
  }
  return *coupon;
}

int64_t TakeOff(const Json& coupon, SessionItems* items) {
  if (coupon.is_null()) return 0;
  std::vector<Json*> eligible;
  int64_t base = 0;
  for (Json& item : items->items) {
    if (!AppliesTo(coupon, item)) continue;
    eligible.push_back(&item);
    base += item["amount_subtotal"].AsInt();
  }
  int64_t off = std::min(base, coupon["amount_off"].AsInt());
  if (coupon["percent_off"].is_number()) {
    off = std::llround(static_cast<double>(base) * coupon["percent_off"].AsDouble() / 100);
  }
  int64_t left = off;
  int64_t base_left = base;
  for (Json* item : eligible) {
    // Each takes its share of what is left, so that the shares sum up exactly.
    const int64_t amount = (*item)["amount_subtotal"].AsInt();
    const int64_t share =
        base_left == 0 ? 0
                       : std::llround(static_cast<double>(left) * static_cast<double>(amount) /
                                      static_cast<double>(base_left));
    item->Set("amount_discount", share).Set("amount_total", amount - share);
    left -= share;
    base_left -= amount;
  }
  return off;
}

}  // namespace stripe_sandbox
