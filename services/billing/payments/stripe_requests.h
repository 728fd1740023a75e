// Sends POSTs to Stripe so that none is lost and none takes effect twice. Each is stored before it
// is sent, every repetition sends the stored bytes, and its answer is recorded in one transaction
// with its consequences.
//
//   ASSIGN_OR_RETURN(const Sent sent, book.Send({.subject = "cus_" + tenant, .post = post,
//       .on_done = [&](pg::Transaction& tx, const stripe::Answer& answer) { … }}, deadline));
//   if (!sent.done()) return stripe::ToClientStatus(sent.answer);
//
// A subject that was done before is not sent again; Sent::object_id is the object that it made.
// After a refusal, or after Forget, the next Send is a new attempt with a new idempotency key;
// after an answer that leaves the outcome open it is the same attempt. If Stripe keeps a 500 under
// the key, the same attempt never learns the outcome, so its object is looked for
// (request_lookup.h). If it is found, the request is done; if not, the request is given up and sent
// once more under a new key. A request that does no harm twice is also sent under a new key when
// half a minute has brought no answer. Thread-safe, also across processes.
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
  // Names the object that shall be made, for example "ord_<id>:coupon". The idempotency key is made
  // of it and the attempt's number.
  std::string subject;
  stripe::Post post;
  // Empty when the request belongs to no order.
  std::string order_id = "";
  // The request does no harm when it takes effect twice. The same holds for every request that
  // belongs to no order.
  bool repeatable = false;
  // The caller looks for the object and decides when the request is given up (order_sync.h).
  bool caller_looks = false;
  // Runs in the transaction that records the answer, when the request is done. An error undoes
  // both.
  std::function<absl::Status(pg::Transaction&, const stripe::Answer&)> on_done = nullptr;
  // Runs in the transaction that writes the request down for the first time. After an error nothing
  // is sent.
  std::function<absl::Status(pg::Transaction&)> before = nullptr;
};

struct Sent {
  stripe::Answer answer;
  // The id of the object that was made, now or before.
  std::string object_id;
  // The request had been done already and was not sent this time, so `answer` has no body.
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
    // This attempt will get no answer any more and has made nothing that counts.
    bool given_up = false;
  };
  absl::StatusOr<StoredRequest> WriteDown(const PlannedPost& planned, Deadline deadline) const;
  absl::StatusOr<Tried> Try(const PlannedPost& planned, const StoredRequest& request,
                            Deadline deadline) const;
  // Returns true when everything that the request can have made was looked through and its object
  // is not there. An object that is found becomes the answer.
  absl::StatusOr<bool> LookUp(const StoredRequest& request, stripe::Answer& answer,
                              Deadline deadline) const;
  absl::Status Record(const PlannedPost& planned, const StoredRequest& request,
                      const Sent& sent) const;

  const Parts parts_;
};

}  // namespace keys::billing
