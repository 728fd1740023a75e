#include "services/billing/billing_rpc.h"

namespace keys::billing {
namespace {

constexpr std::string_view kPublic = "keys.billing.v1.Billing";
constexpr std::string_view kAdmin = "keys.billing.v1.BillingAdmin";
constexpr std::string_view kWebhook = "keys.billing.v1.BillingWebhook";

}  // namespace

grpc::ServerUnaryReactor* BillingRpc::CheckoutKey(grpc::CallbackServerContext* context,
                                                  const v1::CheckoutKeyRequest* request,
                                                  v1::CheckoutResponse* response) {
  return unary_.Run(
      context, {kPublic, "CheckoutKey"}, request, response,
      [this](rpc::Call& call, const auto& in) { return handlers_.checkout.Key(call, in); });
}

grpc::ServerUnaryReactor* BillingRpc::CheckoutBundle(grpc::CallbackServerContext* context,
                                                     const v1::CheckoutBundleRequest* request,
                                                     v1::CheckoutResponse* response) {
  return unary_.Run(
      context, {kPublic, "CheckoutBundle"}, request, response,
      [this](rpc::Call& call, const auto& in) { return handlers_.checkout.Bundle(call, in); });
}

grpc::ServerUnaryReactor* BillingRpc::GetDiscount(grpc::CallbackServerContext* context,
                                                  const v1::GetDiscountRequest* request,
                                                  v1::GetDiscountResponse* response) {
  return unary_.Run(
      context, {kPublic, "GetDiscount"}, request, response,
      [this](rpc::Call& call, const auto& in) { return handlers_.discount.Get(call, in); });
}

grpc::ServerUnaryReactor* BillingRpc::ListOrders(grpc::CallbackServerContext* context,
                                                 const v1::ListOrdersRequest* request,
                                                 v1::ListOrdersResponse* response) {
  return unary_.Run(
      context, {kPublic, "ListOrders"}, request, response,
      [this](rpc::Call& call, const auto& in) { return handlers_.orders.List(call, in); });
}

grpc::ServerUnaryReactor* BillingRpc::GetOrder(grpc::CallbackServerContext* context,
                                               const v1::GetOrderRequest* request,
                                               v1::GetOrderResponse* response) {
  return unary_.Run(
      context, {kPublic, "GetOrder"}, request, response,
      [this](rpc::Call& call, const auto& in) { return handlers_.orders.Get(call, in); });
}

grpc::ServerUnaryReactor* BillingRpc::CheckoutShortfall(grpc::CallbackServerContext* context,
                                                        const v1::CheckoutShortfallRequest* request,
                                                        v1::CheckoutResponse* response) {
  return unary_.Run(
      context, {kPublic, "CheckoutShortfall"}, request, response,
      [this](rpc::Call& call, const auto& in) { return handlers_.shortfalls.Pay(call, in); });
}

grpc::ServerUnaryReactor* BillingRpc::GetPortal(grpc::CallbackServerContext* context,
                                                const v1::GetPortalRequest* request,
                                                v1::GetPortalResponse* response) {
  return unary_.Run(
      context, {kPublic, "GetPortal"}, request, response,
      [this](rpc::Call& call, const auto& in) { return handlers_.portal.Get(call, in); });
}

grpc::ServerUnaryReactor* BillingAdminRpc::ListAllOrders(grpc::CallbackServerContext* context,
                                                         const v1::ListAllOrdersRequest* request,
                                                         v1::ListOrdersResponse* response) {
  return unary_.Run(
      context, {kAdmin, "ListAllOrders"}, request, response,
      [this](rpc::Call& call, const auto& in) { return handlers_.reading.ListAll(call, in); });
}

grpc::ServerUnaryReactor* BillingAdminRpc::GetAnyOrder(grpc::CallbackServerContext* context,
                                                       const v1::GetOrderRequest* request,
                                                       v1::GetOrderResponse* response) {
  return unary_.Run(
      context, {kAdmin, "GetAnyOrder"}, request, response,
      [this](rpc::Call& call, const auto& in) { return handlers_.reading.GetAny(call, in); });
}

grpc::ServerUnaryReactor* BillingAdminRpc::RefundOrder(grpc::CallbackServerContext* context,
                                                       const v1::RefundOrderRequest* request,
                                                       v1::RefundOrderResponse* response) {
  return unary_.Run(
      context, {kAdmin, "RefundOrder"}, request, response,
      [this](rpc::Call& call, const auto& in) { return handlers_.orders.Refund(call, in); });
}

grpc::ServerUnaryReactor* BillingAdminRpc::WaiveShortfall(grpc::CallbackServerContext* context,
                                                          const v1::WaiveShortfallRequest* request,
                                                          v1::WaiveShortfallResponse* response) {
  return unary_.Run(
      context, {kAdmin, "WaiveShortfall"}, request, response,
      [this](rpc::Call& call, const auto& in) { return handlers_.orders.Waive(call, in); });
}

grpc::ServerUnaryReactor* BillingAdminRpc::SyncStripe(grpc::CallbackServerContext* context,
                                                      const v1::SyncStripeRequest* request,
                                                      v1::SyncStripeResponse* response) {
  return unary_.Run(
      context, {kAdmin, "SyncStripe"}, request, response,
      [this](rpc::Call& call, const auto& in) { return handlers_.stripe_sync.Run(call, in); });
}

grpc::ServerUnaryReactor* BillingAdminRpc::ListWebhooks(grpc::CallbackServerContext* context,
                                                        const v1::ListWebhooksRequest* request,
                                                        v1::ListWebhooksResponse* response) {
  return unary_.Run(
      context, {kAdmin, "ListWebhooks"}, request, response,
      [this](rpc::Call& call, const auto& in) { return handlers_.webhooks.List(call, in); });
}

grpc::ServerUnaryReactor* BillingAdminRpc::ReplayWebhook(grpc::CallbackServerContext* context,
                                                         const v1::ReplayWebhookRequest* request,
                                                         v1::ReplayWebhookResponse* response) {
  return unary_.Run(
      context, {kAdmin, "ReplayWebhook"}, request, response,
      [this](rpc::Call& call, const auto& in) { return handlers_.webhooks.Replay(call, in); });
}

grpc::ServerUnaryReactor* BillingWebhookRpc::HandleEvent(grpc::CallbackServerContext* context,
                                                         const v1::HandleEventRequest* request,
                                                         v1::HandleEventResponse* response) {
  return unary_.Run(context, {kWebhook, "HandleEvent"}, request, response,
                    [this](rpc::Call& call, const auto& in) { return webhook_.Handle(call, in); });
}

}  // namespace keys::billing
