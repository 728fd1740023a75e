#include "tests/fakes/stripe_sandbox/handlers.h"

#include <utility>

namespace stripe_sandbox {
namespace {

constexpr std::pair<std::string_view, Handler> kHandlers[] = {
    {"PostProducts", CreateProduct},
    {"GetProductsId", GetProduct},
    {"PostProductsId", UpdateProduct},
    {"DeleteProductsId", DeleteProduct},
    {"GetProducts", ListProducts},
    {"PostPrices", CreatePrice},
    {"GetPricesId", GetPrice},
    {"PostPricesId", UpdatePrice},
    {"GetPrices", ListPrices},
    {"PostCoupons", CreateCoupon},
    {"GetCouponsId", GetCoupon},
    {"PostCouponsId", UpdateCoupon},
    {"DeleteCouponsId", DeleteCoupon},
    {"GetCoupons", ListCoupons},
    {"PostCustomers", CreateCustomer},
    {"GetCustomersId", GetCustomer},
    {"PostCustomersId", UpdateCustomer},
    {"DeleteCustomersId", DeleteCustomer},
    {"GetCustomers", ListCustomers},
    {"PostBillingPortalSessions", CreatePortalSession},
    {"PostCheckoutSessions", CreateSession},
    {"GetCheckoutSessionsId", GetSession},
    {"PostCheckoutSessionsId", UpdateSession},
    {"PostCheckoutSessionsIdExpire", ExpireSession},
    {"GetCheckoutSessions", ListSessions},
    {"GetCheckoutSessionsIdLineItems", ListSessionItems},
    {"PostPaymentIntents", CreatePaymentIntent},
    {"GetPaymentIntentsId", GetPaymentIntent},
    {"PostPaymentIntentsIdCancel", CancelPaymentIntent},
    {"GetPaymentIntents", ListPaymentIntents},
    {"GetChargesId", GetCharge},
    {"GetCharges", ListCharges},
    {"PostRefunds", CreateRefund},
    {"GetRefundsId", GetRefund},
    {"PostRefundsId", UpdateRefund},
    {"PostRefundsIdCancel", CancelRefund},
    {"GetRefunds", ListRefunds},
    {"GetDisputesId", GetDispute},
    {"GetDisputes", ListDisputes},
    {"GetEventsId", GetEvent},
    {"GetEvents", ListEvents},
    {"PostWebhookEndpoints", CreateEndpoint},
    {"GetWebhookEndpointsId", GetEndpoint},
    {"PostWebhookEndpointsId", UpdateEndpoint},
    {"DeleteWebhookEndpointsId", DeleteEndpoint},
    {"GetWebhookEndpoints", ListEndpoints},
};

}  // namespace

Handler FindHandler(std::string_view operation_id) {
  for (const auto& [id, handler] : kHandlers) {
    if (id == operation_id) return handler;
  }
  return nullptr;
}

}  // namespace stripe_sandbox
