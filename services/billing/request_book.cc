#include "services/billing/request_book.h"

#include "common/base/status_macros.h"
#include "common/base/text.h"
#include "common/failpoint/failpoint.h"
#include "services/billing/stripe/objects.h"

namespace keys::billing {
namespace {

// Stripe keeps a key's answer for at least 24 h; later the same key would be a new request.
constexpr absl::Duration kKeyLife = absl::Hours(23);
// Since a request was written down: by then Stripe is done with it, whatever became of it.
constexpr absl::Duration kStillWorkedOn = absl::Seconds(30);
// Recording an answer gets time of its own: what Stripe did must not be forgotten because a
// client's deadline passed.
constexpr absl::Duration kBookkeepingLimit = absl::Seconds(3);

// A place to fail on purpose, by what is asked for: "billing.post.refunds.written".
absl::Status ReachPost(std::string_view path, std::string_view step, Deadline deadline) {
  std::string_view kind;
  for (const std::string_view part : Split(path, '/')) {
    // Ids have digits or underscores.
    if (part.find_first_of("0123456789_") == part.npos && !part.empty()) kind = part;
  }
  return failpoint::Reach(Concat({"billing.post.", kind, ".", step}), deadline);
}

bool IsTooOld(const StoredRequest& request, absl::Time now) {
  return request.state != "done" && now - request.created_at > kKeyLife;
}

// The next request of the subject is a new attempt.
bool IsOver(const StoredRequest& request, const PlannedPost& planned, absl::Time now) {
  if (request.state == "refused" || request.state == "obsolete") return true;
  // A second customer or product does no harm where nobody knows whether there is a first. A second
  // session of an order could: order_sync.h says what becomes of that one.
  const bool harmless = planned.order_id.empty() || planned.repeatable;
  const bool left_open = request.state == "unknown" && now - request.created_at > kStillWorkedOn;
  return harmless && (left_open || IsTooOld(request, now));
}

}  // namespace

absl::StatusOr<StoredRequest> RequestBook::WriteDown(const PlannedPost& planned,
                                                     Deadline deadline) const {
  return pg::RunTransaction(
      parts_.pool, deadline, [&](pg::Transaction& tx) -> absl::StatusOr<StoredRequest> {
        const absl::Time now = parts_.clock.Now();
        ASSIGN_OR_RETURN(auto latest, parts_.store.FindLatestRequest(tx, planned.subject));
        if (latest.has_value() && !IsOver(*latest, planned, now)) {
          return *std::move(latest);
        }
        if (planned.before) RETURN_IF_ERROR(planned.before(tx));
        StoredRequest request{.id = parts_.ids.NewUuid(), .subject = planned.subject};
        request.attempt = latest.has_value() ? latest->attempt + 1 : 1;
        request.path = planned.post.path;
        request.body = planned.post.body;
        RETURN_IF_ERROR(parts_.store.InsertRequest(tx, request, planned.order_id, now));
        // Another process may have written the same attempt first: then its bytes count.
        ASSIGN_OR_RETURN(latest, parts_.store.FindLatestRequest(tx, planned.subject));
        return *std::move(latest);
      });
}

absl::StatusOr<Sent> RequestBook::Send(const PlannedPost& planned, Deadline deadline) const {
  ASSIGN_OR_RETURN(const StoredRequest request, WriteDown(planned, deadline));
  Sent sent;
  if (request.state == "done") {
    sent.answer.verdict = stripe::Verdict::kDone;
    sent.object_id = request.object_id;
    sent.done_before = true;
    return sent;
  }
  if (IsTooOld(request, parts_.clock.Now())) return sent;  // unknown, and it stays so
  RETURN_IF_ERROR(ReachPost(request.path, "written", deadline));
  sent.answer = parts_.client.Send({.method = "POST",
                                    .path = request.path,
                                    .body = request.body,
                                    .idempotency_key = request.idempotency_key()},
                                   deadline);
  if (sent.done()) {
    // A 2xx without an id is no answer we can build on.
    const auto id = stripe::ParseId(sent.answer.body);
    if (id.ok()) {
      sent.object_id = *id;
    } else {
      sent.answer.verdict = stripe::Verdict::kUnknown;
    }
  }
  RETURN_IF_ERROR(ReachPost(request.path, "answered", deadline));
  RETURN_IF_ERROR(pg::RunTransaction(
      parts_.pool, Deadline::After(kBookkeepingLimit), [&](pg::Transaction& tx) -> absl::Status {
        // First what follows: it may take the tenant's lock, and whoever writes a request down
        // takes that before the request's row.
        if (sent.done() && planned.on_done) RETURN_IF_ERROR(planned.on_done(tx, sent.answer));
        RETURN_IF_ERROR(parts_.store.RecordAnswer(tx, request.id, sent.answer, sent.object_id,
                                                  parts_.clock.Now()));
        return ReachPost(request.path, "recording", tx.deadline());
      }));
  RETURN_IF_ERROR(ReachPost(request.path, "recorded", deadline));
  return sent;
}

}  // namespace keys::billing
