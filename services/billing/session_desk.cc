#include "services/billing/session_desk.h"

#include <map>

#include "common/base/status_macros.h"
#include "common/base/text.h"
#include "common/error/error.h"
#include "common/log/log.h"
#include "services/billing/stripe/objects.h"
#include "services/billing/stripe_facts.h"

namespace keys::billing {
namespace {

constexpr absl::Duration kBookkeepingLimit = absl::Seconds(3);
// How often something that is gone at Stripe is made anew within one checkout: customer, product,
// price and coupon, each once.
constexpr int kRounds = 5;

std::string OrderSubject(const StoredOrder& order, std::string_view what) {
  return Concat({"ord_", order.id(), ":", what});
}

PriceKey PriceKeyOf(const StoredOrder& order) {
  return {order.view.item().id(), order.view.currency(), order.original_cents};
}

// The names existing clients and Stripe's dashboard know (CONTRACT §4).
std::map<std::string, std::string> MetadataOf(const StoredOrder& order) {
  const v1::OrderItem& item = order.view.item();
  std::map<std::string, std::string> metadata = {{"order_id", order.id()},
                                                 {"userId", order.user_id},
                                                 {Concat({item.kind(), "Id"}), item.id()},
                                                 {Concat({item.kind(), "Slug"}), item.slug()},
                                                 {"purchaseType", item.kind()}};
  if (order.pays_shortfall()) {
    metadata["purchaseType"] = "shortfall";
    metadata["shortfallOf"] = order.parent_id;
  }
  return metadata;
}

absl::Status NoLongerOpen() {
  return error::Make(error::Reason::CONFLICT,
                     "Another checkout took this one's place. Start again to see the price now.");
}

}  // namespace

std::string CustomerSubject(const Tenant& tenant) {
  return Concat({"cus_", tenant.type(), "_", tenant.id()});
}

absl::StatusOr<std::string> SessionDesk::Customer(const Tenant& tenant, const std::string& email,
                                                  Deadline deadline) const {
  {
    ASSIGN_OR_RETURN(pg::Connection db, parts_.pool.Acquire(deadline));
    ASSIGN_OR_RETURN(auto known, parts_.stripe.FindCustomer(db, tenant));
    if (known.has_value()) return *std::move(known);
  }
  const stripe::Post post = stripe::CreateCustomer(
      {.email = email, .metadata = {{"tenantId", tenant.id()}, {"tenantType", tenant.type()}}});
  const auto keep = [&](pg::Transaction& tx, const stripe::Answer& answer) -> absl::Status {
    ASSIGN_OR_RETURN(const std::string id, stripe::ParseId(answer.body));
    return parts_.stripe.PutCustomer(tx, tenant, id, parts_.clock.Now());
  };
  ASSIGN_OR_RETURN(
      Sent sent,
      parts_.book.Send({.subject = CustomerSubject(tenant), .post = post, .on_done = keep},
                       deadline));
  if (!sent.done()) return stripe::ToClientStatus(sent.answer);
  return std::move(sent.object_id);
}

absl::Status SessionDesk::ForgetCustomer(const Tenant& tenant, Deadline deadline) const {
  return pg::RunTransaction(parts_.pool, deadline, [&](pg::Transaction& tx) -> absl::Status {
    RETURN_IF_ERROR(parts_.stripe.ForgetCustomer(tx, tenant));
    return parts_.stripe.ForgetRequest(tx, CustomerSubject(tenant), parts_.clock.Now());
  });
}

absl::StatusOr<std::vector<stripe::InlinePrice>> SessionDesk::InlinePricesOf(
    const StoredOrder& order, Deadline deadline) const {
  std::vector<StoredLine> lines;
  {
    ASSIGN_OR_RETURN(pg::Connection db, parts_.pool.Acquire(deadline));
    ASSIGN_OR_RETURN(lines, parts_.orders.ListLines(db, {order.id()}));
  }
  std::vector<stripe::InlinePrice> prices;
  for (const StoredLine& line : lines) {
    ItemText key;
    key.item.set_kind("key");
    key.item.set_id(line.view.key_id());
    key.item.set_slug(line.view.slug());
    key.item.set_title(line.view.title());
    ASSIGN_OR_RETURN(const ProductDesk::Done product, parts_.products.Product(key, deadline));
    prices.push_back({product.id, order.view.currency(), line.view.amount_cents()});
  }
  return prices;
}

absl::StatusOr<std::string> SessionDesk::Coupon(const StoredOrder& order, Deadline deadline) const {
  const stripe::Post post =
      stripe::CreateCoupon({.amount_off = order.original_cents - order.view.amount_cents(),
                            .currency = order.view.currency(),
                            .name = "For KEYS you already own",
                            .metadata = {{"order_id", order.id()}}});
  ASSIGN_OR_RETURN(Sent sent, parts_.book.Send({.subject = OrderSubject(order, "coupon"),
                                                .post = post,
                                                .order_id = order.id()},
                                               deadline));
  if (!sent.done()) return stripe::ToClientStatus(sent.answer);
  return std::move(sent.object_id);
}

absl::StatusOr<SessionDesk::Needed> SessionDesk::Prepare(const StoredOrder& order,
                                                         const ItemText& text,
                                                         const std::string& email,
                                                         Deadline deadline) const {
  Needed needed;
  ASSIGN_OR_RETURN(needed.customer_id, Customer(order.tenant, email, deadline));
  if (order.pays_shortfall()) {
    ASSIGN_OR_RETURN(needed.inline_prices, InlinePricesOf(order, deadline));
    return needed;
  }
  ASSIGN_OR_RETURN(const ProductDesk::Done price,
                   parts_.products.Price(text, PriceKeyOf(order), deadline));
  needed.price_id = price.id;
  if (order.view.amount_cents() < order.original_cents) {
    ASSIGN_OR_RETURN(needed.coupon_id, Coupon(order, deadline));
  }
  return needed;
}

absl::StatusOr<Sent> SessionDesk::Ask(const StoredOrder& order, const Needed& needed,
                                      Deadline deadline) const {
  PlannedPost planned{.subject = OrderSubject(order, "checkout")};
  planned.order_id = order.id();
  planned.post = stripe::CreateSession({.price_id = needed.price_id,
                                        .inline_prices = needed.inline_prices,
                                        .coupon_id = needed.coupon_id,
                                        .customer_id = needed.customer_id,
                                        .success_url = order.success_url,
                                        .cancel_url = order.cancel_url,
                                        .expires_at = order.expires_at,
                                        .client_reference_id = order.id(),
                                        .metadata = MetadataOf(order)});
  // Under the order's lock: an order that was closed meanwhile gets no session.
  planned.before = [&](pg::Transaction& tx) -> absl::Status {
    ASSIGN_OR_RETURN(const auto now, parts_.ledger.Open(tx, order.id()));
    return now.has_value() && now->open() ? absl::OkStatus() : NoLongerOpen();
  };
  planned.on_done = [&](pg::Transaction& tx, const stripe::Answer& answer) -> absl::Status {
    // An answer that is not this order's session is no answer: the same request is sent again
    // later.
    const absl::StatusOr<stripe::Session> read = stripe::ParseSession(answer.body);
    if (!read.ok() || read->order_id != order.id()) {
      log::Error("stripe.strange_answer", {{"order_id", order.id()}, {"why", "no such session"}});
      return stripe::ToClientStatus(stripe::Answer{});
    }
    const stripe::Session& session = *read;
    ASSIGN_OR_RETURN(const auto now, parts_.ledger.Open(tx, order.id()));
    RETURN_IF_ERROR(parts_.stripe.PutSession(tx, order.id(), session, parts_.clock.Now()));
    return parts_.ledger.Record(tx, *now, {FactOf(session, "")}, {"checkout", ""}).status();
  };
  return parts_.book.Send(planned, deadline);
}

// True when something the session needs was gone at Stripe and will be made anew.
absl::StatusOr<bool> SessionDesk::ForgetMissing(const StoredOrder& order,
                                                const stripe::Answer& answer,
                                                Deadline deadline) const {
  if (answer.error_code != "resource_missing") return false;
  const absl::Time now = parts_.clock.Now();
  return pg::RunTransaction(
      parts_.pool, deadline, [&](pg::Transaction& tx) -> absl::StatusOr<bool> {
        const PriceKey price = PriceKeyOf(order);
        if (answer.error_param == "customer") {
          RETURN_IF_ERROR(parts_.stripe.ForgetCustomer(tx, order.tenant));
          RETURN_IF_ERROR(parts_.stripe.ForgetRequest(tx, CustomerSubject(order.tenant), now));
        } else if (order.pays_shortfall()) {
          ASSIGN_OR_RETURN(const auto lines, parts_.orders.ListLines(tx, {order.id()}));
          for (const StoredLine& line : lines) {
            RETURN_IF_ERROR(parts_.products.ForgetProduct(tx, line.view.key_id()));
          }
        } else if (answer.error_param.find("price") != std::string::npos) {
          RETURN_IF_ERROR(parts_.products.ForgetPrice(tx, price));
        } else if (answer.error_param.find("coupon") != std::string::npos) {
          RETURN_IF_ERROR(parts_.stripe.ForgetRequest(tx, OrderSubject(order, "coupon"), now));
        } else {
          return false;
        }
        return true;
      });
}

absl::Status SessionDesk::Fail(const StoredOrder& order, const stripe::Answer& answer) const {
  log::Error("stripe.session_refused", {{"order_id", order.id()},
                                        {"error_code", answer.error_code},
                                        {"error_param", answer.error_param}});
  RETURN_IF_ERROR(pg::RunTransaction(
      parts_.pool, Deadline::After(kBookkeepingLimit), [&](pg::Transaction& tx) -> absl::Status {
        ASSIGN_OR_RETURN(const auto now, parts_.ledger.Open(tx, order.id()));
        Fact fact{FactKind::kRefused, OrderSubject(order, "checkout")};
        return parts_.ledger.Record(tx, *now, {fact}, {"checkout", ""}).status();
      }));
  return stripe::ToClientStatus(answer);
}

absl::StatusOr<StoredSession> SessionDesk::Open(const StoredOrder& order, const ItemText& text,
                                                const std::string& email, Deadline deadline) const {
  for (int round = 0; round < kRounds; ++round) {
    ASSIGN_OR_RETURN(const Needed needed, Prepare(order, text, email, deadline));
    ASSIGN_OR_RETURN(const Sent sent, Ask(order, needed, deadline));
    if (sent.done()) {
      ASSIGN_OR_RETURN(pg::Connection db, parts_.pool.Acquire(Deadline::After(kBookkeepingLimit)));
      ASSIGN_OR_RETURN(auto session, parts_.stripe.FindSession(db, sent.object_id));
      if (!session.has_value()) return absl::InternalError("a session was not recorded");
      return *std::move(session);
    }
    if (sent.answer.verdict == stripe::Verdict::kRefused) {
      ASSIGN_OR_RETURN(const bool again, ForgetMissing(order, sent.answer, deadline));
      if (again) continue;
      return Fail(order, sent.answer);
    }
    if (sent.answer.verdict == stripe::Verdict::kUnknown) {
      // It may stand at Stripe all the same: look before giving up.
      RETURN_IF_ERROR(parts_.sync.Refresh(order.id(), {"checkout", ""}, deadline).status());
      ASSIGN_OR_RETURN(pg::Connection db, parts_.pool.Acquire(deadline));
      ASSIGN_OR_RETURN(auto session, parts_.stripe.FindSessionOfOrder(db, order.id()));
      if (session.has_value() && !session->url.empty()) return *std::move(session);
    }
    return stripe::ToClientStatus(sent.answer);
  }
  return stripe::ToClientStatus(stripe::Answer{});
}

// True when there is no session and will be none, so that ending the order needs no Stripe.
absl::StatusOr<bool> SessionDesk::Abandon(const StoredOrder& order, const Cause& cause,
                                          Deadline deadline) const {
  return pg::RunTransaction(
      parts_.pool, deadline, [&](pg::Transaction& tx) -> absl::StatusOr<bool> {
        ASSIGN_OR_RETURN(const auto now, parts_.ledger.Open(tx, order.id()));
        ASSIGN_OR_RETURN(const auto request,
                         parts_.stripe.FindLatestRequest(tx, OrderSubject(order, "checkout")));
        const bool refused = request.has_value() && request->state == "refused";
        if (request.has_value() && !refused) return false;
        const Fact fact{refused ? FactKind::kRefused : FactKind::kAbandoned};
        RETURN_IF_ERROR(parts_.ledger.Record(tx, *now, {fact}, cause).status());
        return true;
      });
}

absl::StatusOr<SessionDesk::Closed> SessionDesk::Settled(const StoredOrder& order,
                                                         const Cause& cause,
                                                         Deadline deadline) const {
  ASSIGN_OR_RETURN(const OrderState state, parts_.sync.Refresh(order.id(), cause, deadline));
  if (state.settled) return Closed::kPaid;
  if (state.awaiting_payment) return Closed::kAwaitingPayment;
  if (state.status != OrderStatus::kOpen) return Closed::kClosed;
  return stripe::ToClientStatus(stripe::Answer{});
}

// The session of an order that was asked for but is not known here: the same request once more
// tells, since Stripe answers a repeated key as it did before. Absent: there is none, the order is
// closed.
absl::StatusOr<std::optional<std::string>> SessionDesk::FindOut(const StoredOrder& order,
                                                                const Cause& cause,
                                                                Deadline deadline) const {
  if (parts_.clock.Now() >= order.expires_at) {
    ASSIGN_OR_RETURN(const OrderState state, parts_.sync.Refresh(order.id(), cause, deadline));
    if (state.status == OrderStatus::kOpen && !state.awaiting_payment) {
      return stripe::ToClientStatus(stripe::Answer{});
    }
    return std::optional<std::string>();
  }
  ASSIGN_OR_RETURN(const Sent sent, Ask(order, Needed{}, deadline));
  if (sent.done()) return std::optional<std::string>(sent.object_id);
  if (sent.answer.verdict != stripe::Verdict::kRefused) return stripe::ToClientStatus(sent.answer);
  Fail(order, sent.answer).IgnoreError();
  return std::optional<std::string>();
}

absl::StatusOr<SessionDesk::Closed> SessionDesk::Close(const StoredOrder& order, const Cause& cause,
                                                       Deadline deadline) const {
  ASSIGN_OR_RETURN(const bool abandoned, Abandon(order, cause, deadline));
  if (abandoned) return Closed::kClosed;
  std::optional<std::string> session_id;
  {
    ASSIGN_OR_RETURN(pg::Connection db, parts_.pool.Acquire(deadline));
    ASSIGN_OR_RETURN(const auto session, parts_.stripe.FindSessionOfOrder(db, order.id()));
    if (session.has_value()) session_id = session->session_id;
  }
  if (!session_id.has_value()) {
    ASSIGN_OR_RETURN(session_id, FindOut(order, cause, deadline));
    if (!session_id.has_value()) return Closed::kClosed;
  }
  ASSIGN_OR_RETURN(const Sent sent, parts_.book.Send({.subject = OrderSubject(order, "expire"),
                                                      .post = stripe::ExpireSession(*session_id),
                                                      .order_id = order.id()},
                                                     deadline));
  const bool tells = sent.done() || sent.answer.verdict == stripe::Verdict::kRefused;
  if (!tells) return stripe::ToClientStatus(sent.answer);
  // Whatever the answer was, the session itself says what it has become.
  return Settled(order, cause, deadline);
}

}  // namespace keys::billing
