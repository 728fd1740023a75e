// All SQL about orders, their lines, pledges and facts.
//
// Functions take the executor of the caller's transaction. Code that changes an order's state takes
// LockTenant first and LockOrder second, as OrderLedger does; the other sequence could end in a
// deadlock. Errors as in common/pg/error.h. Stateless; thread-safe.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/pg/executor.h"
#include "keys/billing/v1/billing.pb.h"
#include "keys/type/v1/type.pb.h"
#include "services/billing/domain/item_kind.h"
#include "services/billing/domain/order_state.h"
#include "services/billing/domain/quote.h"
#include "services/billing/orders/listing.h"

namespace keys::billing {

using type::v1::Tenant;

// An order as its handlers need it. `view` is what clients see of it, except for status, receipt
// and lines (order_views.h).
struct StoredOrder {
  v1::Order view;
  OrderStatus status = OrderStatus::kOpen;
  ItemKind item_kind = ItemKind::kKey;
  Tenant tenant;
  std::string user_id;
  int64_t original_cents = 0;
  bool livemode = false;
  std::string quote_lines_json;
  std::string quote_fingerprint;
  std::string success_url;
  std::string cancel_url;
  absl::Time expires_at;
  absl::Time created_at;
  bool awaiting_payment = false;
  Mismatch mismatch = Mismatch::kNone;
  Suspension suspension = Suspension::kNone;
  std::optional<absl::Time> paid_at;
  bool granted = false;
  int64_t access_revision = 0;
  bool second_payment = false;
  int64_t shortfall_cents = 0;
  // The order whose shortfall this one pays; else empty.
  std::string parent_id;

  bool pays_shortfall() const { return !parent_id.empty(); }
  const std::string& id() const { return view.id(); }
  bool open() const { return status == OrderStatus::kOpen; }
};

struct NewOrder {
  std::string id;
  Tenant tenant;
  std::string user_id;
  v1::OrderItem item;
  bool livemode = false;
  std::string success_url;
  std::string cancel_url;
  absl::Time expires_at;
  absl::Time next_check_at;
  // Empty unless it pays another order's shortfall.
  std::string parent_id;
  // Lines that give its KEYS by the books when it is placed (order_books.h, NoteLostLines).
  std::vector<std::string> lost_line_ids;
};

struct StoredLine {
  std::string id;
  std::string order_id;
  v1::OrderLine view;
  Standing standing = Standing::STANDING_UNSPECIFIED;
  // The part of its amount that is left after refunds.
  int64_t net_cents = 0;
  // The list price when it was quoted. Absent when the KEY could not be bought singly.
  std::optional<int64_t> list_price_cents;
  // True when entitlement was last told that the line is pledged.
  bool pledged = false;
};

struct StateUpdate {
  std::string order_id;
  OrderState state;
  // The orders for whose sake it is suspended (OrderState::suspension).
  std::vector<std::string> suspended_orders;
  int64_t applied_revision = 0;
};

// For each order of a tenant, the last revision that entitlement is known to have applied.
using AppliedRevisions = std::map<std::string, int64_t>;

class OrderStore {
 public:
  absl::Status LockTenant(pg::Executor& tx, const Tenant& tenant) const;
  // The same for an order's tenant. Returns false when there is no such order.
  absl::StatusOr<bool> LockTenantOf(pg::Executor& tx, const std::string& order_id) const;
  // UNAVAILABLE when another transaction has the lock.
  absl::StatusOr<bool> TryLockTenantOf(pg::Executor& tx, const std::string& order_id) const;

  // `line_ids` has one id for each charged line of the quote, in its order.
  absl::Status Insert(pg::Executor& tx, const NewOrder& order, const Quote& quote,
                      const std::vector<std::string>& line_ids, absl::Time now) const;

  absl::StatusOr<std::optional<StoredOrder>> Find(pg::Executor& db, const std::string& id) const;
  absl::StatusOr<std::optional<StoredOrder>> Lock(pg::Executor& tx, const std::string& id) const;
  // Lists the orders of the tenants, and those that the buyer made for any tenant.
  absl::StatusOr<std::vector<StoredOrder>> ListOf(pg::Executor& db,
                                                  const std::vector<std::string>& tenant_ids,
                                                  const std::optional<std::string>& buyer_id,
                                                  const PageStart& start, int limit) const;
  // Without a status all orders are listed.
  absl::StatusOr<std::vector<StoredOrder>> ListAll(pg::Executor& db,
                                                   const std::optional<OrderStatus>& status,
                                                   const PageStart& start, int limit) const;
  absl::StatusOr<std::vector<StoredOrder>> ListOpenSharing(
      pg::Executor& tx, const Tenant& tenant, const std::vector<std::string>& key_ids) const;

  // Lists a person's open orders, also those for organisations, whose payment has not begun.
  absl::StatusOr<std::vector<StoredOrder>> ListPayable(pg::Executor& db,
                                                       const std::string& user_id) const;

  // Lists the organisations for which the person bought.
  absl::StatusOr<std::vector<Tenant>> ListOrgsBoughtFor(pg::Executor& db,
                                                        const std::string& user_id) const;

  // Lists the shortfall payments of these orders, oldest first.
  absl::StatusOr<std::vector<StoredOrder>> ListShortfalls(
      pg::Executor& db, const std::vector<std::string>& order_ids) const;

  absl::StatusOr<std::vector<StoredLine>> ListLines(
      pg::Executor& db, const std::vector<std::string>& order_ids) const;
  // Lists orders whose lines were credited to this one and whose latest revision entitlement has
  // not applied yet.
  absl::StatusOr<std::vector<std::string>> ListUntoldSources(pg::Executor& db,
                                                             const std::string& order_id) const;
  absl::StatusOr<AppliedRevisions> ListApplied(pg::Executor& db, const Tenant& tenant) const;

  // Returns false when the fact was known.
  absl::StatusOr<bool> AddFact(pg::Executor& tx, const std::string& id, const std::string& order_id,
                               const Fact& fact, const std::string& source, absl::Time now) const;
  absl::StatusOr<std::vector<Fact>> ListFacts(pg::Executor& db, const std::string& order_id) const;

  absl::Status UpdateState(pg::Executor& tx, const StateUpdate& update, absl::Time now) const;
  absl::Status UpdateLine(pg::Executor& tx, const std::string& line_id, Standing standing,
                          int64_t net_cents) const;
  absl::Status MarkPledged(pg::Executor& tx, const std::string& line_id, bool pledged) const;
  // Returns the order's next revision. `given` tells that what its lines give has changed.
  absl::StatusOr<int64_t> RaiseRevision(pg::Executor& tx, const std::string& order_id, bool given,
                                        absl::Time now) const;

  // Leases open orders that are due to be checked, until `next`.
  absl::StatusOr<std::vector<std::string>> ClaimToCheck(pg::Executor& db, absl::Time now,
                                                        absl::Time next, int limit) const;
  absl::Status CheckAt(pg::Executor& db, const std::string& order_id, absl::Time when) const;
};

}  // namespace keys::billing
