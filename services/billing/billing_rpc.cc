#include "services/billing/billing_rpc.h"

namespace keys::billing {
namespace {

constexpr std::string_view kPublic = "keys.billing.v1.Billing";
constexpr std::string_view kAdmin = "keys.billing.v1.BillingAdmin";
constexpr std::string_view kWebhook = "keys.billing.v1.BillingWebhook";

// Threads wait for Stripe most of the time, so that many cost little. Whoever calls has so many
// calls in all, waiting and running; what is over that is refused at once. Where more wait than
// there are threads, callers take turns. A tenant's share of the threads counts besides: an
// organisation is bought for by many people, but only who is let in is known to belong to it, so
// turns go by caller.
constexpr int kStripeThreads = 32;
constexpr int kPerCaller = 4;
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
    if (!place.taken()) return TenantGate::Refuse();
    return handle(call, in);
  };
}

rpc::Admit ByCaller(TenantGate& callers) {
  return [&callers](const rpc::Call& call) -> absl::StatusOr<rpc::Turn> {
    const std::string& caller = call.caller().user_id;
    TenantGate::Place place = callers.Enter(caller);
    if (!place.taken()) return TenantGate::Refuse();
    return rpc::Turn{caller, std::make_shared<TenantGate::Place>(std::move(place))};
  };
}

}  // namespace

Lanes::Lanes(rpc::Unary& reads_in, rpc::PeerVerifier& verifier, metrics::Registry& metrics)
    : callers(kPerCaller),
      gate(kPerTenant),
      reads(reads_in),
      stripe({.pool = {.threads = kStripeThreads}}, verifier, metrics),
      webhooks({.pool = {.threads = kWebhookThreads}}, verifier, metrics) {}

grpc::ServerUnaryReactor* BillingRpc::CheckoutKey(grpc::CallbackServerContext* context,
                                                  const v1::CheckoutKeyRequest* request,
                                                  v1::CheckoutResponse* response) {
  return lanes_.stripe.Run(
      context, {kPublic, "CheckoutKey"}, request, response,
      Gated(lanes_.gate, [this](rpc::Call& call,
                                const auto& in) { return handlers_.checkout.BuyKey(call, in); }),
      ByCaller(lanes_.callers));
}

grpc::ServerUnaryReactor* BillingRpc::CheckoutBundle(grpc::CallbackServerContext* context,
                                                     const v1::CheckoutBundleRequest* request,
                                                     v1::CheckoutResponse* response) {
  return lanes_.stripe.Run(
      context, {kPublic, "CheckoutBundle"}, request, response,
      Gated(lanes_.gate, [this](rpc::Call& call,
                                const auto& in) { return handlers_.checkout.BuyBundle(call, in); }),
      ByCaller(lanes_.callers));
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
  return lanes_.stripe.Run(
      context, {kPublic, "CheckoutShortfall"}, request, response,
      Gated(lanes_.gate,
            [this](rpc::Call& call, const auto& in) { return handlers_.shortfalls.Pay(call, in); }),
      ByCaller(lanes_.callers));
}

grpc::ServerUnaryReactor* BillingRpc::GetPortal(grpc::CallbackServerContext* context,
                                                const v1::GetPortalRequest* request,
                                                v1::GetPortalResponse* response) {
  return lanes_.stripe.Run(
      context, {kPublic, "GetPortal"}, request, response,
      Gated(lanes_.gate,
            [this](rpc::Call& call, const auto& in) { return handlers_.portal.Get(call, in); }),
      ByCaller(lanes_.callers));
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
  return lanes_.stripe.Run(
      context, {kAdmin, "RefundOrder"}, request, response,
      Gated(lanes_.gate,
            [this](rpc::Call& call, const auto& in) { return handlers_.orders.Refund(call, in); }),
      ByCaller(lanes_.callers));
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
  return lanes_.stripe.Run(
      context, {kAdmin, "SyncStripe"}, request, response,
      Gated(lanes_.gate, [this](rpc::Call& call,
                                const auto& in) { return handlers_.stripe_sync.Run(call, in); }),
      ByCaller(lanes_.callers));
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
