#include "tests/fakes/stripe_sandbox/app.h"

#include "tests/fakes/stripe_sandbox/api.h"
#include "tests/fakes/stripe_sandbox/checkout.h"
#include "tests/fakes/stripe_sandbox/control.h"
#include "tests/fakes/stripe_sandbox/html.h"
#include "tests/fakes/stripe_sandbox/ledger.h"
#include "tests/fakes/stripe_sandbox/page.h"
#include "tests/fakes/stripe_sandbox/transaction.h"

namespace stripe_sandbox {
namespace {

constexpr size_t kSweptAtOnce = 200;

HttpReply JsonText(const Json& json) { return {.body = json.WritePretty() + "\n"}; }

HttpReply FrontPage() {
  HttpReply reply =
      TextReply(200, HtmlPage("Payment sandbox",
                              "<p>A stand-in for Stripe's API: <code>/v1</code>. See <a "
                              "href=\"/_ledger\">/_ledger</a> for what was paid, <a "
                              "href=\"/_requests\">/_requests</a> for what was asked; "
                              "<code>POST /_control</code> makes things happen.</p>"));
  reply.content_type = "text/html; charset=utf-8";
  return reply;
}

void SweepOne(Transaction& tx, const std::string& type, const std::string& id) {
  if (type == "checkout.session") {
    ExpireOpenSession(tx, id);
    return;
  }
  if (type == "event") {
    const Json event = *tx.Find(type, id);
    for (const Json& delivery : event["_deliveries"].items()) {
      tx.Delete("delivery", delivery.AsString());
    }
  }
  tx.Delete(type, id);
}

}  // namespace

HttpReply Serve(World& world, const HttpRequest& request) {
  const std::string& path = request.path;
  if (path.starts_with("/v1/")) return ServeApi(world, request);
  if (path.starts_with("/pay/")) return ServePayment(world, request);
  if (path.starts_with("/portal/")) return ServePortal(world, request);
  if (path.starts_with("/receipts/")) return ServeReceipt(world, request);
  if (path == "/_control") return ServeControl(world, request);
  if (path == "/_ledger") return JsonText(Ledger(world));
  if (path == "/_requests") {
    return JsonText(Json::MakeObject({{"requests", world.requests.Last()}}));
  }
  if (path == "/healthz" || path == "/readyz") return TextReply(200, "ok\n");
  if (path == "/metrics") {
    HttpReply reply = TextReply(200, Metrics(world));
    reply.content_type = "text/plain; version=0.0.4; charset=utf-8";
    return reply;
  }
  if (path == "/") return FrontPage();
  return TextReply(404, "nothing here\n");
}

void SweepDeadlines(World& world) {
  Transaction tx(world);
  const auto due = tx.store().Due(tx.now(), kSweptAtOnce);
  for (const auto& [type, id] : due) SweepOne(tx, type, id);
  tx.Commit();
}

}  // namespace stripe_sandbox
