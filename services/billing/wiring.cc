#include "services/billing/wiring.h"

#include <utility>

namespace keys::billing {

Wiring::Wiring(Outside outside_in, Settings settings_in)
    : outside(std::move(outside_in)),
      settings(std::move(settings_in)),
      pool(settings.pool),
      outbox("billing"),
      answers("billing"),
      audit("billing"),
      cursors(settings.cursor_key),
      verifier(settings.webhook_secrets),
      breaker({.http = outside.http,
               .metrics = outside.metrics,
               .patience = settings.stripe.attempt_timeout * 2 / 3}),
      client({breaker, outside.metrics, settings.stripe}),
      ledger({order_store, outbox, outside.ids, outside.clock, outside.metrics}),
      lookup(client),
      sync({pool, order_store, stripe_store, ledger, client, lookup, outside.clock}),
      requests({pool, stripe_store, client, lookup, outside.clock, outside.ids}),
      products({pool, stripe_store, requests, sync, outside.clock}),
      minimums(settings.currencies),
      supplies({pool, order_store, stripe_store, requests, sync, products, outside.clock}),
      sessions({pool, order_store, stripe_store, ledger, requests, sync, supplies, minimums,
                outside.clock}),
      refunder({pool, order_store, stripe_store, ledger, requests, sync, outside.clock,
                outside.metrics}),
      tenancy(*outside.entitlement),
      quoting({*outside.catalog, *outside.entitlement, order_store, settings.currencies, minimums,
               pool}),
      deliveries({pool, ledger, *outside.entitlement, *outside.analytics, refunder, order_store,
                  sessions, outbox, outside.clock}),
      relay({pool, outbox, outside.clock, outside.metrics, settings.relay}, deliveries.ListLanes()),
      event_handler({pool, event_store, stripe_store, ledger, order_store, sync, outside.clock,
                     outside.metrics, client.livemode()}),
      worker({pool, event_store, event_handler, relay, outside.clock, outside.metrics,
              settings.worker}),
      feeds({pool, event_store, feed_store, sync, outside.clock, outside.metrics, settings.feeds}),
      invariants({feed_store, outside.metrics}),
      reconciler({pool, order_store, event_store, sync, relay, outside.clock, outside.metrics,
                  invariants, refunder, settings.reconciler}),
      cashier({pool, order_store, stripe_store, sessions, settings.urls, answers, relay,
               outside.clock}),
      checkout({pool, order_store, ledger, cashier, quoting, tenancy, minimums, relay,
                outside.clock, outside.ids, client.livemode()}),
      shortfalls({pool, order_store, ledger, cashier, tenancy, settings.currencies, minimums,
                  outside.clock, outside.ids, client.livemode()}),
      discount({pool, quoting, tenancy}),
      orders({pool, order_store, tenancy, cursors, outside.clock,
              [this](const std::string& order_id) { reconciler.CheckSoon(order_id); }}),
      portal({sessions, requests, tenancy, settings.urls, outside.ids, settings.portal_return_url}),
      webhook({pool, event_store, event_handler, worker, relay, verifier, outside.clock,
               outside.metrics}),
      admin_orders({pool, order_store, stripe_store, ledger, sessions, refunder, answers, audit,
                    relay, settings.currencies, outside.clock, outside.ids}),
      admin_webhooks({pool, event_store, worker, audit, cursors, outside.clock}),
      stripe_sync({pool, stripe_store, products, *outside.catalog, audit, outside.clock}),
      eraser({pool, order_store, stripe_store, sessions, requests, client, outside.clock,
              outside.ids}) {}

void Wiring::Start() {
  relay.Start();
  worker.Start();
  reconciler.Start();
  feeds.Start();
}

void Wiring::Stop() {
  feeds.Stop();
  reconciler.Stop();
  worker.Stop();
  relay.Stop();
}

}  // namespace keys::billing
