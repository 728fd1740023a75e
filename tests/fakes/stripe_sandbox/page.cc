#include "tests/fakes/stripe_sandbox/page.h"

#include <string>

#include "tests/fakes/stripe_sandbox/checkout.h"
#include "tests/fakes/stripe_sandbox/currency.h"
#include "tests/fakes/stripe_sandbox/form.h"
#include "tests/fakes/stripe_sandbox/html.h"

namespace stripe_sandbox {
namespace {

constexpr int64_t kHoldRedirectMillis = 10000;  // as long as Stripe's Checkout waits

HttpReply Html(int status, std::string text) {
  return {.status = status,
          .content_type = "text/html; charset=utf-8",
          .headers = {{"Cache-Control", "no-store"}},
          .body = std::move(text)};
}

HttpReply Message(int status, const std::string& title, const std::string& text) {
  return Html(status, HtmlPage(title, "<p>" + EscapeHtml(text) + "</p>"));
}

HttpReply Refusal(const ApiError& error) {
  switch (error.status) {
    case 404:
      return Message(404, "Not found", "There is no such Checkout Session.");
    case 410:
      return Message(
          410, "This page has expired",
          "The Checkout Session has expired. Please go back to the shop and start again.");
    case 409:
      return Message(409, "Already completed",
                     "This Checkout Session has already been completed. You have not been charged "
                     "again.");
    default:
      return Message(error.status, "Payment not possible", error.message);
  }
}

// The literal {CHECKOUT_SESSION_ID} is Stripe's to fill in.
std::string WithSessionId(std::string url, const std::string& id) {
  static const std::string kHole = "{CHECKOUT_SESSION_ID}";
  for (size_t at = url.find(kHole); at != std::string::npos; at = url.find(kHole, at)) {
    url.replace(at, kHole.size(), id);
  }
  return url;
}

HttpReply Show(World& world, const std::string& id, int status, const std::string& notice) {
  Transaction tx(world);
  Outcome session = FindOpenSession(tx, id);
  if (auto* refusal = std::get_if<ApiError>(&session)) return Refusal(*refusal);
  return Html(status, PaymentHtml(std::get<Json>(session), notice));
}

HttpReply Finish(World& world, const std::string& id, const HttpRequest& request, bool later) {
  const Json typed = FormTree(SplitForm(request.body));
  const Buyer buyer{typed["email"].AsString(), typed["name"].AsString()};
  Json session;
  {
    Transaction tx(world);
    Outcome outcome = later ? PaySessionLater(tx, id, buyer) : PaySession(tx, id, buyer);
    if (auto* refusal = std::get_if<ApiError>(&outcome)) return Refusal(*refusal);
    session = std::get<Json>(outcome);
    tx.Commit();
  }
  world.webhooks.WaitAttempted(session["_completed_event"].AsString(), kHoldRedirectMillis);
  return Redirect(WithSessionId(session["success_url"].AsString(), id));
}

HttpReply Decline(World& world, const std::string& id) {
  {
    Transaction tx(world);
    Outcome outcome = DeclineSession(tx, id);
    if (auto* refusal = std::get_if<ApiError>(&outcome)) return Refusal(*refusal);
    tx.Commit();
  }
  return Show(world, id, 402, "Your card was declined. Try another one; nothing was charged.");
}

HttpReply Cancel(World& world, const std::string& id) {
  Transaction tx(world);
  Outcome session = FindOpenSession(tx, id);
  if (auto* refusal = std::get_if<ApiError>(&session)) return Refusal(*refusal);
  const std::string& url = std::get<Json>(session)["cancel_url"].AsString();
  if (!url.empty()) return Redirect(WithSessionId(url, id));
  return Message(200, "Canceled", "Nothing was charged. The shop named no page to go back to.");
}

// "/pay/x/y" → {"x", "y"}
std::pair<std::string, std::string> IdAndVerb(const std::string& path) {
  const size_t begin = path.find('/', 1) + 1;
  const size_t slash = path.find('/', begin);
  if (slash == std::string::npos) return {path.substr(begin), ""};
  return {path.substr(begin, slash - begin), path.substr(slash + 1)};
}

}  // namespace

HttpReply ServePayment(World& world, const HttpRequest& request) {
  const auto [id, verb] = IdAndVerb(request.path);
  if (verb.empty() && (request.method == "GET" || request.method == "HEAD")) {
    return Show(world, id, 200, "");
  }
  if (request.method == "POST") {
    if (verb == "pay") return Finish(world, id, request, false);
    if (verb == "pay_later") return Finish(world, id, request, true);
    if (verb == "decline") return Decline(world, id);
    if (verb == "cancel") return Cancel(world, id);
  }
  return Message(404, "Not found", "There is nothing here.");
}

HttpReply ServePortal(World& world, const HttpRequest& request) {
  Transaction tx(world);
  const Json* portal = tx.Find("billing_portal.session", IdAndVerb(request.path).first);
  if (portal == nullptr) return Message(404, "Not found", "There is no such portal session.");
  std::string rows;
  tx.Newest("charge", [&](const Json& charge) {
    if (charge["customer"] == (*portal)["customer"] && charge["paid"].AsBool()) {
      rows += "<tr><td>" + EscapeHtml(charge["id"].AsString()) + "</td><td>" +
              FormatAmount(charge["amount"].AsInt(), charge["currency"].AsString()) + "</td></tr>";
    }
    return true;
  });
  std::string body = rows.empty() ? "<p>No payments yet.</p>" : "<table>" + rows + "</table>";
  const std::string& back = (*portal)["return_url"].AsString();
  if (!back.empty()) body += "<p><a href=\"" + EscapeHtml(back) + "\">Return to the shop</a></p>";
  return Html(200, HtmlPage("Your payments", body));
}

HttpReply ServeReceipt(World& world, const HttpRequest& request) {
  Transaction tx(world);
  const Json* charge = tx.Find("charge", IdAndVerb(request.path).first);
  if (charge == nullptr) return Message(404, "Not found", "There is no such receipt.");
  const std::string& currency = (*charge)["currency"].AsString();
  const std::string refunded = FormatAmount((*charge)["amount_refunded"].AsInt(), currency);
  return Html(200, HtmlPage("Receipt", "<table><tr><td>Paid</td><td>" +
                                           FormatAmount((*charge)["amount"].AsInt(), currency) +
                                           "</td></tr><tr><td>Refunded</td><td>" + refunded +
                                           "</td></tr></table>"));
}

}  // namespace stripe_sandbox
