// All of billing except its sockets, as module.cc serves it and tests drive it. Members are
// declared in the order of their dependencies. Start begins the background work, Stop ends it.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "common/http_client/http_client.h"
#include "services/billing/admin/admin_orders.h"
#include "services/billing/admin/admin_webhooks.h"
#include "services/billing/admin/stripe_sync.h"
#include "services/billing/checkout/checkout.h"
#include "services/billing/checkout/discount.h"
#include "services/billing/checkout/portal.h"
#include "services/billing/checkout/shortfall_checkout.h"
#include "services/billing/inbox/event_handler.h"
#include "services/billing/inbox/event_worker.h"
#include "services/billing/inbox/feeds.h"
#include "services/billing/inbox/webhook.h"
#include "services/billing/orders/orders.h"
#include "services/billing/people/person_eraser.h"
#include "services/billing/stripe/circuit_breaker.h"
#include "services/billing/upkeep/deliveries.h"
#include "services/billing/upkeep/reconciler.h"

namespace keys::billing {

struct Wiring {
  // Objects that live outside and are passed in.
  struct Outside {
    const Clock& clock;
    IdSource& ids;
    metrics::Registry& metrics;
    http::HttpClient& http;
    std::unique_ptr<catalog::CatalogClient> catalog;
    std::unique_ptr<entitlement::EntitlementClient> entitlement;
    std::unique_ptr<analytics::AnalyticsClient> analytics;
  };
  struct Settings {
    pg::PoolOptions pool;
    ReturnUrlPolicy urls;
    money::CurrencyTable currencies;
    std::string cursor_key;
    std::vector<std::string> webhook_secrets;
    stripe::Options stripe = {};
    EventWorker::Options worker = {};
    Reconciler::Options reconciler = {};
    Feeds::Options feeds = {};
    outbox::RelayOptions relay = {};
    // The address of the portal's link back unless a request names one. If it is empty, requests
    // must.
    std::string portal_return_url = "";
  };

  Wiring(Outside outside_in, Settings settings_in);
  Wiring(const Wiring&) = delete;
  Wiring& operator=(const Wiring&) = delete;

  void Start();
  void Stop();

  const Outside outside;
  const Settings settings;
  pg::Pool pool;
  const OrderStore order_store{};
  const StripeStore stripe_store{};
  const EventStore event_store{};
  const outbox::Outbox outbox;
  const idempotency::Store answers;
  const audit::Log audit;
  const page::CursorCodec cursors;
  const WebhookVerifier verifier;
  stripe::CircuitBreaker breaker;
  stripe::StripeClient client;
  const OrderLedger ledger;
  const RequestLookup lookup;
  const OrderSync sync;
  const StripeRequests requests;
  const StripeProducts products;
  SettlementMinimums minimums;
  const SessionSupplies supplies;
  const CheckoutSessions sessions;
  const Refunder refunder;
  const Tenancy tenancy;
  const Quoting quoting;
  const Deliveries deliveries;
  outbox::Relay relay;
  const EventHandler event_handler;
  EventWorker worker;
  const FeedStore feed_store{};
  Feeds feeds;
  Invariants invariants;
  Reconciler reconciler;
  const Cashier cashier;
  Checkout checkout;
  ShortfallCheckout shortfalls;
  Discount discount;
  Orders orders;
  Portal portal;
  Webhook webhook;
  AdminOrders admin_orders;
  AdminWebhooks admin_webhooks;
  StripeSync stripe_sync;
  PersonEraser eraser;
};

}  // namespace keys::billing
