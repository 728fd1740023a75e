// Says where to look for the object that a POST of the shop has made, and how to recognise it. This
// is needed when the POST's answer does not tell, because Stripe may keep a 500 under an
// idempotency key although the object was made.
//
//   const Lookup lookup = LookupOf(post, asked_first, asked_last);
//   … GET lookup.path, page by page when it is a list …
//   if (IsMadeBy(post, object_json)) …
//
// The table has one row for each POST; README.md of this folder explains it. Pure.
#pragma once

#include <string>
#include <string_view>

#include "absl/time/time.h"
#include "services/billing/stripe/requests.h"

namespace keys::billing::stripe {

struct Lookup {
  // The path to GET. Empty when the object of the POST is not looked for.
  std::string path;
  // True when `path` is a list, which is read page by page; else it is one object.
  bool is_list = false;
};

// The POST was sent between these two times of this machine's clock. The result is empty also when
// the body was erased and has nothing left to recognise the object by.
Lookup LookupOf(const Post& post, absl::Time first, absl::Time last);

// Whether this object is the one that the POST makes, or shows what the POST changes. False for
// JSON that is no object.
bool IsMadeBy(const Post& post, std::string_view object_json);

}  // namespace keys::billing::stripe
