#include "services/entitlement/grants/bundle_growth.h"

#include <set>
#include <utility>

#include "common/base/check.h"
#include "common/base/status_macros.h"
#include "common/base/text.h"
#include "common/log/log.h"
#include "services/entitlement/domain/order_diff.h"
#include "services/entitlement/ledger/bundle_store.h"
#include "services/entitlement/ledger/ledger.h"

namespace keys::entitlement {
namespace {

// The pauses between looks: without news, and after a look that failed.
constexpr absl::Duration kLookEvery = absl::Seconds(60);
constexpr absl::Duration kRetryAfter = absl::Seconds(1);
// The least pause between looks, so that an ingestion of many KEYS causes only a few.
constexpr absl::Duration kRest = absl::Milliseconds(100);
// The time limits of one look, and of one order or change of contents within it.
constexpr absl::Duration kLookLimit = absl::Minutes(2);
constexpr absl::Duration kStepLimit = absl::Seconds(5);
constexpr int kOrdersPerPage = 200;
constexpr char kBeforeAll[] = "00000000-0000-0000-0000-000000000000";

bool HasSame(const std::map<std::string, bool>& known, const std::set<std::string>& now) {
  if (known.size() != now.size()) return false;
  for (const auto& [key_id, settled] : known) {
    if (!now.contains(key_id)) return false;
  }
  return true;
}

}  // namespace

BundleGrowth::BundleGrowth(Parts parts) : parts_(parts) {}

BundleGrowth::~BundleGrowth() { Stop(); }

void BundleGrowth::Start() {
  CHECK_THAT(!thread_.joinable(), "growth is started once");
  thread_ = std::thread([this] { Loop(); });
}

void BundleGrowth::Stop() {
  {
    absl::MutexLock lock(&mutex_);
    stopping_ = true;
  }
  if (thread_.joinable()) thread_.join();
}

void BundleGrowth::Nudge() {
  absl::MutexLock lock(&mutex_);
  news_ = true;
}

bool BundleGrowth::AwaitNews(absl::Duration at_most) {
  absl::MutexLock lock(&mutex_);
  const auto wake = [this]() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) { return news_ || stopping_; };
  mutex_.AwaitWithTimeout(absl::Condition(&wake), at_most);
  news_ = false;
  return !stopping_;
}

void BundleGrowth::Loop() {
  absl::Duration pause = absl::ZeroDuration();
  while (AwaitNews(pause)) {
    const absl::Status run = RunOnce(Deadline::After(kLookLimit));
    if (!run.ok() && !stopping()) log::Warning("bundles.not_looked_at", {{"why", MessageOf(run)}});
    pause = run.ok() ? kLookEvery : kRetryAfter;
    absl::MutexLock lock(&mutex_);
    mutex_.AwaitWithTimeout(absl::Condition(&stopping_), kRest);
  }
}

bool BundleGrowth::stopping() const {
  absl::MutexLock lock(&mutex_);
  return stopping_;
}

absl::Status BundleGrowth::RunOnce(Deadline deadline) {
  const rpc::Outgoing outgoing(deadline.Within(kStepLimit), "bundles");
  ASSIGN_OR_RETURN(const auto listed, parts_.catalog.ListBundles({}, outgoing));
  bundles::Contents known;
  {
    ASSIGN_OR_RETURN(pg::Connection db, parts_.pool.Acquire(deadline.Within(kStepLimit)));
    ASSIGN_OR_RETURN(known, bundles::AllContents(db));
  }
  std::map<std::string, std::set<std::string>> now;
  for (const auto& bundle : listed.bundles()) {
    now[bundle.id()] = {bundle.key_ids().begin(), bundle.key_ids().end()};
  }
  // A bundle that is off sale gets no further KEYS.
  for (const auto& [bundle_id, keys] : known) now.try_emplace(bundle_id);
  for (const auto& [bundle_id, keys] : now) {
    std::vector<std::string> incoming;
    for (const std::string& key_id : keys) {
      const auto& held = known[bundle_id];
      const auto found = held.find(key_id);
      if (found == held.end() || !found->second) incoming.push_back(key_id);
    }
    if (!HasSame(known[bundle_id], keys)) {
      RETURN_IF_ERROR(Replace(bundle_id, {keys.begin(), keys.end()}, deadline));
    }
    if (!incoming.empty()) RETURN_IF_ERROR(Settle(bundle_id, incoming, deadline));
  }
  return absl::OkStatus();
}

absl::Status BundleGrowth::Replace(const std::string& bundle_id,
                                   const std::vector<std::string>& key_ids, Deadline deadline) {
  return pg::RunTransaction(
      parts_.pool, deadline.Within(kStepLimit), [&](pg::Transaction& tx) -> absl::Status {
        return bundles::ReplaceContents(tx, bundle_id, key_ids, parts_.clock.Now());
      });
}

absl::Status BundleGrowth::Settle(const std::string& bundle_id,
                                  const std::vector<std::string>& key_ids, Deadline deadline) {
  std::string after = kBeforeAll;
  int64_t grown = 0;
  while (true) {
    std::vector<std::string> page;
    {
      ASSIGN_OR_RETURN(pg::Connection db, parts_.pool.Acquire(deadline.Within(kStepLimit)));
      ASSIGN_OR_RETURN(page, bundles::LackingOrders(db, bundle_id, after, kOrdersPerPage));
    }
    for (const std::string& order_id : page) {
      if (stopping()) return absl::CancelledError("stopping");
      RETURN_IF_ERROR(pg::RunTransaction(parts_.pool, deadline.Within(kStepLimit),
                                         [&](pg::Transaction& tx) { return Grow(tx, order_id); }));
    }
    if (page.empty()) break;
    after = page.back();
    grown += static_cast<int64_t>(page.size());
  }
  if (grown > 0) log::Info("bundle.orders_grown", {{"bundle_id", bundle_id}, {"orders", grown}});
  ASSIGN_OR_RETURN(pg::Connection db, parts_.pool.Acquire(deadline.Within(kStepLimit)));
  return bundles::SettleContents(db, bundle_id, key_ids);
}

absl::Status BundleGrowth::Grow(pg::Transaction& tx, const std::string& order_id) {
  const absl::Time now = parts_.clock.Now();
  RETURN_IF_ERROR(ledger::LockOrder(tx, order_id));
  ASSIGN_OR_RETURN(const auto order, bundles::FindGrowing(tx, order_id));
  if (!order.has_value()) return absl::OkStatus();
  ASSIGN_OR_RETURN(const std::vector<std::string> missing,
                   bundles::MissingKeys(tx, order_id, order->bundle_id));
  for (const std::string& key_id : missing) {
    std::optional<Grant> grant;
    Fact fact{.grant = {.id = parts_.ids.NewUuid(),
                        .tenant = order->tenant,
                        .key_id = key_id,
                        .source = "bundle",
                        .starts_at = now,
                        .order_id = order_id,
                        .order_line_id = AddedLine(key_id),
                        .bundle_id = order->bundle_id},
              .actor = "catalog",
              .note = "bundle.grown",
              .occurred_at = now,
              .recorded_at = now};
    for (const Step& step : StepsTo(std::nullopt, order->standing)) {
      fact.id = parts_.ids.NewUuid();
      fact.kind = step.kind;
      fact.grant.standing = step.standing;
      ASSIGN_OR_RETURN(grant, ledger::Record(tx, grant, fact));
    }
  }
  return bundles::NoteKeys(tx, order_id, missing, now);
}

}  // namespace keys::entitlement
