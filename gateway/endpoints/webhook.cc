#include "gateway/endpoints/webhook.h"

#include <utility>

#include "common/failpoint/failpoint.h"
#include "gateway/transcode/values.h"
#include "keys/billing/v1/billing.pb.h"

namespace keys::gateway {
namespace {

// Stripe waits 10 s and more. Billing's own work takes at most 0.8 s after its commit.
constexpr absl::Duration kWebhookTimeout = absl::Seconds(5);

struct Delivery {
  billing::v1::HandleEventRequest request;
  billing::v1::HandleEventResponse response;
};

}  // namespace

void WebhookEndpoint::Serve(ExchangePtr exchange, Reply reply) const {
  auto delivery = std::make_shared<Delivery>();
  delivery->request.set_payload(std::move(exchange->request.body));
  // Two signature fields count as none, and billing refuses the empty signature.
  const HeaderFields& headers = exchange->request.headers;
  if (headers.Count("stripe-signature") == 1) {
    const std::string& sent = *headers.Find("stripe-signature");
    delivery->request.set_signature(IsUtf8(sent) ? sent : "");
  }
  const UpstreamCall call{.process = "billing",
                          .grpc_path = "/keys.billing.v1.BillingWebhook/HandleEvent",
                          .request = &delivery->request,
                          .response = &delivery->response,
                          .exchange = *exchange,
                          .timeout = kWebhookTimeout};
  // A failpoint that hangs blocks one of the server's threads, like a gateway that is stuck.
  const absl::Status received = failpoint::Reach("gateway.webhook.received", exchange->deadline);
  if (!received.ok()) return reply(received);
  upstream_.Call(call, [exchange, delivery,
                        reply = std::move(reply)](const UpstreamAnswer& answer) {
    if (!answer.status.ok()) return reply(answer.status);
    const absl::Status answered = failpoint::Reach("gateway.webhook.answered", exchange->deadline);
    if (!answered.ok()) return reply(answered);
    HttpResponse response;
    response.headers.Add("Content-Type", "application/json");
    response.headers.Add("Cache-Control", "no-store");
    response.body = delivery->response.duplicate() ? R"({"received":true,"duplicate":true})"
                                                   : R"({"received":true})";
    reply(std::move(response));
  });
}

}  // namespace keys::gateway
