#include "services/billing/orders/order_ledger.h"

#include <algorithm>
#include <set>

#include "common/base/check.h"
#include "common/base/status_macros.h"
#include "common/base/text.h"
#include "common/log/log.h"
#include "common/time/proto_time.h"
#include "keys/analytics/v1/analytics.pb.h"
#include "keys/entitlement/v1/entitlement.pb.h"

namespace keys::billing {
namespace {

// Pledges reach one order far in each direction; more rounds than this would be an error of ours.
constexpr int kMaxRounds = 10;

// What a line gives, for those who keep it: a line that gave something and gives nothing now is
// said to be taken back.
Standing Emitted(Standing before, Standing now) {
  const bool gone = now == Standing::STANDING_UNSPECIFIED && before != now;
  return gone ? Standing::STANDING_REVOKED_REFUND : now;
}

int64_t AppliedRevision(const std::vector<Fact>& facts) {
  int64_t revision = 0;
  for (const Fact& fact : facts) {
    if (fact.kind == FactKind::kApplied) revision = std::max(revision, fact.number);
  }
  return revision;
}

// What pays a shortfall buys single KEYS, whatever it was credited to.
bool IsBundle(const StoredOrder& order) {
  return order.view.item().kind() == "bundle" && !order.pays_shortfall();
}

std::string SourceOf(const StoredOrder& order) {
  if (IsBundle(order)) return "bundle";
  return order.view.amount_cents() == 0 ? "free" : "order_line";
}

}  // namespace

absl::StatusOr<std::optional<StoredOrder>> OrderLedger::Open(pg::Transaction& tx,
                                                             const std::string& order_id) const {
  ASSIGN_OR_RETURN(const std::optional<Tenant> tenant, parts_.orders.FindTenantOf(tx, order_id));
  if (!tenant.has_value()) return std::optional<StoredOrder>();
  RETURN_IF_ERROR(parts_.orders.LockTenant(tx, *tenant));
  return parts_.orders.Lock(tx, order_id);
}

absl::StatusOr<OrderState> OrderLedger::Record(pg::Transaction& tx, const StoredOrder& order,
                                               const std::vector<Fact>& facts,
                                               const Cause& cause) const {
  ASSIGN_OR_RETURN(const std::vector<StoredLine> lines, parts_.orders.ListLines(tx, {order.id()}));
  const OrderTerms terms = TermsOf(order, lines);
  ASSIGN_OR_RETURN(const std::vector<Fact> known, parts_.orders.ListFacts(tx, order.id()));
  const OrderState before = DecideOrder(terms, known);
  for (const Fact& fact : facts) {
    RETURN_IF_ERROR(
        parts_.orders
            .AddFact(tx, parts_.ids.NewUuid(), order.id(), fact, cause.source, parts_.clock.Now())
            .status());
  }
  if (!before.settled) RETURN_IF_ERROR(MarkSecondPayment(tx, order, cause));
  ASSIGN_OR_RETURN(const Decided decided, Decide(tx, order, cause));
  if (decided.state.refund_due && !before.refund_due) {
    RETURN_IF_ERROR(HandToStripe(tx, kStripeRefundTopic, order.id(), cause));
  }
  if (decided.moved) RETURN_IF_ERROR(DecideRelated(tx, order.id(), cause));
  return decided.state;
}

absl::Status OrderLedger::MarkSecondPayment(pg::Transaction& tx, const StoredOrder& order,
                                            const Cause& cause) const {
  ASSIGN_OR_RETURN(const std::vector<StoredLine> lines, parts_.orders.ListLines(tx, {order.id()}));
  ASSIGN_OR_RETURN(const std::vector<Fact> facts, parts_.orders.ListFacts(tx, order.id()));
  if (!DecideOrder(TermsOf(order, lines), facts).granted) return absl::OkStatus();
  const auto paid = std::find_if(facts.begin(), facts.end(), [](const Fact& fact) {
    return fact.kind == FactKind::kSession && fact.state == "paid";
  });
  // What cost nothing does no harm twice.
  if (paid == facts.end()) return absl::OkStatus();
  ASSIGN_OR_RETURN(const bool needless, IsNeedless(tx, order));
  if (!needless) return absl::OkStatus();
  log::Warning("order.second_payment", {{"order_id", order.id()}, {"session", paid->object_id}});
  const Fact second{FactKind::kSecondPayment, paid->object_id};
  return parts_.orders
      .AddFact(tx, parts_.ids.NewUuid(), order.id(), second, cause.source, parts_.clock.Now())
      .status();
}

absl::StatusOr<bool> OrderLedger::IsNeedless(pg::Transaction& tx, const StoredOrder& order) const {
  if (!order.pays_shortfall()) return parts_.orders.IsOwnedElsewhere(tx, order.id());
  ASSIGN_OR_RETURN(const auto parent, parts_.orders.Lock(tx, order.parent_id));
  CHECK_THAT(parent.has_value(), "what pays a shortfall names an order");
  ASSIGN_OR_RETURN(const Coverage coverage, parts_.orders.CoverageOf(tx, order.parent_id));
  ASSIGN_OR_RETURN(const std::vector<StoredLine> lines, parts_.orders.ListLines(tx, {order.id()}));
  std::vector<KeyAmount> paid;
  for (const StoredLine& line : lines) {
    paid.push_back({line.view.key_id(), line.view.amount_cents()});
  }
  return !IsStillLacking(paid, coverage.uncovered, parent->shortfall_cents);
}

// What paid a shortfall is a line of the order it was paid for: suspended with it.
absl::Status OrderLedger::SuspendWithParent(pg::Transaction& tx, const StoredOrder& order,
                                            Coverage& coverage) const {
  if (!order.pays_shortfall()) return absl::OkStatus();
  ASSIGN_OR_RETURN(const auto parent, parts_.orders.Lock(tx, order.parent_id));
  CHECK_THAT(parent.has_value(), "what pays a shortfall names an order");
  if (parent->view.suspended().code().empty()) return absl::OkStatus();
  coverage.uncovered_cents = 1;
  coverage.causes = {parent->id()};
  return absl::OkStatus();
}

// And given back with it. Whoever refunds here (cause "refund") does both by himself.
absl::Status OrderLedger::GiveBackShortfalls(pg::Transaction& tx, const Change& change) const {
  const OrderState& state = change.state;
  const bool lost = state.status == OrderStatus::kDisputed && !state.suspended_by_dispute;
  const bool gone = lost || state.status == OrderStatus::kRefunded;
  const bool news = change.order.view.status() != WordOf(state.status) ||
                    !change.order.view.suspended().code().empty();
  if (!gone || !news || change.cause.source == "refund") return absl::OkStatus();
  ASSIGN_OR_RETURN(const auto shortfalls, parts_.orders.ListShortfalls(tx, {change.order.id()}));
  for (const StoredOrder& shortfall : shortfalls) {
    if (!shortfall.granted || shortfall.view.status() == "refunded") continue;
    RETURN_IF_ERROR(HandToStripe(tx, kStripeRefundTopic, shortfall.id(), change.cause));
  }
  return absl::OkStatus();
}

// A session that pays what is lacking no more must not be paid.
absl::Status OrderLedger::EndNeedlessShortfalls(pg::Transaction& tx, const StoredOrder& order,
                                                const Cause& cause) const {
  ASSIGN_OR_RETURN(const auto shortfalls, parts_.orders.ListShortfalls(tx, {order.id()}));
  for (const StoredOrder& shortfall : shortfalls) {
    if (!shortfall.open()) continue;
    ASSIGN_OR_RETURN(const bool needless, IsNeedless(tx, shortfall));
    if (!needless) continue;
    RETURN_IF_ERROR(HandToStripe(tx, kStripeExpireTopic, shortfall.id(), cause));
  }
  return absl::OkStatus();
}

absl::StatusOr<OrderLedger::Decided> OrderLedger::Decide(pg::Transaction& tx,
                                                         const StoredOrder& order,
                                                         const Cause& cause) const {
  const absl::Time now = parts_.clock.Now();
  ASSIGN_OR_RETURN(const std::vector<Fact> all, parts_.orders.ListFacts(tx, order.id()));
  ASSIGN_OR_RETURN(const std::vector<StoredLine> lines, parts_.orders.ListLines(tx, {order.id()}));
  ASSIGN_OR_RETURN(Coverage coverage, parts_.orders.CoverageOf(tx, order.id()));
  RETURN_IF_ERROR(SuspendWithParent(tx, order, coverage));
  Decided decided{DecideOrder(TermsOf(order, lines), all, coverage.uncovered_cents)};
  const OrderState& state = decided.state;
  const Change change{order, lines, state, cause, now};
  ASSIGN_OR_RETURN(const Written written, WriteLines(tx, change, all));
  StateUpdate update{.order_id = order.id(), .state = state};
  update.applied_revision = AppliedRevision(all);
  if (state.suspended_by_dispute) {
    update.suspended_code = "SUSPENDED_DISPUTE";
    update.suspended_orders = {order.id()};
  } else if (state.suspended_by_credit) {
    update.suspended_code = "SUSPENDED_CREDIT";
    update.suspended_orders = coverage.causes;
  }
  RETURN_IF_ERROR(parts_.orders.UpdateState(tx, update, now));
  RETURN_IF_ERROR(Announce(tx, change, written.given_changed));
  RETURN_IF_ERROR(GiveBackShortfalls(tx, change));
  if (order.shortfall_cents > 0) RETURN_IF_ERROR(EndNeedlessShortfalls(tx, order, cause));
  if (state.granted && !order.granted) RETURN_IF_ERROR(TellAnalytics(tx, change));
  Count(change);
  decided.moved = written.given_changed || written.net_changed ||
                  WordOf(state.status) != order.view.status() ||
                  update.suspended_code != order.view.suspended().code();
  return decided;
}

// What this order's lines are worth decides whether others are covered, and whether others stand
// decides what of this order is pledged; neither goes round in a circle, so this ends by itself.
absl::Status OrderLedger::DecideRelated(pg::Transaction& tx, const std::string& order_id,
                                        const Cause& cause) const {
  std::vector<std::string> changed = {order_id};
  for (int round = 0; round < kMaxRounds && !changed.empty(); ++round) {
    std::set<std::string> concerned;
    for (const std::string& id : changed) {
      ASSIGN_OR_RETURN(const std::vector<std::string> related, parts_.orders.ListRelated(tx, id));
      concerned.insert(related.begin(), related.end());
    }
    changed.clear();
    for (const std::string& id : concerned) {
      ASSIGN_OR_RETURN(const auto order, parts_.orders.Lock(tx, id));
      if (!order.has_value()) continue;
      ASSIGN_OR_RETURN(const Decided decided, Decide(tx, *order, cause));
      if (decided.moved) changed.push_back(id);
    }
  }
  if (!changed.empty()) log::Error("order.unsettled_pledges", {{"order_id", order_id}});
  return absl::OkStatus();
}

absl::Status OrderLedger::HandToStripe(pg::Transaction& tx, const char* topic,
                                       const std::string& order_id, const Cause& cause) const {
  const char* what = topic == kStripeRefundTopic ? "refund " : "expire ";
  return parts_.outbox.Append(tx,
                              {.id = parts_.ids.NewUuid(),
                               .topic = topic,
                               .aggregate = Concat({what, order_id}),
                               .payload = order_id,
                               .request_id = cause.request_id},
                              parts_.clock.Now());
}

absl::StatusOr<OrderLedger::Written> OrderLedger::WriteLines(pg::Transaction& tx,
                                                             const Change& change,
                                                             const std::vector<Fact>& facts) const {
  ASSIGN_OR_RETURN(const auto pledges, parts_.orders.ListPledges(tx, change.order.id()));
  const std::vector<int64_t> net =
      NetOfLines(TermsOf(change.order, change.lines), facts, PledgedOf(change.lines, pledges));
  Written written;
  for (std::size_t i = 0; i < change.lines.size(); ++i) {
    const StoredLine& line = change.lines[i];
    const Standing standing = Emitted(line.standing, change.state.standings[i]);
    const bool moved = standing != line.standing;
    written.given_changed = written.given_changed || moved;
    written.net_changed = written.net_changed || net[i] != line.net_cents;
    if (!moved && net[i] == line.net_cents) continue;
    RETURN_IF_ERROR(parts_.orders.UpdateLine(tx, line.id, standing, net[i]));
  }
  return written;
}

// Read after the state was written: what a line holds in the place of another depends on it.
absl::Status OrderLedger::Announce(pg::Transaction& tx, const Change& change,
                                   bool given_changed) const {
  ASSIGN_OR_RETURN(const auto pledges, parts_.orders.ListPledges(tx, change.order.id()));
  const std::vector<int64_t> pledged = PledgedOf(change.lines, pledges);
  bool news = given_changed;
  for (std::size_t i = 0; i < change.lines.size(); ++i) {
    const StoredLine& line = change.lines[i];
    const Standing standing = Emitted(line.standing, change.state.standings[i]);
    if (standing == Standing::STANDING_UNSPECIFIED || line.pledged == (pledged[i] > 0)) continue;
    RETURN_IF_ERROR(parts_.orders.MarkPledged(tx, line.id, pledged[i] > 0));
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
  for (std::size_t i = 0; i < change.lines.size(); ++i) {
    const Standing standing = Emitted(change.lines[i].standing, change.state.standings[i]);
    // Of a bundle also the KEYS that were owned: what is in it and not named here came in later.
    if (standing == Standing::STANDING_UNSPECIFIED && !IsBundle(change.order)) continue;
    auto& grant = *access.add_grants();
    grant.set_order_line_id(change.lines[i].id);
    grant.set_key_id(change.lines[i].view.key_id());
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
  // One per KEY bought, each with its share, so that sums by KEY and in all are both right.
  for (const StoredLine& line : change.lines) {
    if (!line.view.grants()) continue;
    event::v1::AnalyticsEvent& event = add("purchase");
    event.set_key_id(line.view.key_id());
    event.set_amount_cents(line.view.amount_cents());
    event.set_currency(order.view.currency());
  }
  const bool upgrade =
      IsBundle(order) && order.quote_lines_json.find("\"credit\"") != std::string::npos;
  if (upgrade) add("bundle_upgrade");
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
  if (WordOf(change.state.status) != order.view.status()) {
    log::Info("order.changed", {{"order_id", order.id()},
                                {"from", order.view.status()},
                                {"to", WordOf(change.state.status)},
                                {"source", change.cause.source},
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
  if (change.state.mismatch != Mismatch::kNone && order.mismatch.empty()) {
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
