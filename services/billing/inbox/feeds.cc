#include "services/billing/inbox/feeds.h"

#include <algorithm>

#include "common/base/check.h"
#include "common/base/status_macros.h"
#include "common/base/text.h"
#include "common/log/log.h"
#include "services/billing/inbox/event_handler.h"
#include "services/billing/orders/bookkeeping.h"
#include "services/billing/stripe/form.h"

namespace keys::billing {
namespace {

// The feeds' own next_at decides how often a round reads them.
constexpr absl::Duration kLook = absl::Seconds(1);

std::string UndeliveredEvents() {
  std::string path = "/v1/events?delivery_success=false&";
  int i = 0;
  for (const std::string_view type : EventHandler::ListTypes()) {
    path += Concat({"types[", std::to_string(i++), "]=", type, "&"});
  }
  return path;
}

}  // namespace

Feeds::Feeds(Parts parts)
    : parts_(parts),
      fetched_(parts.metrics.Counter("keys_webhook_events_fetched_total",
                                     "Events that no webhook brought, found in Stripe's list.")) {}

Feeds::~Feeds() { Stop(); }

void Feeds::Start() {
  CHECK_THAT(!thread_.joinable(), "feeds are started once");
  if (parts_.options.interval == absl::ZeroDuration()) return;
  thread_ = std::thread([this] { Loop(); });
}

void Feeds::Stop() {
  {
    absl::MutexLock lock(&mutex_);
    stopping_ = true;
  }
  if (thread_.joinable()) thread_.join();
}

bool Feeds::stopping() const {
  absl::MutexLock lock(&mutex_);
  return stopping_;
}

void Feeds::Loop() {
  while (!stopping()) {
    RunOnce();
    absl::MutexLock lock(&mutex_);
    mutex_.AwaitWithTimeout(absl::Condition(&stopping_), kLook);
  }
}

void Feeds::RunOnce() {
  ReadEvents();
  ReadMovements();
}

template <typename T>
absl::StatusOr<stripe::Page<T>> Feeds::ReadPage(const List<T>& list, const std::string& query,
                                                const Take<T>& take) {
  ASSIGN_OR_RETURN(const std::string body,
                   parts_.sync.Retrieve(Concat({list.path, "limit=100", query}),
                                        Deadline::After(parts_.options.page_limit)));
  ASSIGN_OR_RETURN(stripe::Page<T> page, list.parse(body));
  if (page.unreadable > 0) {
    log::Error("stripe.unreadable_items", {{"feed", list.name}, {"count", page.unreadable}});
  }
  ASSIGN_OR_RETURN(pg::Connection db, parts_.pool.Acquire(Deadline::After(kBookkeepingLimit)));
  for (const T& item : page.items) RETURN_IF_ERROR(take(db, item));
  return page;
}

template <typename T>
absl::StatusOr<bool> Feeds::ReadNew(const List<T>& list, const std::string& query,
                                    const Take<T>& take) {
  std::string after;
  for (int i = 0; i < parts_.options.max_pages && !stopping(); ++i) {
    const std::string start =
        after.empty() ? "" : Concat({"&starting_after=", stripe::PercentEncode(after)});
    ASSIGN_OR_RETURN(const stripe::Page<T> page, ReadPage(list, Concat({query, start}), take));
    if (!page.has_more || page.last_id.empty()) return !page.has_more;
    after = page.last_id;
  }
  return false;
}

template <typename T>
absl::Status Feeds::Read(const List<T>& list, const Take<T>& take) {
  const absl::Time now = parts_.clock.Now();
  std::optional<FeedPosition> position;
  {
    ASSIGN_OR_RETURN(pg::Connection db, parts_.pool.Acquire(Deadline::After(kBookkeepingLimit)));
    ASSIGN_OR_RETURN(position, parts_.store.Claim(db, list.name, now, parts_.options.interval));
  }
  if (!position.has_value()) return absl::OkStatus();
  const absl::Time until = now - parts_.options.min_age;
  std::optional<absl::Time> since;
  if (list.reach.has_value()) since = now - *list.reach;
  if (position->seen_until.has_value()) {
    const absl::Time seen = *position->seen_until - parts_.options.overlap;
    since = since.has_value() ? std::max(*since, seen) : seen;
  }
  std::string query = Concat({"&created[lte]=", std::to_string(absl::ToUnixSeconds(until))});
  if (since.has_value()) {
    query += Concat({"&created[gte]=", std::to_string(absl::ToUnixSeconds(*since))});
  }
  ASSIGN_OR_RETURN(const bool complete, ReadNew(list, query, take));
  position->seen_until = complete ? std::optional<absl::Time>(until) : std::nullopt;
  if (list.sweeps) {
    const std::string start =
        position->sweep_after.empty()
            ? ""
            : Concat({"&starting_after=", stripe::PercentEncode(position->sweep_after)});
    const auto page = ReadPage(list, start, take);
    // The sweep begins again with the newest, because its place no longer exists at Stripe or its
    // end was reached.
    position->sweep_after = page.ok() && page->has_more ? page->last_id : "";
  }
  ASSIGN_OR_RETURN(pg::Connection db, parts_.pool.Acquire(Deadline::After(kBookkeepingLimit)));
  return parts_.store.Advance(db, list.name, *position, parts_.clock.Now());
}

void Feeds::ReadEvents() {
  const List<stripe::Event> list{.name = "events",
                                 .path = UndeliveredEvents(),
                                 .parse = stripe::ParseEventPage,
                                 .reach = parts_.options.events_reach};
  const absl::Status read =
      Read<stripe::Event>(list, [this](pg::Executor& db, const stripe::Event& event) {
        const auto fresh = parts_.events.Insert(db, event, event.json, parts_.clock.Now());
        if (fresh.ok() && *fresh) fetched_.Increment();
        return fresh.status();
      });
  if (!read.ok()) log::Warning("feeds.events_not_read", {{"error", MessageOf(read)}});
}

// Charges are read first, because a refund belongs to its charge.
void Feeds::ReadMovements() {
  const List<stripe::Charge> charges{.name = "charges",
                                     .path = "/v1/charges?",
                                     .parse = stripe::ParseChargePage,
                                     .reach = std::nullopt,
                                     .sweeps = true};
  absl::Status read =
      Read<stripe::Charge>(charges, [this](pg::Executor& db, const stripe::Charge& charge) {
        return parts_.store.PutCharge(db, charge, parts_.clock.Now());
      });
  const List<stripe::Refund> refunds{.name = "refunds",
                                     .path = "/v1/refunds?",
                                     .parse = stripe::ParseRefundPage,
                                     .reach = std::nullopt,
                                     .sweeps = true};
  if (read.ok()) {
    read = Read<stripe::Refund>(refunds, [this](pg::Executor& db, const stripe::Refund& refund) {
      return parts_.store.PutRefund(db, refund, parts_.clock.Now());
    });
  }
  if (!read.ok()) log::Warning("feeds.movements_not_read", {{"error", MessageOf(read)}});
}

}  // namespace keys::billing
