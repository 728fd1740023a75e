// Gathers what a price depends on, and prices it: the item as the catalog sells it now, what the
// tenant holds by entitlement's word, and what it paid by our own.
//
//   ASSIGN_OR_RETURN(const Item item, quoting.Load(call, ItemKind::kBundle, slug));
//   ASSIGN_OR_RETURN(const Holdings held, quoting.HoldingsOf(call, tenant));
//   ASSIGN_OR_RETURN(const Quote quote, quoting.PriceFor(db, item, tenant, held));
//
// A grant that billing knows to be taken back is not owned, whatever entitlement still says; one
// that entitlement was not known to have applied before it was asked is owned, whatever it said.
// Any other is decided by entitlement's word alone: what was revoked or passed on by hand is
// neither owned nor credited. Thread-safe.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "common/money/currency.h"
#include "common/pg/executor.h"
#include "common/pg/pool.h"
#include "common/rpc/call.h"
#include "keys/catalog/v1/catalog.pb.h"
#include "keys/entitlement/v1/entitlement.pb.h"
#include "services/billing/orders/order_store.h"
#include "services/billing/payments/settlement_minimums.h"
#include "services/catalog/client.h"
#include "services/entitlement/client.h"

namespace keys::billing {

// A KEY or bundle as it is sold at this moment.
struct Item {
  ItemKind kind = ItemKind::kKey;
  v1::OrderItem view;
  std::string description;
  // Absent when it is not sold.
  std::optional<int64_t> price_cents;
  std::string currency;
  std::vector<catalog::v1::KeyForSale> keys;

  bool is_bundle() const { return kind == ItemKind::kBundle; }
  std::vector<std::string> key_ids() const;
};

// The grants of a tenant by entitlement's word, and the revisions that entitlement was known to
// have applied before it was asked.
struct Holdings {
  std::vector<entitlement::v1::StandingGrant> grants;
  AppliedRevisions applied;
};

class Quoting {
 public:
  struct Parts {
    catalog::CatalogClient& catalog;
    entitlement::EntitlementClient& entitlement;
    const OrderStore& orders;
    const money::CurrencyTable& currencies;
    const SettlementMinimums& minimums;
    pg::Pool& pool;
  };
  explicit Quoting(Parts parts) : parts_(parts) {}

  // `name` is a slug or id. NOT_FOUND.
  absl::StatusOr<Item> Load(const rpc::Call& call, ItemKind kind, const std::string& name) const;
  absl::StatusOr<Holdings> HoldingsOf(const rpc::Call& call, const Tenant& tenant) const;

  // For a checkout, `db` is the transaction that holds the tenant's lock. NOT_FOR_SALE when the
  // item cannot be priced at all.
  absl::StatusOr<Quote> PriceFor(pg::Executor& db, const Item& item, const Tenant& tenant,
                                 const Holdings& held) const;

  // Returns an error when the item cannot be bought now: ALREADY_OWNED, KEY_UNAVAILABLE,
  // NOT_FOR_SALE.
  absl::Status CheckForSale(const Item& item, const Quote& quote) const;

 private:
  absl::StatusOr<Item> LoadKey(const rpc::Call& call, const std::string& name) const;
  absl::StatusOr<Item> LoadBundle(const rpc::Call& call, const std::string& name) const;

  const Parts parts_;
};

}  // namespace keys::billing
