#include "tests/fakes/stripe_sandbox/expand.h"

#include <algorithm>
#include <sstream>
#include <string>
#include <vector>

namespace stripe_sandbox {
namespace {

constexpr size_t kMostLevels = 4;
constexpr size_t kFirstItems = 10;  // "the first handful" of the line items

using Segments = std::vector<std::string>;

Segments Split(const std::string& path) {
  Segments segments;
  std::stringstream stream(path);
  std::string segment;
  while (std::getline(stream, segment, '.')) segments.push_back(segment);
  return segments;
}

Json ListObject(const Json::Array& items, size_t most, const std::string& url) {
  const size_t count = std::min(items.size(), most);
  Json data(Json::Array(items.begin(), items.begin() + static_cast<std::ptrdiff_t>(count)));
  return Json::MakeObject({{"object", "list"},
                           {"data", std::move(data)},
                           {"has_more", items.size() > count},
                           {"url", url}});
}

Json RefundsOf(const Transaction& tx, const std::string& charge_id) {
  Json::Array refunds;
  tx.Newest("refund", [&](const Json& refund) {
    if (refund["charge"].AsString() == charge_id) refunds.push_back(Shown(tx, refund));
    return true;
  });
  return ListObject(refunds, kFirstItems, "/v1/charges/" + charge_id + "/refunds");
}

Json DiscountOf(const Transaction& tx, const Json& session) {
  Json discount = tx.Make("discount", session["_discount"].AsString());
  discount.Set("checkout_session", session["id"])
      .Set("start", session["created"])
      .Set("source", Json::MakeObject({{"coupon", session["_coupon"]}, {"type", "coupon"}}));
  return discount;
}

Json BreakdownOf(const Transaction& tx, const Json& session) {
  Json discounts = Json::MakeArray();
  if (session["_coupon"].is_string()) {
    discounts.Append(Json::MakeObject({{"amount", session["total_details"]["amount_discount"]},
                                       {"discount", DiscountOf(tx, session)}}));
  }
  return Json::MakeObject({{"discounts", std::move(discounts)}, {"taxes", Json::MakeArray()}});
}

class Expander {
 public:
  Expander(const Transaction& tx, const std::string& path)
      : tx_(tx), path_(path), segments_(Split(path)) {}

  std::optional<ApiError> Run(Json* answer) {
    if (segments_.size() > kMostLevels) {
      return RefuseParams("", "expand",
                          "You cannot expand more than 4 levels of a property. Property: " + path_);
    }
    if ((*answer)["object"].AsString() == "list" &&
        (segments_.empty() || segments_.front() != "data")) {
      return NotExpandable();
    }
    Walk(answer, 0);
    return error_;
  }

 private:
  ApiError NotExpandable() const {
    return RefuseParams("", "expand", "This property cannot be expanded (" + path_ + ").");
  }

  void Walk(Json* node, size_t depth) {
    if (depth == segments_.size() || error_) return;
    if (node->is_array()) {
      for (Json& item : node->mutable_items()) Walk(&item, depth);
      return;
    }
    if (!node->is_object()) return;
    const std::string& name = segments_[depth];
    Include(node, name, depth);
    const Json* value = node->Find(name);
    if (value == nullptr) {
      error_ = NotExpandable();
    } else if (value->is_string()) {
      Replace(node, name, depth);
    } else if (value->is_object() || value->is_array()) {
      WalkInto(&node->Mutable(name), depth);
    } else if (!value->is_null()) {
      error_ = NotExpandable();
    }
  }

  // A list of ids is expanded like an id.
  void WalkInto(Json* value, size_t depth) {
    if (depth + 1 == segments_.size() && value->is_object() && !Included(segments_[depth])) {
      if (!value->Has("object")) error_ = NotExpandable();
      return;
    }
    Walk(value, depth + 1);
  }

  static bool Included(const std::string& name) {
    return name == "line_items" || name == "refunds" || name == "breakdown" || name == "applies_to";
  }

  void Replace(Json* node, const std::string& name, size_t depth) {
    const Json& type = (*node)["object"];
    if (type.is_string()) {
      const Json& property = tx_.subset().Schema(type.AsString())["properties"][name];
      if (property.Has("x-pruned-expansion")) {
        error_ = RefuseParams("", "expand", "The sandbox does not hold what " + path_ + " names.");
        return;
      }
      if (!property.Has("x-expansionResources")) {
        error_ = NotExpandable();
        return;
      }
    }
    const Json* found = tx_.FindById((*node)[name].AsString());
    if (found == nullptr || name == "id") {
      error_ = NotExpandable();
      return;
    }
    node->Set(name, Shown(tx_, *found));
    Walk(&node->Mutable(name), depth + 1);
  }

  void Include(Json* node, const std::string& name, size_t depth) {
    const std::string& type = (*node)["object"].AsString();
    const std::string& id = (*node)["id"].AsString();
    if (type == "checkout.session") {
      const Json* stored = tx_.Find(type, id);
      if (stored == nullptr) return;
      if (name == "line_items" && !node->Has(name)) {
        node->Set(name, ListObject((*stored)["_line_items"].items(), kFirstItems,
                                   "/v1/checkout/sessions/" + id + "/line_items"));
      }
      const bool breakdown = name == "total_details" && depth + 1 < segments_.size() &&
                             segments_[depth + 1] == "breakdown";
      if (breakdown && !(*node)[name].Has("breakdown")) {
        node->Mutable(name).Set("breakdown", BreakdownOf(tx_, *stored));
      }
    } else if (type == "charge" && name == "refunds" && !node->Has(name)) {
      node->Set(name, RefundsOf(tx_, id));
    } else if (type == "coupon" && name == "applies_to" && !node->Has(name)) {
      const Json* stored = tx_.Find(type, id);
      if (stored != nullptr && stored->Has("_applies_to")) {
        node->Set(name, (*stored)["_applies_to"]);
      }
    }
  }

  const Transaction& tx_;
  const std::string path_;
  const Segments segments_;
  std::optional<ApiError> error_;
};

}  // namespace

std::optional<ApiError> Expand(const Transaction& tx, const Json& paths, Json* answer) {
  for (const Json& path : paths.items()) {
    if (auto error = Expander(tx, path.AsString()).Run(answer)) return error;
  }
  return std::nullopt;
}

}  // namespace stripe_sandbox
