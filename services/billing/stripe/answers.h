// The one table by which billing decides what an answer of Stripe's means and what to do about it.
//
//   const Rule& rule = RuleOf(answer);
//   if (rule.action == Action::kMakeAnew) …
//
// It is made from Stripe's whole published list (docs.stripe.com/error-codes, and the unions of the
// npm package `stripe` 23.1.0), so that answers which have never occurred are decided beforehand. A
// definite refusal is never an outage, because repeating the request changes nothing. Pure;
// thread-safe.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "absl/types/span.h"
#include "services/billing/stripe/stripe_client.h"

namespace keys::billing::stripe {

enum class Meaning {
  kDone,
  kOutage,  // Stripe, or somebody it asks, does not answer
  kBusy,    // too much at once, or somebody else works on it
  kGone,    // an id that we store is unknown there: deleted, or another account's or mode's
  kObject,  // the object is there and does not allow it: archived, used up, over
  kBuyer,   // about who pays, or with what
  kAmount,  // about the sum
  kOurs,    // about the request, the key, the account or the version
};

enum class Action {
  kNone,
  kRetry,      // the same request again, later, under the same key
  kMakeAnew,   // forget what we stored and make another
  kRevive,     // look at the object and switch it on again
  kGoWithout,  // leave the object out; Stripe's page asks the buyer for what is missing
  kClose,      // it has become something else: read what, and record that
  kTell,       // no request of ours helps: the buyer, the log and a counter are told
};

struct Rule {
  // Stripe's error code. Empty for a rule that is chosen by the status.
  std::string_view code;
  Meaning meaning = Meaning::kOurs;
  Action action = Action::kTell;
};

// Returns every code of the table.
absl::Span<const Rule> AllRules();
// Chooses the rule by the status where that decides, else by the code. A refusal without a code, or
// with one that is not in the table, concerns the object that its parameter names.
const Rule& RuleOf(const Answer& answer);

// The parts that a checkout session can do without, in the order of its parameters.
enum class Part {
  kCustomer,
  kCatalog,  // product and price
  kCoupon,
};
// Returns the parts that a refusal of a session can concern: the one that its parameter names, else
// the one that its meaning names, else all.
std::vector<Part> PartsOf(const Answer& answer);

std::string_view WordOf(Meaning meaning);
std::string_view WordOf(Action action);

}  // namespace keys::billing::stripe
