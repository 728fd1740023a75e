#include "tests/fakes/stripe_sandbox/catalog.h"
#include "tests/fakes/stripe_sandbox/handlers.h"
#include "tests/fakes/stripe_sandbox/ids.h"
#include "tests/fakes/stripe_sandbox/shape.h"

namespace stripe_sandbox {
namespace {

// Taken by the handlers themselves rather than laid over the object.
Json WithoutSpecials(Json params) {
  for (const char* name : {"id", "metadata", "default_price_data", "expand"}) params.Remove(name);
  return params;
}

}  // namespace

Outcome MakeProduct(Transaction& tx, const Json& params, bool active) {
  std::string id = params["id"].AsString();
  if (id.empty()) id = NewId("prod_");
  if (tx.Find("product", id) != nullptr) {
    return Refuse("resource_already_exists", "id", "Product already exists.");
  }
  Json product = tx.Make("product", id);
  product.Set("active", active).Set("type", "service").Set("updated", tx.now());
  product.Set("default_price", Json()).Set("metadata", Json::MakeObject());
  Overlay(tx.subset(), tx.subset().Schema("product"), WithoutSpecials(params), &product);
  MergeMetadata(params, &product);
  tx.Put(product);
  tx.Emit("product.created", product);
  return product;
}

Outcome CreateProduct(Call& call) {
  Outcome made = MakeProduct(call.tx, call.params, true);
  if (std::holds_alternative<ApiError>(made)) return made;
  const Json* price_params = call.params.Find("default_price_data");
  if (price_params == nullptr) return made;
  Json product = std::get<Json>(made);
  Outcome price = MakePrice(call.tx, *price_params, "default_price_data", product["id"].AsString());
  if (std::holds_alternative<ApiError>(price)) return price;
  product.Set("default_price", std::get<Json>(price)["id"]);
  call.tx.Put(product);
  return product;
}

Outcome GetProduct(Call& call) {
  Json product;
  if (auto refusal = FindInPath(call, "product", "product", &product)) return *refusal;
  return product;
}

Outcome UpdateProduct(Call& call) {
  Json product;
  if (auto refusal = FindInPath(call, "product", "product", &product)) return *refusal;
  if (call.params.Has("default_price")) {
    const std::string& price_id = call.params["default_price"].AsString();
    const Json* price = call.tx.Find("price", price_id);
    if (price == nullptr || (*price)["product"].AsString() != call.id) {
      return NoSuch("price", price_id, "default_price");
    }
  }
  const Json before = product;
  Overlay(call.tx.subset(), call.tx.subset().Schema("product"), WithoutSpecials(call.params),
          &product);
  MergeMetadata(call.params, &product);
  Json previous = Json::MakeObject();
  for (const Json::Member& member : product.members()) {
    if (!(before[member.name] == member.value)) previous.Set(member.name, before[member.name]);
  }
  if (previous.members().empty()) return product;
  previous.Set("updated", before["updated"]);
  product.Set("updated", call.tx.now());
  call.tx.Put(product);
  call.tx.Emit("product.updated", product, previous);
  return product;
}

Outcome DeleteProduct(Call& call) {
  Json product;
  if (auto refusal = FindInPath(call, "product", "product", &product)) return *refusal;
  bool priced = false;
  call.tx.Newest("price", [&](const Json& price) {
    priced = price["product"].AsString() == call.id;
    return !priced;
  });
  if (priced) {
    return Refuse("", "",
                  "This product cannot be deleted because it has one or more user-created prices.");
  }
  call.tx.Delete("product", call.id);
  call.tx.Emit("product.deleted", product);
  return Json::MakeObject({{"id", call.id}, {"object", "product"}, {"deleted", true}});
}

Outcome ListProducts(Call& call) {
  const Json& ids = call.params["ids"];
  return ListPage(call, "product", [&](const Json& product) {
    bool named = ids.is_null();
    for (const Json& id : ids.items()) named = named || id == product["id"];
    return named && SameOrUnasked(call, "active", product) &&
           SameOrUnasked(call, "type", product) && SameOrUnasked(call, "url", product) &&
           SameOrUnasked(call, "shippable", product);
  });
}

}  // namespace stripe_sandbox
