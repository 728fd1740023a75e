// gRPC's side of billing, with one line for each RPC.
#pragma once

#include "common/rpc/unary.h"
#include "keys/billing/v1/billing.grpc.pb.h"
#include "services/billing/admin/admin_orders.h"
#include "services/billing/admin/admin_webhooks.h"
#include "services/billing/admin/stripe_sync.h"
#include "services/billing/checkout/checkout.h"
#include "services/billing/checkout/discount.h"
#include "services/billing/checkout/portal.h"
#include "services/billing/checkout/shortfall_checkout.h"
#include "services/billing/checkout/tenant_gate.h"
#include "services/billing/inbox/webhook.h"
#include "services/billing/orders/orders.h"

namespace keys::billing {

// The pools in which billing's calls run. Calls that wait for Stripe must not take the threads of
// other calls, so reads run in the process's own pool, and webhooks and calls to Stripe each in a
// pool of their own.
struct Lanes {
  Lanes(rpc::Unary& reads_in, rpc::PeerVerifier& verifier, metrics::Registry& metrics);

  // These divide the pool `stripe`, which they outlive: `callers` limits what one caller may have
  // in it, waiting and running, and `gate` limits the threads of one tenant.
  TenantGate callers;
  TenantGate gate;
  rpc::Unary& reads;
  rpc::Unary stripe;
  rpc::Unary webhooks;
};

class BillingRpc final : public v1::Billing::CallbackService {
 public:
  struct Handlers {
    Checkout& checkout;
    ShortfallCheckout& shortfalls;
    Discount& discount;
    Orders& orders;
    Portal& portal;
  };
  BillingRpc(Lanes& lanes, Handlers handlers) : lanes_(lanes), handlers_(handlers) {}

  grpc::ServerUnaryReactor* CheckoutKey(grpc::CallbackServerContext* context,
                                        const v1::CheckoutKeyRequest* request,
                                        v1::CheckoutResponse* response) override;
  grpc::ServerUnaryReactor* CheckoutBundle(grpc::CallbackServerContext* context,
                                           const v1::CheckoutBundleRequest* request,
                                           v1::CheckoutResponse* response) override;
  grpc::ServerUnaryReactor* GetDiscount(grpc::CallbackServerContext* context,
                                        const v1::GetDiscountRequest* request,
                                        v1::GetDiscountResponse* response) override;
  grpc::ServerUnaryReactor* ListOrders(grpc::CallbackServerContext* context,
                                       const v1::ListOrdersRequest* request,
                                       v1::ListOrdersResponse* response) override;
  grpc::ServerUnaryReactor* GetOrder(grpc::CallbackServerContext* context,
                                     const v1::GetOrderRequest* request,
                                     v1::GetOrderResponse* response) override;
  grpc::ServerUnaryReactor* CheckoutShortfall(grpc::CallbackServerContext* context,
                                              const v1::CheckoutShortfallRequest* request,
                                              v1::CheckoutResponse* response) override;
  grpc::ServerUnaryReactor* GetPortal(grpc::CallbackServerContext* context,
                                      const v1::GetPortalRequest* request,
                                      v1::GetPortalResponse* response) override;

 private:
  Lanes& lanes_;
  const Handlers handlers_;
};

class BillingAdminRpc final : public v1::BillingAdmin::CallbackService {
 public:
  struct Handlers {
    Orders& reading;
    AdminOrders& orders;
    AdminWebhooks& webhooks;
    StripeSync& stripe_sync;
  };
  BillingAdminRpc(Lanes& lanes, Handlers handlers) : lanes_(lanes), handlers_(handlers) {}

  grpc::ServerUnaryReactor* ListAllOrders(grpc::CallbackServerContext* context,
                                          const v1::ListAllOrdersRequest* request,
                                          v1::ListOrdersResponse* response) override;
  grpc::ServerUnaryReactor* GetAnyOrder(grpc::CallbackServerContext* context,
                                        const v1::GetOrderRequest* request,
                                        v1::GetOrderResponse* response) override;
  grpc::ServerUnaryReactor* RefundOrder(grpc::CallbackServerContext* context,
                                        const v1::RefundOrderRequest* request,
                                        v1::RefundOrderResponse* response) override;
  grpc::ServerUnaryReactor* WaiveShortfall(grpc::CallbackServerContext* context,
                                           const v1::WaiveShortfallRequest* request,
                                           v1::WaiveShortfallResponse* response) override;
  grpc::ServerUnaryReactor* SyncStripe(grpc::CallbackServerContext* context,
                                       const v1::SyncStripeRequest* request,
                                       v1::SyncStripeResponse* response) override;
  grpc::ServerUnaryReactor* ListWebhooks(grpc::CallbackServerContext* context,
                                         const v1::ListWebhooksRequest* request,
                                         v1::ListWebhooksResponse* response) override;
  grpc::ServerUnaryReactor* ReplayWebhook(grpc::CallbackServerContext* context,
                                          const v1::ReplayWebhookRequest* request,
                                          v1::ReplayWebhookResponse* response) override;

 private:
  Lanes& lanes_;
  const Handlers handlers_;
};

class BillingWebhookRpc final : public v1::BillingWebhook::CallbackService {
 public:
  BillingWebhookRpc(Lanes& lanes, Webhook& webhook) : lanes_(lanes), webhook_(webhook) {}

  grpc::ServerUnaryReactor* HandleEvent(grpc::CallbackServerContext* context,
                                        const v1::HandleEventRequest* request,
                                        v1::HandleEventResponse* response) override;

 private:
  Lanes& lanes_;
  Webhook& webhook_;
};

}  // namespace keys::billing
