// Computes from an order's facts the money that moved between two moments. It is a pure function of
// the facts known at either moment, so that neither their order nor repetition matters, and
// neighbouring spans add up.
//
//   for (const auto& [currency, flow] : FlowOf(facts, livemode, day_start, day_end)) …
//
// Amounts are integers in the minor unit of their currency. No I/O, no clock.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "services/billing/domain/order_state.h"

namespace keys::billing {

struct DatedFact {
  Fact fact;
  absl::Time recorded_at;
};

struct MoneyFlow {
  // 1 in the span in which the first money came in.
  int64_t orders = 0;
  int64_t gross_cents = 0;
  int64_t refunded_cents = 0;
  // The amount of disputes that were first reported in the span, inquiries included.
  int64_t disputed_cents = 0;
  int64_t lost_cents = 0;

  int64_t net_cents() const { return gross_cents - refunded_cents - lost_cents; }
  MoneyFlow& operator+=(const MoneyFlow& other);
  friend bool operator==(const MoneyFlow&, const MoneyFlow&) = default;
};

// Returns the flow of one order's session, charge, refund and dispute facts in [from, to) by
// currency. Currencies in which nothing moved are left out. `livemode` is the order's; money of the
// other mode is ignored.
std::map<std::string, MoneyFlow> FlowOf(const std::vector<DatedFact>& facts, bool livemode,
                                        absl::Time from, absl::Time to);

}  // namespace keys::billing
