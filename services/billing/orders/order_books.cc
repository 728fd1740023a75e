#include "services/billing/orders/order_books.h"

#include <map>
#include <optional>
#include <set>
#include <utility>

#include "common/base/check.h"
#include "common/base/status_macros.h"
#include "services/billing/domain/waiver.h"
#include "services/billing/orders/books_statements.h"

namespace keys::billing {
namespace {

absl::StatusOr<BookOrder> OrderOf(BookLineRow& row) {
  BookOrder order;
  order.id = row.order_id;
  order.terms.subtotal_cents = row.original_cents;
  order.terms.discount_cents = row.original_cents - row.final_cents;
  order.terms.currency = std::move(row.currency);
  order.terms.livemode = row.livemode;
  order.parent_id = row.parent_id.value_or("");
  ASSIGN_OR_RETURN(const ItemKind item_kind, ParseItemKind(row.item_kind));
  order.single = item_kind == ItemKind::kKey && order.parent_id.empty();
  ASSIGN_OR_RETURN(order.status, ParseOrderStatus(row.status));
  order.suspended = row.suspended;
  order.settled = row.settled;
  order.granted = row.granted;
  order.shortfall_cents = row.shortfall_cents;
  order.given_revision = row.given_revision;
  order.lost_line_ids = std::move(row.lost_line_ids);
  return order;
}

absl::Status ReadOwnFacts(const OrderStore& orders, pg::Executor& db, BookOrder& order) {
  if (order.facts.has_value()) return absl::OkStatus();
  ASSIGN_OR_RETURN(order.facts, orders.ListFacts(db, order.id));
  return absl::OkStatus();
}

absl::Status ReadBackersFacts(const OrderStore& orders, pg::Executor& db, TenantBooks& books,
                              const BookOrder& holder) {
  for (const std::string& id : BackersOf(books, holder)) {
    RETURN_IF_ERROR(ReadOwnFacts(orders, db, *books.Find(id)));
  }
  return absl::OkStatus();
}

// The places of the orders in the books, by their ids.
using OrderPlaces = std::map<std::string, std::size_t>;

absl::StatusOr<TenantBooks> ReadLines(pg::Executor& db, const Tenant& tenant,
                                      const std::optional<std::string>& order_id,
                                      OrderPlaces& places) {
  ASSIGN_OR_RETURN(std::vector<BookLineRow> lines,
                   db.Query<BookLineRow>(kListBookLines, tenant.id(), tenant.type(), order_id));
  TenantBooks books;
  for (BookLineRow& row : lines) {
    // The lines of an order come one after the other.
    if (books.orders.empty() || books.orders.back().id != row.order_id) {
      places[row.order_id] = books.orders.size();
      ASSIGN_OR_RETURN(books.orders.emplace_back(), OrderOf(row));
    }
    BookOrder& order = books.orders.back();
    order.terms.lines.push_back({std::move(row.line_id), row.amount_cents, row.grants});
    ASSIGN_OR_RETURN(const Standing standing, ParseStanding(row.standing));
    order.lines.push_back({std::move(row.key_id), standing, row.net_cents, row.pledged});
  }
  return books;
}

}  // namespace

absl::StatusOr<TenantBooks> LoadLines(pg::Executor& db, const Tenant& tenant) {
  OrderPlaces places;
  return ReadLines(db, tenant, std::nullopt, places);
}

absl::StatusOr<TenantBooks> LoadBooks(pg::Executor& db, const Tenant& tenant,
                                      const std::string& order_id) {
  OrderPlaces places;
  ASSIGN_OR_RETURN(TenantBooks books, ReadLines(db, tenant, order_id, places));
  ASSIGN_OR_RETURN(std::vector<BookCreditRow> credits,
                   db.Query<BookCreditRow>(kListBookCredits, tenant.id(), tenant.type(), order_id));
  for (BookCreditRow& row : credits) {
    const auto place = places.find(row.order_id);
    CHECK_THAT(place != places.end(), "an order that was given credit has lines");
    books.orders[place->second].credits.push_back(
        {std::move(row.source_line_id), std::move(row.key_id), row.amount_cents});
  }
  return books;
}

absl::Status NoteLostLines(pg::Executor& tx, const Quote& quote, NewOrder& order) {
  ASSIGN_OR_RETURN(const TenantBooks books, LoadLines(tx, order.tenant));
  std::set<std::string> key_ids;
  for (const ChargedLine& line : quote.charged) {
    if (line.grants) key_ids.insert(line.key_id);
  }
  order.lost_line_ids = LinesThatGive(books, key_ids);
  return absl::OkStatus();
}

absl::Status ReadFacts(const OrderStore& orders, pg::Executor& db, TenantBooks& books,
                       const std::string& order_id) {
  BookOrder* const order = books.Find(order_id);
  CHECK_THAT(order != nullptr, "an order has lines");
  RETURN_IF_ERROR(ReadOwnFacts(orders, db, *order));
  // Few orders were ever given a waiver.
  if (order->credits.empty() || WaiversOf(*order->facts).empty()) return absl::OkStatus();
  return ReadBackersFacts(orders, db, books, *order);
}

absl::StatusOr<Coverage> LoadCoverage(const OrderStore& orders, pg::Executor& db,
                                      const StoredOrder& order) {
  ASSIGN_OR_RETURN(TenantBooks books, LoadBooks(db, order.tenant, order.id()));
  RETURN_IF_ERROR(ReadFacts(orders, db, books, order.id()));
  return CoverageOf(books, *books.Find(order.id()));
}

absl::StatusOr<std::vector<Fact>> PlanWaiver(const OrderStore& orders, pg::Executor& db,
                                             const StoredOrder& order, const std::string& name,
                                             int64_t cents) {
  ASSIGN_OR_RETURN(TenantBooks books, LoadBooks(db, order.tenant, order.id()));
  RETURN_IF_ERROR(ReadFacts(orders, db, books, order.id()));
  const BookOrder& holder = *books.Find(order.id());
  RETURN_IF_ERROR(ReadBackersFacts(orders, db, books, holder));
  return FactsOf(WaiverOf(books, holder, name, cents));
}

}  // namespace keys::billing
