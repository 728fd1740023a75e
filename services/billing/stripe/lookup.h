// Where to look for the object that a POST of ours made when the POST itself does not tell (Stripe
// may keep a 500 under an idempotency key although the object was made), and how to recognise it.
//
//   const Lookup lookup = LookupOf(post, asked_first, asked_last);
//   … GET lookup.path, page by page when it is a list …
//   if (IsMadeBy(post, object_json)) …
//
// One row for each POST; what the table means is told in README.md of this folder. Pure.
#pragma once

#include <string>
#include <string_view>

#include "absl/time/time.h"
#include "services/billing/stripe/requests.h"

namespace keys::billing::stripe {

struct Lookup {
  // To GET; empty when what the POST made is not looked for.
  std::string path;
  // `path` is a list, to be read page by page; else one object.
  bool is_list = false;
};

// The POST was sent between these two times of our clock. Empty also when the POST's body says too
// little to recognise anything by (it was erased).
Lookup LookupOf(const Post& post, absl::Time first, absl::Time last);

// Whether this object is what that POST makes, or shows what that POST changes. False for JSON that
// is no object.
bool IsMadeBy(const Post& post, std::string_view object_json);

}  // namespace keys::billing::stripe
