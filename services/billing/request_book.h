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
// answer that left it open it is the same attempt, and a new one only of what does no harm twice
// and after half a minute. Thread-safe, also across processes.
#pragma once

#include <functional>
#include <string>

#include "absl/status/statusor.h"
#include "common/id/id.h"
#include "common/pg/pool.h"
#include "common/pg/transaction.h"
#include "common/time/clock.h"
#include "common/time/deadline.h"
#include "services/billing/stripe/requests.h"
#include "services/billing/stripe/stripe_client.h"
#include "services/billing/stripe_store.h"

namespace keys::billing {

struct PlannedPost {
  // What is to be made, e.g. "ord_<id>:coupon"; the idempotency key is this and the attempt.
  std::string subject;
  stripe::Post post;
  // Empty when it belongs to no order.
  std::string order_id = "";
  // Made twice it does no harm, so that an answer which stays open (a 500 that Stripe keeps under
  // the key) is followed by a new attempt after a while. So is everything that belongs to no order.
  bool repeatable = false;
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

class RequestBook {
 public:
  struct Parts {
    pg::Pool& pool;
    const StripeStore& store;
    stripe::StripeClient& client;
    const Clock& clock;
    IdSource& ids;
  };
  explicit RequestBook(Parts parts) : parts_(parts) {}

  absl::StatusOr<Sent> Send(const PlannedPost& planned, Deadline deadline) const;

 private:
  absl::StatusOr<StoredRequest> WriteDown(const PlannedPost& planned, Deadline deadline) const;

  const Parts parts_;
};

}  // namespace keys::billing
