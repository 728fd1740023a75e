#include "services/billing/domain/quote.h"

#include <algorithm>
#include <utility>

#include "common/base/check.h"
#include "common/base/text.h"
#include "common/money/currency.h"
#include "services/billing/domain/allocate.h"

namespace keys::billing {
namespace {

struct KeyCredit {
  const QuoteKey* key = nullptr;
  std::string order_line_id;
  int64_t amount_cents = 0;
};

Share ShareOf(const QuoteKey& key) {
  return {key.slug, key.sold_singly ? key.list_price_cents : std::nullopt};
}

// Returns the largest payment for the KEY, at most its list price. The amount is 0 when there is
// none.
KeyCredit CreditOf(const QuoteKey& key) {
  KeyCredit credit{&key, "", 0};
  for (const Payment& payment : key.payments) {
    const bool larger =
        payment.net_cents > credit.amount_cents ||
        (payment.net_cents == credit.amount_cents && payment.order_line_id < credit.order_line_id);
    if (larger && payment.net_cents > 0) {
      credit.order_line_id = payment.order_line_id;
      credit.amount_cents = payment.net_cents;
    }
  }
  if (key.list_price_cents.has_value()) {
    credit.amount_cents = std::min(credit.amount_cents, *key.list_price_cents);
  }
  return credit;
}

// Returns the credits, the largest first, so that the fewest lines are bound when the credits
// exceed the price.
std::vector<KeyCredit> CreditsOf(const QuoteRequest& request) {
  std::vector<KeyCredit> credits;
  for (const QuoteKey& key : request.keys) {
    if (!key.owned) continue;
    KeyCredit credit = CreditOf(key);
    if (credit.amount_cents > 0) credits.push_back(std::move(credit));
  }
  std::sort(credits.begin(), credits.end(), [](const KeyCredit& a, const KeyCredit& b) {
    return a.amount_cents != b.amount_cents ? a.amount_cents > b.amount_cents
                                            : a.key->slug < b.key->slug;
  });
  return credits;
}

// Returns nothing when some KEY that is not owned cannot be bought singly.
std::optional<int64_t> SumOfMissing(const QuoteRequest& request) {
  int64_t sum = 0;
  for (const QuoteKey& key : request.keys) {
    if (key.owned) continue;
    if (!key.sold_singly) return std::nullopt;
    sum += *key.list_price_cents;
  }
  return sum;
}

void AddKeyLines(const QuoteRequest& request, Quote& quote) {
  std::vector<Share> shares;
  for (const QuoteKey& key : request.keys) shares.push_back(ShareOf(key));
  const std::vector<int64_t> parts = Allocate(request.price_cents, shares);
  for (std::size_t i = 0; i < parts.size(); ++i) {
    quote.lines.push_back(
        {QuoteLineKind::kKey, request.keys[i].slug, parts[i], request.keys[i].title});
  }
}

// Uses credits until the price is covered, and returns the rest of the price.
int64_t UseCredits(const QuoteRequest& request, const std::vector<KeyCredit>& credits,
                   Quote& quote) {
  int64_t left = request.price_cents;
  for (const KeyCredit& credit : credits) {
    const int64_t used = std::min(left, credit.amount_cents);
    if (used == 0) break;
    left -= used;
    quote.lines.push_back({QuoteLineKind::kCredit, credit.key->slug, -used,
                           Concat({"You already paid for ", credit.key->title})});
    quote.pledges.push_back({credit.order_line_id, credit.key->key_id, used});
  }
  return left;
}

void AddCharges(const QuoteRequest& request, Quote& quote) {
  std::vector<Share> shares;
  for (const QuoteKey& key : request.keys) {
    if (!key.owned) shares.push_back(ShareOf(key));
  }
  const std::vector<int64_t> parts = Allocate(quote.final_cents, shares);
  auto part = parts.begin();
  for (const QuoteKey& key : request.keys) {
    quote.charged.push_back({key.key_id, key.slug, key.title, key.owned ? 0 : *part++, !key.owned,
                             ShareOf(key).list_price_cents});
  }
}

// Reduces the price by credits or by the cap, adds the lines that say which of the two it was, and
// returns the rest.
int64_t Reduce(const QuoteRequest& request, Quote& quote) {
  const std::vector<KeyCredit> credits = CreditsOf(request);
  int64_t credit_sum = 0;
  for (const KeyCredit& credit : credits) credit_sum += credit.amount_cents;
  const int64_t with_credit = std::max<int64_t>(0, request.price_cents - credit_sum);
  const std::optional<int64_t> singly = SumOfMissing(request);
  if (!singly.has_value() || *singly > with_credit) return UseCredits(request, credits, quote);
  if (*singly < request.price_cents) {
    quote.lines.push_back({QuoteLineKind::kCap, "", *singly - request.price_cents,
                           quote.already_owned ? "You own every KEY of it"
                                               : "Never more than the missing KEYS cost singly"});
  }
  return *singly;
}

}  // namespace

Quote PriceItem(QuoteRequest request) {
  CHECK_THAT(!request.keys.empty(), "an item has at least one KEY");
  CHECK_THAT(request.price_cents >= 0, "a price is not negative");
  for (const QuoteKey& key : request.keys) {
    CHECK_THAT(!key.sold_singly || key.list_price_cents.has_value(), "sold singly means priced");
  }
  std::sort(request.keys.begin(), request.keys.end(),
            [](const QuoteKey& a, const QuoteKey& b) { return a.slug < b.slug; });
  Quote quote;
  quote.original_cents = request.price_cents;
  quote.currency = request.currency;
  for (const QuoteKey& key : request.keys) {
    if (key.owned) quote.owned_slugs.push_back(key.slug);
  }
  quote.already_owned = quote.owned_slugs.size() == request.keys.size();
  AddKeyLines(request, quote);
  const int64_t reduced = Reduce(request, quote);
  quote.final_cents = money::RoundDownToChargeable(
      reduced, money::Currency{2, request.step_cents, request.minimum_cents});
  if (quote.final_cents < reduced) {
    quote.lines.push_back({QuoteLineKind::kMinimum, "", quote.final_cents - reduced,
                           "Too small to charge: this is on us"});
  }
  AddCharges(request, quote);
  return quote;
}

std::string FingerprintOf(const Quote& quote) {
  std::string text = Concat({quote.currency, " ", std::to_string(quote.original_cents), " ",
                             std::to_string(quote.final_cents)});
  for (const ChargedLine& line : quote.charged) {
    text += Concat({"\nkey ", line.key_id, " ", std::to_string(line.amount_cents),
                    line.grants ? " grants " : " owned ",
                    line.list_price_cents ? std::to_string(*line.list_price_cents) : "unpriced"});
  }
  for (const Pledge& pledge : quote.pledges) {
    text += Concat({"\npledge ", pledge.source_line_id, " ", std::to_string(pledge.amount_cents)});
  }
  return text;
}

std::string_view WordOf(QuoteLineKind kind) {
  switch (kind) {
    case QuoteLineKind::kKey:
      return "key";
    case QuoteLineKind::kCredit:
      return "credit";
    case QuoteLineKind::kCap:
      return "cap";
    case QuoteLineKind::kMinimum:
      return "minimum";
  }
  return "";
}

}  // namespace keys::billing
