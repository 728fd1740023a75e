#include "services/billing/payments/stripe_requests.h"

#include <utility>

#include "common/base/status_macros.h"
#include "common/base/text.h"
#include "common/failpoint/failpoint.h"
#include "common/log/log.h"
#include "services/billing/orders/bookkeeping.h"
#include "services/billing/stripe/objects.h"

namespace keys::billing {
namespace {

// Stripe keeps the answer to an idempotency key for at least 24 h. Later the same key would be a
// new request.
constexpr absl::Duration kKeyLife = absl::Hours(23);
// This long after a request was written down, Stripe no longer works on it.
constexpr absl::Duration kStillWorkedOn = absl::Seconds(30);

// A failpoint that is named by path and step, as in "billing.post.refunds.written".
absl::Status ReachPost(std::string_view path, std::string_view step, Deadline deadline) {
  std::string_view kind;
  for (const std::string_view part : Split(path, '/')) {
    // Ids have digits or underscores.
    if (part.find_first_of("0123456789_") == part.npos && !part.empty()) kind = part;
  }
  return failpoint::Reach(Concat({"billing.post.", kind, ".", step}), deadline);
}

bool IsTooOld(const StoredRequest& request, absl::Time now) {
  return request.state != RequestState::kDone && now - request.created_at > kKeyLife;
}

// Returns true when Stripe's answer leaves open whether the object was made and no later answer
// will tell. A second customer or product does no harm, so time alone decides about those. A second
// refund would, so it must also be proved that the first was not made.
bool IsHopeless(const PlannedPost& planned, const StoredRequest& request,
                const stripe::Answer& answer, bool absent, absl::Time now) {
  if (answer.verdict != stripe::Verdict::kUnknown || planned.caller_looks) return false;
  const bool waited = now - request.created_at > kStillWorkedOn;
  const bool over = IsTooOld(request, now) || (answer.replayed && waited);
  const bool harmless = planned.order_id.empty() || planned.repeatable;
  if (!harmless) return absent && over;
  return over || waited || (absent && answer.replayed && request.attempt == 1);
}

}  // namespace

absl::StatusOr<StoredRequest> StripeRequests::WriteDown(const PlannedPost& planned,
                                                        Deadline deadline) const {
  return pg::RunTransaction(
      parts_.pool, deadline, [&](pg::Transaction& tx) -> absl::StatusOr<StoredRequest> {
        const absl::Time now = parts_.clock.Now();
        ASSIGN_OR_RETURN(auto latest, parts_.store.FindLatestRequest(tx, planned.subject));
        if (latest.has_value() && !latest->over()) {
          return *std::move(latest);
        }
        if (planned.before) RETURN_IF_ERROR(planned.before(tx));
        StoredRequest request{.id = parts_.ids.NewUuid(), .subject = planned.subject};
        request.attempt = latest.has_value() ? latest->attempt + 1 : 1;
        request.path = planned.post.path;
        request.body = planned.post.body;
        RETURN_IF_ERROR(parts_.store.InsertRequest(tx, request, planned.order_id, now));
        // Another process may have written the same attempt down first; then its bytes are sent.
        ASSIGN_OR_RETURN(latest, parts_.store.FindLatestRequest(tx, planned.subject));
        return *std::move(latest);
      });
}

absl::StatusOr<bool> StripeRequests::LookUp(const StoredRequest& request, stripe::Answer& answer,
                                            Deadline deadline) const {
  absl::StatusOr<RequestLookup::Found> found = parts_.lookup.Find(request, deadline);
  // While Stripe does not let us look, the object is not known to be absent.
  if (!found.ok()) return false;
  if (!found->json.has_value()) return found->complete;
  log::Info("stripe.found_by_looking", {{"path", request.path}, {"subject", request.subject}});
  answer.verdict = stripe::Verdict::kDone;
  answer.body = *std::move(found->json);
  return false;
}

absl::Status StripeRequests::Record(const PlannedPost& planned, const StoredRequest& request,
                                    const Sent& sent) const {
  return pg::RunTransaction(parts_.pool, Deadline::After(kBookkeepingLimit),
                            [&](pg::Transaction& tx) -> absl::Status {
                              // `on_done` runs first, because it may take the tenant's lock, and
                              // code that writes a request down takes that lock before the
                              // request's row.
                              if (sent.done() && planned.on_done)
                                RETURN_IF_ERROR(planned.on_done(tx, sent.answer));
                              RETURN_IF_ERROR(parts_.store.RecordAnswer(
                                  tx, request.id, sent.answer, sent.object_id, parts_.clock.Now()));
                              return ReachPost(request.path, "recording", tx.deadline());
                            });
}

absl::StatusOr<StripeRequests::Tried> StripeRequests::Try(const PlannedPost& planned,
                                                          const StoredRequest& request,
                                                          Deadline deadline) const {
  Tried tried;
  Sent& sent = tried.sent;
  const bool too_old = IsTooOld(request, parts_.clock.Now());
  if (!too_old) {
    RETURN_IF_ERROR(ReachPost(request.path, "written", deadline));
    sent.answer = parts_.client.Send({.method = "POST",
                                      .path = request.path,
                                      .body = request.body,
                                      .idempotency_key = request.idempotency_key()},
                                     deadline);
  }
  const bool open = sent.answer.verdict == stripe::Verdict::kUnknown;
  bool absent = false;
  if (open && (too_old || sent.answer.replayed) && !planned.caller_looks) {
    ASSIGN_OR_RETURN(absent, LookUp(request, sent.answer, deadline));
  }
  if (sent.done()) {
    // Nothing can be built on a 2xx without an id, so the answer counts as unknown.
    const auto id = stripe::ParseId(sent.answer.body);
    if (id.ok()) {
      sent.object_id = *id;
    } else {
      sent.answer.verdict = stripe::Verdict::kUnknown;
    }
  }
  // A request that was too old to be sent again has no answer to record.
  if (!too_old || sent.done()) {
    RETURN_IF_ERROR(ReachPost(request.path, "answered", deadline));
    RETURN_IF_ERROR(Record(planned, request, sent));
    RETURN_IF_ERROR(ReachPost(request.path, "recorded", deadline));
  }
  tried.given_up = IsHopeless(planned, request, sent.answer, absent, parts_.clock.Now());
  if (!tried.given_up) return tried;
  log::Warning("stripe.request_given_up", {{"path", request.path}, {"subject", request.subject}});
  ASSIGN_OR_RETURN(pg::Connection db, parts_.pool.Acquire(Deadline::After(kBookkeepingLimit)));
  RETURN_IF_ERROR(parts_.store.GiveUpRequest(db, request.id, parts_.clock.Now()));
  return tried;
}

absl::StatusOr<Sent> StripeRequests::Send(const PlannedPost& planned, Deadline deadline) const {
  // The second round uses a new idempotency key.
  for (bool again = false;; again = true) {
    ASSIGN_OR_RETURN(const StoredRequest request, WriteDown(planned, deadline));
    if (request.state == RequestState::kDone) {
      Sent sent{.answer = {}, .object_id = request.object_id, .done_before = true};
      sent.answer.verdict = stripe::Verdict::kDone;
      return sent;
    }
    ASSIGN_OR_RETURN(Tried tried, Try(planned, request, deadline));
    if (!tried.given_up || again) return std::move(tried.sent);
  }
}

}  // namespace keys::billing
