// Every API operation the sandbox serves, by the subset's operationId. Each runs inside the
// transaction of its Call.
#pragma once

#include <string_view>

#include "tests/fakes/stripe_sandbox/call.h"

namespace stripe_sandbox {

// Null if the operation is in the subset but not served.
Handler FindHandler(std::string_view operation_id);

// products.cc
Outcome CreateProduct(Call& call);
Outcome GetProduct(Call& call);
Outcome UpdateProduct(Call& call);
Outcome DeleteProduct(Call& call);
Outcome ListProducts(Call& call);
// prices.cc
Outcome CreatePrice(Call& call);
Outcome GetPrice(Call& call);
Outcome UpdatePrice(Call& call);
Outcome ListPrices(Call& call);
// coupons.cc
Outcome CreateCoupon(Call& call);
Outcome GetCoupon(Call& call);
Outcome UpdateCoupon(Call& call);
Outcome DeleteCoupon(Call& call);
Outcome ListCoupons(Call& call);
// customers.cc
Outcome CreateCustomer(Call& call);
Outcome GetCustomer(Call& call);
Outcome UpdateCustomer(Call& call);
Outcome DeleteCustomer(Call& call);
Outcome ListCustomers(Call& call);
Outcome CreatePortalSession(Call& call);
// session_create.cc
Outcome CreateSession(Call& call);
// sessions.cc
Outcome GetSession(Call& call);
Outcome UpdateSession(Call& call);
Outcome ExpireSession(Call& call);
Outcome ListSessions(Call& call);
Outcome ListSessionItems(Call& call);
// payments.cc
Outcome CreatePaymentIntent(Call& call);
Outcome GetPaymentIntent(Call& call);
Outcome CancelPaymentIntent(Call& call);
Outcome ListPaymentIntents(Call& call);
Outcome GetCharge(Call& call);
Outcome ListCharges(Call& call);
// refunds.cc
Outcome CreateRefund(Call& call);
Outcome GetRefund(Call& call);
Outcome UpdateRefund(Call& call);
Outcome CancelRefund(Call& call);
Outcome ListRefunds(Call& call);
// disputes.cc
Outcome GetDispute(Call& call);
Outcome ListDisputes(Call& call);
// events.cc
Outcome GetEvent(Call& call);
Outcome ListEvents(Call& call);
// endpoints.cc
Outcome CreateEndpoint(Call& call);
Outcome GetEndpoint(Call& call);
Outcome UpdateEndpoint(Call& call);
Outcome DeleteEndpoint(Call& call);
Outcome ListEndpoints(Call& call);

}  // namespace stripe_sandbox
