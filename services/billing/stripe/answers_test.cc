// Compares the table of answers with Stripe's published list.
#include "services/billing/stripe/answers.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <map>

#include "common/base/text.h"
#include "services/billing/stripe/testing/published_codes.h"

namespace keys::billing::stripe {
namespace {

Answer Refusal(std::string_view code, int status = 400, std::string param = "") {
  Answer answer;
  answer.verdict = status >= 500 ? Verdict::kUnknown : Verdict::kRefused;
  answer.http_status = status;
  answer.error_code = std::string(code);
  answer.error_param = std::move(param);
  return answer;
}

TEST_CASE("every code that Stripe publishes stands in the table once") {
  std::map<std::string_view, int> rows;
  for (const Rule& rule : AllRules()) ++rows[rule.code];
  CHECK(rows.size() == AllRules().size());
  int published = 0;
  for (const std::string_view code : Split(kPublishedCodes, ' ')) {
    if (code.empty()) continue;
    CAPTURE(std::string(code));
    CHECK(rows[code] == 1);
    ++published;
  }
  CHECK(published == 211);
}

TEST_CASE("an action fits its meaning, in every row") {
  for (const Rule& rule : AllRules()) {
    CAPTURE(std::string(rule.code));
    const Action action = rule.action;
    switch (rule.meaning) {
      case Meaning::kOutage:
      case Meaning::kBusy:
        CHECK(action == Action::kRetry);
        break;
      case Meaning::kGone:
        CHECK(action == Action::kMakeAnew);
        break;
      case Meaning::kObject:
        CHECK(
            (action == Action::kRevive || action == Action::kMakeAnew || action == Action::kClose));
        break;
      case Meaning::kBuyer:
        CHECK(action == Action::kGoWithout);
        break;
      default:
        CHECK(action == Action::kTell);
    }
    CHECK(IsDefiniteRefusal(Refusal(rule.code)) == (action != Action::kRetry));
  }
}

TEST_CASE("the status decides before the code where it says more") {
  CHECK(RuleOf(Refusal("resource_missing", 500)).meaning == Meaning::kOutage);
  CHECK(RuleOf(Refusal("lock_timeout", 429)).meaning == Meaning::kBusy);
  CHECK(RuleOf(Refusal("api_key_expired", 401)).meaning == Meaning::kOurs);
  CHECK(RuleOf(Refusal("invalid_request_error", 403)).meaning == Meaning::kOurs);
  CHECK(RuleOf(Refusal("a_code_of_next_year")).action == Action::kGoWithout);
  CHECK(RuleOf(Answer{}).meaning == Meaning::kOutage);
}

TEST_CASE("a refusal of a session names what the session can do without") {
  using Parts = std::vector<Part>;
  const Parts all = {Part::kCustomer, Part::kCatalog, Part::kCoupon};
  CHECK(PartsOf(Refusal("resource_missing", 400, "customer")) == Parts{Part::kCustomer});
  CHECK(PartsOf(Refusal("invalid_request_error", 400, "line_items[0][price]")) ==
        Parts{Part::kCatalog});
  CHECK(PartsOf(Refusal("resource_missing", 400, "discounts[0][coupon]")) == Parts{Part::kCoupon});
  CHECK(PartsOf(Refusal("coupon_expired")) == Parts{Part::kCoupon});
  CHECK(PartsOf(Refusal("product_inactive")) == Parts{Part::kCatalog});
  CHECK(PartsOf(Refusal("email_invalid")) == Parts{Part::kCustomer});
  CHECK(PartsOf(Refusal("invalid_request_error")) == all);
  CHECK(PartsOf(Refusal("amount_too_small", 400, "line_items")).empty());
}

}  // namespace
}  // namespace keys::billing::stripe
