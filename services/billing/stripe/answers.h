// What an answer of Stripe's means, and what the shop does about it: the one table that all of
// billing decides by.
//
//   const Rule& rule = RuleOf(answer);
//   if (rule.action == Action::kMakeAnew) …
//
// Made from Stripe's whole published list (docs.stripe.com/error-codes, and the unions of the npm
// package `stripe` 23.1.0), so that an answer which nobody has met yet is decided beforehand. A
// definite refusal is never an outage: repeating the request changes nothing, something else has
// to. Pure; thread-safe.
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
  // Stripe's error code; empty for what is decided by the status.
  std::string_view code;
  Meaning meaning = Meaning::kOurs;
  Action action = Action::kTell;
};

// Every code of the table.
absl::Span<const Rule> AllRules();
// By the status where it decides, else by the code. A refusal whose code is not in the table, or
// that has none, is about the object its parameter names.
const Rule& RuleOf(const Answer& answer);

// What a checkout session can do without, in the order of its parameters.
enum class Part {
  kCustomer,
  kCatalog,  // product and price
  kCoupon,
};
// The parts that a refusal of a session can be about: the one its parameter names, else the one its
// meaning names, else all.
std::vector<Part> PartsOf(const Answer& answer);

std::string_view WordOf(Meaning meaning);
std::string_view WordOf(Action action);

}  // namespace keys::billing::stripe
