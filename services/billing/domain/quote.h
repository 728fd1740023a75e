// What a KEY or bundle costs a tenant, and why, line by line (docs/contract.md §4, "Quote"). The
// discount page, checkout, the order, Stripe's amount and the receipt are all this one value.
//
//   final = min( max(0, price − Σ credit), Σ list price of the KEYS not owned )
//
// The second term counts only if every KEY not owned can be bought singly; where it decides (also
// at a tie) no credit is used. What is left below the smallest charge is given away. Pure; amounts
// are integers in the minor unit of `currency`.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace keys::billing {

// A payment of this tenant for a KEY that could be credited: a standing line of a paid order
// without open or lost dispute, in the quote's currency.
struct Payment {
  std::string order_line_id;
  // What the tenant really paid for the line, net of tax and refunds.
  int64_t net_cents = 0;
};

struct QuoteKey {
  std::string key_id;
  std::string slug;
  std::string title;
  // In the quote's currency; absent: no list price.
  std::optional<int64_t> list_price_cents;
  // Published, available and priced in the quote's currency.
  bool sold_singly = false;
  bool owned = false;
  // Read only for owned KEYS of a bundle.
  std::vector<Payment> payments;
};

struct QuoteRequest {
  int64_t price_cents = 0;
  std::string currency;
  // Smallest charge and step of the currency (common/money).
  int64_t minimum_cents = 0;
  int64_t step_cents = 1;
  // At least one, each KEY once.
  std::vector<QuoteKey> keys;
};

enum class QuoteLineKind { kKey, kCredit, kCap, kMinimum };

struct QuotedLine {
  QuoteLineKind kind = QuoteLineKind::kKey;
  // Empty for cap and minimum.
  std::string slug;
  // kKey ≥ 0, the others < 0.
  int64_t amount_cents = 0;
  // A sentence for the buyer.
  std::string text;
};

// What the order charges for one KEY.
struct ChargedLine {
  std::string key_id;
  std::string slug;
  std::string title;
  int64_t amount_cents = 0;
  // False for KEYS owned already.
  bool grants = false;
  // As quoted; absent where the KEY cannot be bought singly.
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
  // Slugs, sorted.
  std::vector<std::string> owned_slugs;
  // Sum to final_cents.
  std::vector<QuotedLine> lines;
  // One per KEY, by slug; sum to final_cents.
  std::vector<ChargedLine> charged;
  std::vector<Pledge> pledges;

  int64_t discount_cents() const { return original_cents - final_cents; }
};

Quote PriceItem(QuoteRequest request);

// Two quotes that charge, grant and pledge the same have the same fingerprint, whatever their
// texts.
std::string FingerprintOf(const Quote& quote);

// key, credit, cap, minimum.
std::string_view WordOf(QuoteLineKind kind);

}  // namespace keys::billing
