// Computes what a KEY or bundle costs a tenant, and why, line by line (docs/contract.md §4,
// "Quote"). The discount page, checkout, the order, the amount at Stripe and the receipt all use
// this one value.
//
//   final = min( max(0, price − Σ credit), Σ list price of the KEYS not owned )
//
// The second term applies only if every KEY not owned can be bought singly. Where it decides, also
// at a tie, no credit is used. A remainder below the smallest charge is given away. Pure; amounts
// are integers in the minor unit of `currency`.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace keys::billing {

// A payment of this tenant for a KEY that may be credited: a line of a paid order, still active and
// without open or lost dispute, in the quote's currency.
struct Payment {
  std::string order_line_id;
  // The amount that the tenant really paid for the line, net of tax and refunds.
  int64_t net_cents = 0;
};

struct QuoteKey {
  std::string key_id;
  std::string slug;
  std::string title;
  // In the quote's currency. Absent when the KEY has no list price.
  std::optional<int64_t> list_price_cents;
  // True when the KEY is published, available and priced in the quote's currency.
  bool sold_singly = false;
  bool owned = false;
  // Used only for owned KEYS of a bundle.
  std::vector<Payment> payments;
};

struct QuoteRequest {
  int64_t price_cents = 0;
  std::string currency;
  // The smallest charge and the step of the currency (common/money).
  int64_t minimum_cents = 0;
  int64_t step_cents = 1;
  // There is at least one KEY, and each occurs once.
  std::vector<QuoteKey> keys;
};

enum class QuoteLineKind { kKey, kCredit, kCap, kMinimum };

struct QuotedLine {
  QuoteLineKind kind = QuoteLineKind::kKey;
  // Empty for cap and minimum.
  std::string slug;
  // Lines of kind kKey are ≥ 0, all others < 0.
  int64_t amount_cents = 0;
  // A sentence for the buyer.
  std::string text;
};

// The share that the order charges for one KEY.
struct ChargedLine {
  std::string key_id;
  std::string slug;
  std::string title;
  int64_t amount_cents = 0;
  // False for KEYS that are owned already.
  bool grants = false;
  // The list price as quoted. Absent where the KEY cannot be bought singly.
  std::optional<int64_t> list_price_cents;
};

// The record that a credit was used: it binds money of the paid line to the order that used the
// credit (docs/contract.md §4, "Credits are pledged").
struct Pledge {
  std::string source_line_id;
  std::string key_id;
  int64_t amount_cents = 0;
};

struct Quote {
  int64_t original_cents = 0;
  int64_t final_cents = 0;
  std::string currency;
  bool already_owned = false;
  // The slugs of the KEYS that are owned, sorted.
  std::vector<std::string> owned_slugs;
  // The lines sum to final_cents.
  std::vector<QuotedLine> lines;
  // One line for each KEY, by slug. They sum to final_cents.
  std::vector<ChargedLine> charged;
  std::vector<Pledge> pledges;

  int64_t discount_cents() const { return original_cents - final_cents; }
};

Quote PriceItem(QuoteRequest request);

// Two quotes that charge, grant and pledge the same have the same fingerprint, even if their texts
// differ.
std::string FingerprintOf(const Quote& quote);

// Returns key, credit, cap or minimum.
std::string_view WordOf(QuoteLineKind kind);

}  // namespace keys::billing
