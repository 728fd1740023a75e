#include "services/billing/billing_rpc.h"

namespace keys::billing {
namespace {

constexpr std::string_view kPublic = "keys.billing.v1.Billing";
constexpr std::string_view kAdmin = "keys.billing.v1.BillingAdmin";
constexpr std::string_view kWebhook = "keys.billing.v1.BillingWebhook";

// Threads wait for Stripe most of the time, so that many cost little; a tenant's share keeps the
// rest free for everybody else. What is over the share is refused as soon as a thread looks at it,
// so that nobody's calls pile up before anybody else's.
constexpr int kStripeThreads = 16;
constexpr int kPerTenant = 4;
constexpr int kWebhookThreads = 4;

// The organisation that is bought for, or the caller.
template <typename Request>
std::string TenantOf(const rpc::Call& call, const Request& request) {
  if constexpr (requires { request.org_id(); }) {
    if (!request.org_id().empty()) return request.org_id();
  }
  return call.caller().user_id;
}

// A handler that may wait for Stripe, within its tenant's share.
template <typename Handle>
auto Gated(TenantGate& gate, Handle handle) {
  return [&gate, handle](rpc::Call& call, const auto& in) -> decltype(handle(call, in)) {
    const TenantGate::Place place = gate.Enter(TenantOf(call, in));
    if (!place.taken()) return TenantGate::Full();
    return handle(call, in);
  };
}

}  // namespace

Lanes::Lanes(rpc::Unary& reads_in, rpc::PeerVerifier& verifier, metrics::Registry& metrics)
    : reads(reads_in),
      stripe({.pool = {.threads = kStripeThreads}}, verifier, metrics),
      webhooks({.pool = {.threads = kWebhookThreads}}, verifier, metrics),
      gate(kPerTenant) {}

grpc::ServerUnaryReactor* BillingRpc::CheckoutKey(grpc::CallbackServerContext* context,
                                                  const v1::CheckoutKeyRequest* request,
                                                  v1::CheckoutResponse* response) {
  return lanes_.stripe.Run(context, {kPublic, "CheckoutKey"}, request, response,
                           Gated(lanes_.gate, [this](rpc::Call& call, const auto& in) {
                             return handlers_.checkout.Key(call, in);
                           }));
}

grpc::ServerUnaryReactor* BillingRpc::CheckoutBundle(grpc::CallbackServerContext* context,
                                                     const v1::CheckoutBundleRequest* request,
                                                     v1::CheckoutResponse* response) {
  return lanes_.stripe.Run(context, {kPublic, "CheckoutBundle"}, request, response,
                           Gated(lanes_.gate, [this](rpc::Call& call, const auto& in) {
                             return handlers_.checkout.Bundle(call, in);
                           }));
}

grpc::ServerUnaryReactor* BillingRpc::GetDiscount(grpc::CallbackServerContext* context,
                                                  const v1::GetDiscountRequest* request,
                                                  v1::GetDiscountResponse* response) {
  return lanes_.reads.Run(
      context, {kPublic, "GetDiscount"}, request, response,
      [this](rpc::Call& call, const auto& in) { return handlers_.discount.Get(call, in); });
}

grpc::ServerUnaryReactor* BillingRpc::ListOrders(grpc::CallbackServerContext* context,
                                                 const v1::ListOrdersRequest* request,
                                                 v1::ListOrdersResponse* response) {
  return lanes_.reads.Run(
      context, {kPublic, "ListOrders"}, request, response,
      [this](rpc::Call& call, const auto& in) { return handlers_.orders.List(call, in); });
}

grpc::ServerUnaryReactor* BillingRpc::GetOrder(grpc::CallbackServerContext* context,
                                               const v1::GetOrderRequest* request,
                                               v1::GetOrderResponse* response) {
  return lanes_.reads.Run(
      context, {kPublic, "GetOrder"}, request, response,
      [this](rpc::Call& call, const auto& in) { return handlers_.orders.Get(call, in); });
}

grpc::ServerUnaryReactor* BillingRpc::CheckoutShortfall(grpc::CallbackServerContext* context,
                                                        const v1::CheckoutShortfallRequest* request,
                                                        v1::CheckoutResponse* response) {
  return lanes_.stripe.Run(context, {kPublic, "CheckoutShortfall"}, request, response,
                           Gated(lanes_.gate, [this](rpc::Call& call, const auto& in) {
                             return handlers_.shortfalls.Pay(call, in);
                           }));
}

grpc::ServerUnaryReactor* BillingRpc::GetPortal(grpc::CallbackServerContext* context,
                                                const v1::GetPortalRequest* request,
                                                v1::GetPortalResponse* response) {
  return lanes_.stripe.Run(context, {kPublic, "GetPortal"}, request, response,
                           Gated(lanes_.gate, [this](rpc::Call& call, const auto& in) {
                             return handlers_.portal.Get(call, in);
                           }));
}

grpc::ServerUnaryReactor* BillingAdminRpc::ListAllOrders(grpc::CallbackServerContext* context,
                                                         const v1::ListAllOrdersRequest* request,
                                                         v1::ListOrdersResponse* response) {
  return lanes_.reads.Run(
      context, {kAdmin, "ListAllOrders"}, request, response,
      [this](rpc::Call& call, const auto& in) { return handlers_.reading.ListAll(call, in); });
}

grpc::ServerUnaryReactor* BillingAdminRpc::GetAnyOrder(grpc::CallbackServerContext* context,
                                                       const v1::GetOrderRequest* request,
                                                       v1::GetOrderResponse* response) {
  return lanes_.reads.Run(
      context, {kAdmin, "GetAnyOrder"}, request, response,
      [this](rpc::Call& call, const auto& in) { return handlers_.reading.GetAny(call, in); });
}

grpc::ServerUnaryReactor* BillingAdminRpc::RefundOrder(grpc::CallbackServerContext* context,
                                                       const v1::RefundOrderRequest* request,
                                                       v1::RefundOrderResponse* response) {
  return lanes_.stripe.Run(context, {kAdmin, "RefundOrder"}, request, response,
                           Gated(lanes_.gate, [this](rpc::Call& call, const auto& in) {
                             return handlers_.orders.Refund(call, in);
                           }));
}

grpc::ServerUnaryReactor* BillingAdminRpc::WaiveShortfall(grpc::CallbackServerContext* context,
                                                          const v1::WaiveShortfallRequest* request,
                                                          v1::WaiveShortfallResponse* response) {
  return lanes_.reads.Run(
      context, {kAdmin, "WaiveShortfall"}, request, response,
      [this](rpc::Call& call, const auto& in) { return handlers_.orders.Waive(call, in); });
}

grpc::ServerUnaryReactor* BillingAdminRpc::SyncStripe(grpc::CallbackServerContext* context,
                                                      const v1::SyncStripeRequest* request,
                                                      v1::SyncStripeResponse* response) {
  return lanes_.stripe.Run(context, {kAdmin, "SyncStripe"}, request, response,
                           Gated(lanes_.gate, [this](rpc::Call& call, const auto& in) {
                             return handlers_.stripe_sync.Run(call, in);
                           }));
}

grpc::ServerUnaryReactor* BillingAdminRpc::ListWebhooks(grpc::CallbackServerContext* context,
                                                        const v1::ListWebhooksRequest* request,
                                                        v1::ListWebhooksResponse* response) {
  return lanes_.reads.Run(
      context, {kAdmin, "ListWebhooks"}, request, response,
      [this](rpc::Call& call, const auto& in) { return handlers_.webhooks.List(call, in); });
}

grpc::ServerUnaryReactor* BillingAdminRpc::ReplayWebhook(grpc::CallbackServerContext* context,
                                                         const v1::ReplayWebhookRequest* request,
                                                         v1::ReplayWebhookResponse* response) {
  return lanes_.reads.Run(
      context, {kAdmin, "ReplayWebhook"}, request, response,
      [this](rpc::Call& call, const auto& in) { return handlers_.webhooks.Replay(call, in); });
}

grpc::ServerUnaryReactor* BillingWebhookRpc::HandleEvent(grpc::CallbackServerContext* context,
                                                         const v1::HandleEventRequest* request,
                                                         v1::HandleEventResponse* response) {
  return lanes_.webhooks.Run(
      context, {kWebhook, "HandleEvent"}, request, response,
      [this](rpc::Call& call, const auto& in) { return webhook_.Handle(call, in); });
}

}  // namespace keys::billing
