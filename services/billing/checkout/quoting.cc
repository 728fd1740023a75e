#include "services/billing/checkout/quoting.h"

#include <algorithm>
#include <map>

#include "common/base/status_macros.h"
#include "common/base/text.h"
#include "common/error/error.h"
#include "services/billing/domain/pledges.h"
#include "services/billing/orders/order_books.h"

namespace keys::billing {
namespace {

using catalog::KeyStatus;
using catalog::v1::KeyForSale;
using error::Reason;

// Absent for a status that the catalog has added since; such a KEY is neither a draft nor sold.
std::optional<KeyStatus> KeyStatusOf(const KeyForSale& key) {
  return catalog::kKeyStatuses.Find(key.status());
}

bool IsPublished(const KeyForSale& key) { return KeyStatusOf(key) == KeyStatus::kPublished; }

absl::Status NoSuchItem(ItemKind kind, const std::string& name) {
  const std::string_view noun = kind == ItemKind::kKey ? "KEY" : "bundle";
  return error::Make(Reason::NOT_FOUND, Concat({"There is no ", noun, " named '", name, "'."}));
}

absl::Status NotForSale(const Item& item) {
  return error::Make(Reason::NOT_FOR_SALE, Concat({item.view.title(), " is not for sale."}));
}

// Decides what a tenant owns, from entitlement's grants and from our own orders.
class Ownership {
 public:
  Ownership(const Holdings& held, const std::vector<Purchase>& purchases) {
    std::map<std::string, const Purchase*> by_line;
    for (const Purchase& purchase : purchases) {
      by_line[purchase.line_id] = &purchase;
      if (!purchase.active || IsTold(held, purchase)) continue;
      owned_.insert(purchase.key_id);
      standing_lines_.insert(purchase.line_id);
    }
    for (const entitlement::v1::StandingGrant& grant : held.grants) {
      if (grant.has_ends_at()) continue;
      const auto own = by_line.find(grant.order_line_id());
      if (own != by_line.end() && !own->second->active) continue;
      owned_.insert(grant.key_id());
      standing_lines_.insert(grant.order_line_id());
    }
  }
  bool Has(const std::string& key_id) const { return owned_.contains(key_id); }
  // Returns whether the tenant still has what the line paid for.
  bool Keeps(const Purchase& purchase) const {
    return purchase.active && standing_lines_.contains(purchase.line_id);
  }

 private:
  // Returns whether entitlement had applied the purchase before it answered. If so, its answer also
  // says what became of the line since.
  static bool IsTold(const Holdings& held, const Purchase& purchase) {
    const auto applied = held.applied.find(purchase.order_id);
    return applied != held.applied.end() && applied->second >= purchase.given_revision;
  }

  std::set<std::string> owned_;
  std::set<std::string> standing_lines_;
};

QuoteKey ToQuoteKey(const KeyForSale& key, const Item& item, const Ownership& ownership,
                    const std::vector<Purchase>& purchases) {
  QuoteKey out;
  out.key_id = key.id();
  out.slug = key.slug();
  out.title = key.title();
  if (key.has_price_cents() && key.currency() == item.currency) {
    out.list_price_cents = key.price_cents();
  }
  out.sold_singly = IsPublished(key) && key.available() && out.list_price_cents.has_value();
  out.owned = ownership.Has(key.id());
  for (const Purchase& purchase : purchases) {
    const bool counts = ownership.Keeps(purchase) && purchase.key_id == key.id() &&
                        purchase.currency == item.currency && purchase.net_cents > 0;
    if (counts) out.payments.push_back({purchase.line_id, purchase.net_cents});
  }
  return out;
}

}  // namespace

std::vector<std::string> Item::key_ids() const {
  std::vector<std::string> ids;
  for (const KeyForSale& key : keys) ids.push_back(key.id());
  return ids;
}

absl::StatusOr<Item> Quoting::Load(const rpc::Call& call, ItemKind kind,
                                   const std::string& name) const {
  return kind == ItemKind::kKey ? LoadKey(call, name) : LoadBundle(call, name);
}

absl::StatusOr<Item> Quoting::LoadKey(const rpc::Call& call, const std::string& name) const {
  catalog::v1::BatchGetKeysRequest request;
  request.add_keys(name);
  ASSIGN_OR_RETURN(const auto response, parts_.catalog.BatchGetKeys(request, call));
  // A draft is answered like a KEY that does not exist, because nobody may learn of it yet.
  if (response.keys().empty() || KeyStatusOf(response.keys(0)) == KeyStatus::kDraft) {
    return NoSuchItem(ItemKind::kKey, name);
  }
  const KeyForSale& key = response.keys(0);
  Item item;
  item.kind = ItemKind::kKey;
  item.view.set_kind(std::string(WordOf(item.kind)));
  item.view.set_id(key.id());
  item.view.set_slug(key.slug());
  item.view.set_title(key.title());
  item.description = key.description();
  if (key.has_price_cents() && IsPublished(key)) item.price_cents = key.price_cents();
  item.currency = key.currency();
  item.keys = {key};
  return item;
}

absl::StatusOr<Item> Quoting::LoadBundle(const rpc::Call& call, const std::string& name) const {
  catalog::v1::GetBundleForSaleRequest request;
  request.set_bundle(name);
  const auto response = parts_.catalog.GetBundleForSale(request, call);
  if (error::ReasonOf(response.status()) == Reason::NOT_FOUND)
    return NoSuchItem(ItemKind::kBundle, name);
  RETURN_IF_ERROR(response.status());
  const catalog::v1::BundleForSale& bundle = response->bundle();
  Item item;
  item.kind = ItemKind::kBundle;
  item.view.set_kind(std::string(WordOf(item.kind)));
  item.view.set_id(bundle.id());
  item.view.set_slug(bundle.slug());
  item.view.set_title(bundle.title());
  item.description = bundle.description();
  if (!bundle.keys().empty()) item.price_cents = bundle.price_cents();
  item.currency = bundle.currency();
  item.keys.assign(bundle.keys().begin(), bundle.keys().end());
  return item;
}

absl::StatusOr<Holdings> Quoting::HoldingsOf(const rpc::Call& call, const Tenant& tenant) const {
  Holdings held;
  {
    ASSIGN_OR_RETURN(pg::Connection db, parts_.pool.Acquire(call.deadline()));
    ASSIGN_OR_RETURN(held.applied, parts_.orders.ListApplied(db, tenant));
  }
  entitlement::v1::ListStandingGrantsRequest request;
  *request.mutable_tenant() = tenant;
  ASSIGN_OR_RETURN(const auto response, parts_.entitlement.ListStandingGrants(request, call));
  held.grants.assign(response.grants().begin(), response.grants().end());
  return held;
}

absl::StatusOr<Quote> Quoting::PriceFor(pg::Executor& db, const Item& item, const Tenant& tenant,
                                        const Holdings& held) const {
  if (item.keys.empty()) return NotForSale(item);
  ASSIGN_OR_RETURN(const TenantBooks books, LoadLines(db, tenant));
  const std::vector<Purchase> purchases = PurchasesOf(books);
  const Ownership ownership(held, purchases);
  QuoteRequest request;
  request.price_cents = item.price_cents.value_or(0);
  request.currency = item.currency;
  const money::Currency* currency = parts_.currencies.Find(item.currency);
  if (currency == nullptr) return NotForSale(item);
  request.minimum_cents = parts_.minimums.Of(item.currency);
  request.step_cents = currency->step;
  for (const KeyForSale& key : item.keys) {
    request.keys.push_back(ToQuoteKey(key, item, ownership, purchases));
  }
  return PriceItem(std::move(request));
}

absl::Status Quoting::CheckForSale(const Item& item, const Quote& quote) const {
  if (quote.already_owned) {
    return error::WithAction(
        error::Make(Reason::ALREADY_OWNED,
                    item.is_bundle() ? Concat({"You own every KEY of ", item.view.title(), "."})
                                     : Concat({"You own ", item.view.title(), "."})),
        "Find it under your entitlements; there is nothing to pay.");
  }
  const bool single = !item.is_bundle();
  if (single && !IsPublished(item.keys[0])) return NotForSale(item);
  if (single && !item.keys[0].available()) {
    return error::Make(
        Reason::KEY_UNAVAILABLE,
        Concat({item.view.title(), " cannot be downloaded yet, so it is not sold."}));
  }
  return item.price_cents.has_value() ? absl::OkStatus() : NotForSale(item);
}

}  // namespace keys::billing
