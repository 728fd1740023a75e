#include "services/billing/orders/order_ledger.h"

#include <algorithm>
#include <set>

#include "common/base/check.h"
#include "common/base/status_macros.h"
#include "common/base/text.h"
#include "common/base/word_table.h"
#include "common/log/log.h"
#include "common/time/proto_time.h"
#include "keys/analytics/v1/analytics.pb.h"
#include "keys/entitlement/v1/entitlement.pb.h"
#include "services/billing/domain/stripe_states.h"
#include "services/billing/orders/order_books.h"

namespace keys::billing {
namespace {

// A pledge reaches one order far in each direction, so more rounds than this would be an error of
// ours.
constexpr int kMaxRounds = 10;

constexpr auto kCauseKinds =
    MakeWordTable<CauseKind>("kind of cause", {{CauseKind::kEvent, "event"},
                                               {CauseKind::kCheckout, "checkout"},
                                               {CauseKind::kAdmin, "admin"},
                                               {CauseKind::kRefund, "refund"},
                                               {CauseKind::kRelay, "relay"},
                                               {CauseKind::kReconciler, "reconciler"},
                                               {CauseKind::kErasure, "erase"}});

// Returns, line by line, the standing that entitlement is told. A line that gave something before
// and gives nothing now is reported as revoked.
std::vector<Standing> EmittedOf(const BookOrder& book, const OrderState& state) {
  std::vector<Standing> emitted = state.standings;
  for (std::size_t i = 0; i < emitted.size(); ++i) {
    const bool gone = emitted[i] == Standing::STANDING_UNSPECIFIED &&
                      book.lines[i].standing != Standing::STANDING_UNSPECIFIED;
    if (gone) emitted[i] = Standing::STANDING_REVOKED_REFUND;
  }
  return emitted;
}

int64_t AppliedRevision(const std::vector<Fact>& facts) {
  int64_t revision = 0;
  for (const Fact& fact : facts) {
    if (fact.kind == FactKind::kApplied) revision = std::max(revision, fact.number);
  }
  return revision;
}

// A shortfall payment buys single KEYS, even when the order it is made for is a bundle's.
bool IsBundle(const StoredOrder& order) {
  return order.item_kind == ItemKind::kBundle && !order.pays_shortfall();
}

std::string SourceOf(const StoredOrder& order) {
  if (IsBundle(order)) return "bundle";
  return order.view.amount_cents() == 0 ? "free" : "order_line";
}

}  // namespace

std::string Cause::source() const {
  return kind == CauseKind::kEvent ? request_id : std::string(kCauseKinds.WordOf(kind));
}

absl::StatusOr<std::optional<StoredOrder>> OrderLedger::Open(pg::Transaction& tx,
                                                             const std::string& order_id) const {
  ASSIGN_OR_RETURN(const bool found, parts_.orders.LockTenantOf(tx, order_id));
  if (!found) return std::optional<StoredOrder>();
  return parts_.orders.Lock(tx, order_id);
}

absl::StatusOr<std::optional<StoredOrder>> OrderLedger::OpenAtOnce(
    pg::Transaction& tx, const std::string& order_id) const {
  ASSIGN_OR_RETURN(const bool found, parts_.orders.TryLockTenantOf(tx, order_id));
  if (!found) return std::optional<StoredOrder>();
  return parts_.orders.Lock(tx, order_id);
}

absl::StatusOr<OrderState> OrderLedger::Record(pg::Transaction& tx, const StoredOrder& order,
                                               const std::vector<Fact>& facts,
                                               const Cause& cause) const {
  ASSIGN_OR_RETURN(TenantBooks books, LoadBooks(tx, order.tenant, order.id()));
  RETURN_IF_ERROR(ReadFacts(parts_.orders, tx, books, order.id()));
  BookOrder& book = *books.Find(order.id());
  const OrderState before = DecideOrder(book.terms, *book.facts);
  for (const Fact& fact : facts) RETURN_IF_ERROR(Add(tx, book, fact, cause));
  if (!before.settled) RETURN_IF_ERROR(MarkSecondPayment(tx, books, book, cause));
  ASSIGN_OR_RETURN(const Decided decided, Decide(tx, books, order, cause));
  if (decided.state.refund_due && !before.refund_due) {
    RETURN_IF_ERROR(HandToStripe(tx, StripeTask::kRefund, order.id(), cause));
  }
  if (decided.moved) RETURN_IF_ERROR(DecideRelated(tx, books, order.id(), cause));
  return decided.state;
}

absl::Status OrderLedger::Add(pg::Transaction& tx, BookOrder& book, const Fact& fact,
                              const Cause& cause) const {
  ASSIGN_OR_RETURN(const bool added, parts_.orders.AddFact(tx, parts_.ids.NewUuid(), book.id, fact,
                                                           cause.source(), parts_.clock.Now()));
  if (added) book.facts->push_back(fact);
  return absl::OkStatus();
}

absl::Status OrderLedger::MarkSecondPayment(pg::Transaction& tx, TenantBooks& books,
                                            BookOrder& book, const Cause& cause) const {
  if (!DecideOrder(book.terms, *book.facts).granted) return absl::OkStatus();
  const auto paid = std::find_if(book.facts->begin(), book.facts->end(), [](const Fact& fact) {
    return fact.kind == FactKind::kSession && SessionStateOf(fact.state) == SessionState::kPaid;
  });
  // A second order that cost nothing does no harm, so it is kept.
  if (paid == book.facts->end()) return absl::OkStatus();
  ASSIGN_OR_RETURN(const bool needless, IsNeedless(tx, books, book));
  if (!needless) return absl::OkStatus();
  log::Warning("order.second_payment", {{"order_id", book.id}, {"session", paid->object_id}});
  return Add(tx, book, Fact{FactKind::kSecondPayment, paid->object_id}, cause);
}

absl::StatusOr<bool> OrderLedger::IsNeedless(pg::Transaction& tx, TenantBooks& books,
                                             const BookOrder& order) const {
  if (order.parent_id.empty()) return IsOwnedElsewhere(books, order);
  RETURN_IF_ERROR(ReadFacts(parts_.orders, tx, books, order.parent_id));
  const BookOrder& parent = *books.Find(order.parent_id);
  std::vector<KeyAmount> paid;
  for (std::size_t i = 0; i < order.lines.size(); ++i) {
    paid.push_back({order.lines[i].key_id, order.terms.lines[i].amount_cents});
  }
  return !IsStillLacking(paid, CoverageOf(books, parent).uncovered(), parent.shortfall_cents);
}

absl::StatusOr<OrderLedger::Shortfall> OrderLedger::ShortfallOf(pg::Transaction& tx,
                                                                TenantBooks& books,
                                                                const BookOrder& order) const {
  if (!order.parent_id.empty()) {
    // A shortfall payment is a line of the order it was made for, and is suspended with it.
    const BookOrder* const parent = books.Find(order.parent_id);
    CHECK_THAT(parent != nullptr, "a shortfall payment names an order that was paid");
    return parent->suspended ? Shortfall{1, {parent->id}} : Shortfall{};
  }
  RETURN_IF_ERROR(ReadFacts(parts_.orders, tx, books, order.id));
  const Coverage coverage = CoverageOf(books, order);
  return Shortfall{coverage.uncovered_cents, coverage.causes()};
}

// When an order is refunded or lost to a dispute, its shortfall payments are refunded too. A refund
// of ours has already taken care of them.
absl::Status OrderLedger::GiveBackShortfalls(pg::Transaction& tx, const TenantBooks& books,
                                             const Change& change) const {
  const OrderState& state = change.state;
  const bool lost = state.status == OrderStatus::kDisputed && !state.suspended_by_dispute;
  const bool gone = lost || state.status == OrderStatus::kRefunded;
  const bool news =
      change.order.status != state.status || change.order.suspension != Suspension::kNone;
  if (!gone || !news || change.cause.kind == CauseKind::kRefund) return absl::OkStatus();
  for (const BookOrder& part : books.orders) {
    if (part.parent_id != change.book.id || !part.granted) continue;
    if (part.status == OrderStatus::kRefunded) continue;
    RETURN_IF_ERROR(HandToStripe(tx, StripeTask::kRefund, part.id, change.cause));
  }
  return absl::OkStatus();
}

// A session for a sum that is no longer lacking must not be paid.
absl::Status OrderLedger::EndNeedlessShortfalls(pg::Transaction& tx, TenantBooks& books,
                                                const BookOrder& order, const Cause& cause) const {
  for (const BookOrder& part : books.orders) {
    if (part.parent_id != order.id || part.status != OrderStatus::kOpen) continue;
    ASSIGN_OR_RETURN(const bool needless, IsNeedless(tx, books, part));
    if (!needless) continue;
    RETURN_IF_ERROR(HandToStripe(tx, StripeTask::kExpire, part.id, cause));
  }
  return absl::OkStatus();
}

absl::StatusOr<OrderLedger::Decided> OrderLedger::Decide(pg::Transaction& tx, TenantBooks& books,
                                                         const StoredOrder& order,
                                                         const Cause& cause) const {
  const absl::Time now = parts_.clock.Now();
  RETURN_IF_ERROR(ReadFacts(parts_.orders, tx, books, order.id()));
  BookOrder& book = *books.Find(order.id());
  ASSIGN_OR_RETURN(const Shortfall lacking, ShortfallOf(tx, books, book));
  Decided decided{DecideOrder(book.terms, *book.facts, lacking.cents)};
  const OrderState& state = decided.state;
  const std::vector<Standing> standings = EmittedOf(book, state);
  const Change change{order, book, state, standings, cause, now};
  ASSIGN_OR_RETURN(Written written, WriteLines(tx, books, change));
  StateUpdate update{.order_id = order.id(), .state = state};
  update.applied_revision = AppliedRevision(*book.facts);
  if (state.suspended_by_dispute) {
    update.suspended_orders = {order.id()};
  } else if (state.suspended_by_credit) {
    update.suspended_orders = lacking.causes;
  }
  RETURN_IF_ERROR(parts_.orders.UpdateState(tx, update, now));
  Enter(state, standings, written.net_cents, book);
  RETURN_IF_ERROR(Announce(tx, books, book, change, written.given_changed));
  RETURN_IF_ERROR(GiveBackShortfalls(tx, books, change));
  if (order.shortfall_cents > 0) RETURN_IF_ERROR(EndNeedlessShortfalls(tx, books, book, cause));
  if (state.granted && !order.granted) RETURN_IF_ERROR(TellAnalytics(tx, change));
  Count(change);
  decided.moved = written.given_changed || written.net_changed || state.status != order.status ||
                  state.suspension() != order.suspension;
  return decided;
}

absl::Status OrderLedger::DecideRelated(pg::Transaction& tx, const StoredOrder& order,
                                        const Cause& cause) const {
  ASSIGN_OR_RETURN(TenantBooks books, LoadBooks(tx, order.tenant, order.id()));
  return DecideRelated(tx, books, order.id(), cause);
}

// What this order's lines are worth decides whether other orders are covered, and their standing
// decides what of this order is pledged. Neither dependency is circular, so the rounds come to an
// end.
absl::Status OrderLedger::DecideRelated(pg::Transaction& tx, TenantBooks& books,
                                        const std::string& order_id, const Cause& cause) const {
  std::vector<std::string> changed = {order_id};
  for (int round = 0; round < kMaxRounds && !changed.empty(); ++round) {
    std::set<std::string> concerned;
    for (const std::string& id : changed) {
      const std::vector<std::string> related = RelatedTo(books, *books.Find(id));
      concerned.insert(related.begin(), related.end());
    }
    changed.clear();
    for (const std::string& id : concerned) {
      ASSIGN_OR_RETURN(const auto order, parts_.orders.Lock(tx, id));
      if (!order.has_value()) continue;
      ASSIGN_OR_RETURN(const Decided decided, Decide(tx, books, *order, cause));
      if (decided.moved) changed.push_back(id);
    }
  }
  if (!changed.empty()) log::Error("order.unsettled_pledges", {{"order_id", order_id}});
  return absl::OkStatus();
}

absl::Status OrderLedger::HandToStripe(pg::Transaction& tx, StripeTask task,
                                       const std::string& order_id, const Cause& cause) const {
  const bool refunds = task == StripeTask::kRefund;
  return parts_.outbox.Append(tx,
                              {.id = parts_.ids.NewUuid(),
                               .topic = refunds ? kStripeRefundTopic : kStripeExpireTopic,
                               .aggregate = Concat({refunds ? "refund " : "expire ", order_id}),
                               .payload = order_id,
                               .request_id = cause.request_id},
                              parts_.clock.Now());
}

absl::StatusOr<OrderLedger::Written> OrderLedger::WriteLines(pg::Transaction& tx,
                                                             const TenantBooks& books,
                                                             const Change& change) const {
  const BookOrder& book = change.book;
  Written written;
  written.net_cents = NetOfLines(book.terms, *book.facts, PledgedOf(book, PledgesOn(books, book)));
  for (std::size_t i = 0; i < book.lines.size(); ++i) {
    const bool moved = change.standings[i] != book.lines[i].standing;
    const bool net_moved = written.net_cents[i] != book.lines[i].net_cents;
    written.given_changed = written.given_changed || moved;
    written.net_changed = written.net_changed || net_moved;
    if (!moved && !net_moved) continue;
    RETURN_IF_ERROR(parts_.orders.UpdateLine(tx, book.terms.lines[i].id, change.standings[i],
                                             written.net_cents[i]));
  }
  return written;
}

// Pledges are read only after the new state is in the books, because what a line holds in the place
// of another depends on it.
absl::Status OrderLedger::Announce(pg::Transaction& tx, const TenantBooks& books, BookOrder& book,
                                   const Change& change, bool given_changed) const {
  const std::vector<int64_t> pledged = PledgedOf(book, PledgesOn(books, book));
  bool news = given_changed;
  for (std::size_t i = 0; i < book.lines.size(); ++i) {
    BookLine& line = book.lines[i];
    const bool gives = change.standings[i] != Standing::STANDING_UNSPECIFIED;
    if (!gives || line.told_pledged == (pledged[i] > 0)) continue;
    line.told_pledged = pledged[i] > 0;
    RETURN_IF_ERROR(parts_.orders.MarkPledged(tx, book.terms.lines[i].id, line.told_pledged));
    news = true;
  }
  if (!news) return absl::OkStatus();
  ASSIGN_OR_RETURN(const int64_t revision,
                   parts_.orders.RaiseRevision(tx, change.order.id(), given_changed, change.now));
  return TellEntitlement(tx, change, pledged, revision);
}

absl::Status OrderLedger::TellEntitlement(pg::Transaction& tx, const Change& change,
                                          const std::vector<int64_t>& pledged,
                                          int64_t revision) const {
  entitlement::v1::ApplyOrderAccessRequest request;
  request.set_request_id(Concat({change.order.id(), ":", std::to_string(revision)}));
  event::v1::OrderAccess& access = *request.mutable_access();
  access.set_order_id(change.order.id());
  access.set_revision(revision);
  *access.mutable_tenant() = change.order.tenant;
  access.set_user_id(change.order.user_id);
  access.set_source(SourceOf(change.order));
  if (IsBundle(change.order)) access.set_bundle_id(change.order.view.item().id());
  *access.mutable_occurred_at() = ToProto(change.now);
  access.set_cause(Concat({"order.", WordOf(change.state.status)}));
  for (std::size_t i = 0; i < change.book.lines.size(); ++i) {
    const Standing standing = change.standings[i];
    // For a bundle, KEYS that were owned already are named too, so that entitlement knows: a KEY of
    // the bundle that is not named here was added later.
    if (standing == Standing::STANDING_UNSPECIFIED && !IsBundle(change.order)) continue;
    auto& grant = *access.add_grants();
    grant.set_order_line_id(change.book.terms.lines[i].id);
    grant.set_key_id(change.book.lines[i].key_id);
    grant.set_standing(standing);
    grant.set_pledged(standing != Standing::STANDING_UNSPECIFIED && pledged[i] > 0);
  }
  return parts_.outbox.Append(tx,
                              {.id = parts_.ids.NewUuid(),
                               .topic = kOrderAccessTopic,
                               .aggregate = change.order.id(),
                               .payload = request.SerializeAsString(),
                               .request_id = change.cause.request_id},
                              change.now);
}

absl::Status OrderLedger::TellAnalytics(pg::Transaction& tx, const Change& change) const {
  const StoredOrder& order = change.order;
  analytics::v1::RecordEventsRequest request;
  const auto add = [&](const char* type) -> event::v1::AnalyticsEvent& {
    event::v1::AnalyticsEvent& event = *request.add_events();
    event.set_event_id(parts_.ids.NewUuid());
    event.set_event_type(type);
    event.set_user_id(order.user_id);
    *event.mutable_tenant() = order.tenant;
    event.set_metadata(Concat({R"({"order_id":")", order.id(), R"("})"}));
    *event.mutable_occurred_at() = ToProto(change.now);
    if (IsBundle(order)) event.set_bundle_id(order.view.item().id());
    return event;
  };
  // Analytics gets one event for each KEY that was bought, with its share of the amount, so that
  // both the sums per KEY and the total are right.
  for (std::size_t i = 0; i < change.book.lines.size(); ++i) {
    const TermLine& line = change.book.terms.lines[i];
    if (!line.grants) continue;
    event::v1::AnalyticsEvent& event = add("purchase");
    event.set_key_id(change.book.lines[i].key_id);
    event.set_amount_cents(line.amount_cents);
    event.set_currency(order.view.currency());
  }
  if (IsBundle(order) && !change.book.credits.empty()) add("bundle_upgrade");
  return parts_.outbox.Append(tx,
                              {.id = parts_.ids.NewUuid(),
                               .topic = kAnalyticsTopic,
                               .aggregate = Concat({"purchase ", order.id()}),
                               .payload = request.SerializeAsString(),
                               .request_id = change.cause.request_id},
                              change.now);
}

void OrderLedger::Count(const Change& change) const {
  const StoredOrder& order = change.order;
  if (change.state.status != order.status) {
    log::Info("order.changed", {{"order_id", order.id()},
                                {"from", WordOf(order.status)},
                                {"to", WordOf(change.state.status)},
                                {"source", change.cause.source()},
                                {"request_id", change.cause.request_id}});
  }
  if (change.state.granted && !order.granted) {
    const metrics::Labels labels = {{"currency", order.view.currency()}};
    parts_.metrics
        .Counter("keys_orders_granted_total", "Orders that gave access, by currency.", labels)
        .Increment();
    parts_.metrics
        .Counter("keys_orders_granted_cents_total", "What those orders cost, in minor units.",
                 labels)
        .Increment(static_cast<double>(order.view.amount_cents()));
  }
  if (change.state.mismatch != Mismatch::kNone && order.mismatch == Mismatch::kNone) {
    log::Error("order.mismatch",
               {{"order_id", order.id()}, {"what", WordOf(change.state.mismatch)}});
    parts_.metrics
        .Counter("keys_order_mismatches_total",
                 "Payments that do not fit their order and granted nothing.",
                 {{"what", std::string(WordOf(change.state.mismatch))}})
        .Increment();
  }
}

}  // namespace keys::billing
