#include "tests/fakes/stripe_sandbox/html.h"

#include "tests/fakes/stripe_sandbox/currency.h"

namespace stripe_sandbox {
namespace {

constexpr char kStyle[] =
    "body{font:16px/1.5 system-ui,sans-serif;margin:0;background:#f6f7f9;color:#1a1f36}"
    ".banner{background:#a35200;color:#fff;text-align:center;padding:.4rem}"
    "main{max-width:34rem;margin:2rem auto;background:#fff;padding:1.5rem 2rem;border-radius:8px;"
    "box-shadow:0 1px 4px rgba(0,0,0,.15)}"
    "h1{font-size:1.3rem;margin-top:0}table{width:100%;border-collapse:collapse}"
    "td{padding:.4rem 0;border-bottom:1px solid #e3e8ee}td+td{text-align:right}"
    ".total td{font-weight:600;border-bottom:0}.notice{background:#fdecea;color:#8a1f11;"
    "padding:.6rem .8rem;border-radius:6px}"
    "label{display:block;margin:.6rem 0}input{width:100%;box-sizing:border-box;padding:.5rem;"
    "font:inherit}button{font:inherit;padding:.6rem 1rem;border-radius:6px;border:1px solid "
    "#8792a2;"
    "background:#fff;cursor:pointer}button.pay{width:100%;background:#00703c;color:#fff;border:0}"
    ".other{display:flex;gap:.6rem;flex-wrap:wrap;margin-top:1rem}";

std::string Row(const std::string& left, const std::string& right, const char* row_class = "") {
  return std::string("<tr class=\"") + row_class + "\"><td>" + EscapeHtml(left) + "</td><td>" +
         EscapeHtml(right) + "</td></tr>";
}

std::string ItemRows(const Json& session) {
  const std::string& currency = session["currency"].AsString();
  std::string rows;
  for (const Json& item : session["_line_items"].items()) {
    std::string name = item["description"].AsString();
    if (item["quantity"].AsInt() > 1) name += " × " + std::to_string(item["quantity"].AsInt());
    rows += Row(name, FormatAmount(item["amount_subtotal"].AsInt(), currency));
  }
  const int64_t off = session["total_details"]["amount_discount"].AsInt();
  if (off > 0) {
    rows += Row("Subtotal", FormatAmount(session["amount_subtotal"].AsInt(), currency));
    rows += Row("Discount", FormatAmount(-off, currency));
  }
  return rows + Row("Total due", FormatAmount(session["amount_total"].AsInt(), currency), "total");
}

std::string PostButton(const std::string& base, const std::string& verb, const std::string& label) {
  return "<form method=\"post\" action=\"" + base + "/" + verb + "\"><button id=\"" + verb +
         "\" type=\"submit\">" + label + "</button></form>";
}

}  // namespace

std::string EscapeHtml(std::string_view text) {
  std::string out;
  for (char c : text) {
    switch (c) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += "&quot;";
        break;
      case '\'':
        out += "&#39;";
        break;
      default:
        out += c;
    }
  }
  return out;
}

std::string HtmlPage(const std::string& title, const std::string& body) {
  return "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" "
         "content=\"width=device-width,initial-scale=1\"><link rel=\"icon\" "
         "href=\"data:,\"><title>" +
         EscapeHtml(title) + "</title><style>" + kStyle +
         "</style></head><body><header class=\"banner\">TEST MODE: the payment sandbox, "
         "no money moves</header><main><h1>" +
         EscapeHtml(title) + "</h1>" + body + "</main></body></html>\n";
}

std::string PaymentHtml(const Json& session, const std::string& notice) {
  const std::string base = "/pay/" + session["id"].AsString();
  const int64_t total = session["amount_total"].AsInt();
  const std::string amount = FormatAmount(total, session["currency"].AsString());
  std::string email = session["customer_details"]["email"].AsString();
  std::string body;
  if (!notice.empty()) {
    body += "<p class=\"notice\" role=\"alert\">" + EscapeHtml(notice) + "</p>";
  }
  body += "<table>" + ItemRows(session) + "</table><form method=\"post\" action=\"" + base +
          "/pay\"><label>Email <input type=\"email\" name=\"email\" value=\"" +
          EscapeHtml(email.empty() ? "buyer@example.com" : email) + "\"" +
          (email.empty() ? "" : " readonly") +
          "></label><label>Name on card <input name=\"name\" value=\"Test Buyer\"></label>"
          "<button class=\"pay\" id=\"pay\" type=\"submit\">" +
          (total == 0 ? std::string("Complete order") : "Pay " + EscapeHtml(amount)) +
          "</button></form><div class=\"other\">";
  if (total > 0) {
    body += PostButton(base, "decline", "Pay with a declined card");
    body += PostButton(base, "pay_later", "Pay later (bank debit)");
  }
  body += PostButton(base, "cancel", "Cancel") + "</div>";
  return HtmlPage("Complete your purchase", body);
}

}  // namespace stripe_sandbox
