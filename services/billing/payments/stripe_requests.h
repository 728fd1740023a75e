// Sends POSTs to Stripe so that none is lost, and none done twice: each is written down before it
// is sent, sent exactly as written however often, and its answer recorded together with what
// follows.
//
//   ASSIGN_OR_RETURN(const Sent sent, book.Send({.subject = "cus_" + tenant, .post = post,
//       .on_done = [&](pg::Transaction& tx, const stripe::Answer& answer) { … }}, deadline));
//   if (!sent.done()) return stripe::ToClientStatus(sent.answer);
//
// A subject that was done before is not sent again: Sent::object_id tells what it made. After a
// refusal, or after Forget, the next Send is a new attempt with a new idempotency key; after an
// answer that left it open it is the same attempt. Where Stripe keeps a 500 under the key, so that
// the same attempt never tells, what it made is looked for (request_lookup.h): found, the request
// is done; not there, it is given up and asked for once more under a new key. What does no harm
// twice is also asked for anew when half a minute has told nothing. Thread-safe, also across
// processes.
#pragma once

#include <functional>
#include <string>

#include "absl/status/statusor.h"
#include "common/id/id.h"
#include "common/pg/pool.h"
#include "common/pg/transaction.h"
#include "common/time/clock.h"
#include "common/time/deadline.h"
#include "services/billing/payments/request_lookup.h"
#include "services/billing/payments/stripe_store.h"
#include "services/billing/stripe/requests.h"
#include "services/billing/stripe/stripe_client.h"

namespace keys::billing {

struct PlannedPost {
  // What is to be made, e.g. "ord_<id>:coupon"; the idempotency key is this and the attempt.
  std::string subject;
  stripe::Post post;
  // Empty when it belongs to no order.
  std::string order_id = "";
  // Made twice it does no harm. So is everything that belongs to no order.
  bool repeatable = false;
  // What it made is looked for by the caller, who also decides when it is given up (order_sync.h).
  bool caller_looks = false;
  // Runs in the transaction that records the answer, once it is done. An error undoes both.
  std::function<absl::Status(pg::Transaction&, const stripe::Answer&)> on_done = nullptr;
  // Runs in the transaction that writes the request down for the first time; an error stops it
  // there.
  std::function<absl::Status(pg::Transaction&)> before = nullptr;
};

struct Sent {
  stripe::Answer answer;
  // Of what was made, now or before.
  std::string object_id;
  // Not sent this time: it had been done already, and `answer` has no body.
  bool done_before = false;

  bool done() const { return answer.done(); }
};

class StripeRequests {
 public:
  struct Parts {
    pg::Pool& pool;
    const StripeStore& store;
    stripe::StripeClient& client;
    const RequestLookup& lookup;
    const Clock& clock;
    IdSource& ids;
  };
  explicit StripeRequests(Parts parts) : parts_(parts) {}

  absl::StatusOr<Sent> Send(const PlannedPost& planned, Deadline deadline) const;

 private:
  struct Tried {
    Sent sent;
    // Nothing more will come of this attempt, and it has made nothing that counts.
    bool given_up = false;
  };
  absl::StatusOr<StoredRequest> WriteDown(const PlannedPost& planned, Deadline deadline) const;
  absl::StatusOr<Tried> Try(const PlannedPost& planned, const StoredRequest& request,
                            Deadline deadline) const;
  // True when everything that the request can have made was seen, and it is not there. What is
  // found becomes the answer.
  absl::StatusOr<bool> LookUp(const StoredRequest& request, stripe::Answer& answer,
                              Deadline deadline) const;
  absl::Status Record(const PlannedPost& planned, const StoredRequest& request,
                      const Sent& sent) const;

  const Parts parts_;
};

}  // namespace keys::billing
