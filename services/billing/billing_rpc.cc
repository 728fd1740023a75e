#include "services/billing/billing_rpc.h"

#include <string>

#include "common/rpc/service.h"
#include "keys/billing/v1/billing.grpc.pb.h"
#include "services/billing/wiring.h"

namespace keys::billing {
namespace {

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

rpc::Admit ByCaller(TenantGate& callers) {
  return [&callers](const rpc::Call& call) -> absl::StatusOr<rpc::Turn> {
    const std::string& caller = call.caller().user_id;
    TenantGate::Place place = callers.Enter(caller);
    if (!place.taken()) return TenantGate::Refuse();
    return rpc::Turn{caller, std::make_shared<TenantGate::Place>(std::move(place))};
  };
}

// An RPC that may wait for Stripe: a caller that has its calls is refused before the call waits for
// a thread, and a tenant that has its threads before the handler begins.
template <typename Object, typename Request, typename Response>
rpc::Rpc OnStripe(std::string_view name, Lanes& lanes, Object& object,
                  absl::StatusOr<Response> (Object::*method)(rpc::Call&, const Request&)) {
  const auto gated = [&lanes, &object, method](rpc::Call& call,
                                               const Request& request) -> absl::StatusOr<Response> {
    const TenantGate::Place place = lanes.gate.Enter(TenantOf(call, request));
    if (!place.taken()) return TenantGate::Refuse();
    return (object.*method)(call, request);
  };
  return rpc::In({lanes.stripe, ByCaller(lanes.callers)},
                 rpc::OnCall<Request, Response>(name, gated));
}

}  // namespace

Lanes::Lanes(rpc::PeerVerifier& verifier, metrics::Registry& metrics)
    : callers(kPerCaller),
      gate(kPerTenant),
      stripe({.pool = {.threads = kStripeThreads}}, verifier, metrics),
      webhooks({.pool = {.threads = kWebhookThreads}}, verifier, metrics) {}

std::vector<std::unique_ptr<grpc::Service>> MakeBillingServices(rpc::Unary& reads, Lanes& lanes,
                                                                Wiring& wiring) {
  std::vector<std::unique_ptr<grpc::Service>> services;
  services.push_back(rpc::MakeService<v1::Billing>(
      reads, {
                 OnStripe("CheckoutKey", lanes, wiring.checkout, &Checkout::BuyKey),
                 OnStripe("CheckoutBundle", lanes, wiring.checkout, &Checkout::BuyBundle),
                 rpc::On("GetDiscount", wiring.discount, &Discount::Get),
                 rpc::On("ListOrders", wiring.orders, &Orders::List),
                 rpc::On("GetOrder", wiring.orders, &Orders::Get),
                 OnStripe("CheckoutShortfall", lanes, wiring.shortfalls, &ShortfallCheckout::Pay),
                 OnStripe("GetPortal", lanes, wiring.portal, &Portal::Get),
             }));
  services.push_back(rpc::MakeService<v1::BillingAdmin>(
      reads, {
                 rpc::On("ListAllOrders", wiring.orders, &Orders::ListAll),
                 rpc::On("GetAnyOrder", wiring.orders, &Orders::GetAny),
                 OnStripe("RefundOrder", lanes, wiring.admin_orders, &AdminOrders::Refund),
                 rpc::On("WaiveShortfall", wiring.admin_orders, &AdminOrders::Waive),
                 OnStripe("SyncStripe", lanes, wiring.stripe_sync, &StripeSync::Run),
                 rpc::On("ListWebhooks", wiring.admin_webhooks, &AdminWebhooks::List),
                 rpc::On("ReplayWebhook", wiring.admin_webhooks, &AdminWebhooks::Replay),
             }));
  services.push_back(rpc::MakeService<v1::BillingWebhook>(
      lanes.webhooks, {
                          rpc::On("HandleEvent", wiring.webhook, &Webhook::Handle),
                      }));
  return services;
}

}  // namespace keys::billing
