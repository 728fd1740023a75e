#include "services/catalog/related_book.h"

#include <algorithm>
#include <utility>

#include "common/base/status_macros.h"
#include "common/base/text.h"
#include "common/log/log.h"
#include "common/pg/error.h"
#include "services/catalog/store/change_store.h"

namespace keys::catalog {
namespace {

constexpr int kKeysAtOnce = 1000;
constexpr absl::Duration kFirstLoadLimit = absl::Seconds(30);
constexpr absl::Duration kPauseAfterFailure = absl::Seconds(1);

v1::ChangePlace BeforeEverything() {
  v1::ChangePlace place;
  place.set_revision(-1);
  return place;
}

RelatedCandidate CandidateOf(ChangedKeys::Published& published) {
  v1::Candidate& key = published.key;
  RelatedCandidate candidate{.id = key.id(),
                             .slug = key.slug(),
                             .title = key.title(),
                             .tool = key.tool(),
                             .outcome = key.outcome(),
                             .tags = {key.tags().begin(), key.tags().end()},
                             .references = std::move(published.references),
                             .currency = key.currency(),
                             .available = key.available()};
  if (key.has_price_cents()) candidate.price_cents = key.price_cents();
  return candidate;
}

}  // namespace

RelatedBook::RelatedBook(std::string conninfo)
    : pool_({.conninfo = std::move(conninfo), .size = 1, .name = "keys-catalog-related"}),
      place_(BeforeEverything()) {}

void RelatedBook::Start() {
  thread_ = std::thread([this] { Run(); });
}

void RelatedBook::Stop() {
  {
    absl::MutexLock lock(&mutex_);
    stopping_ = true;
  }
  if (thread_.joinable()) thread_.join();
}

absl::StatusOr<std::vector<Related>> RelatedBook::Find(const RelatedSubject& subject,
                                                       int64_t revision, Deadline deadline) {
  RETURN_IF_ERROR(CatchUp(revision, deadline));
  absl::ReaderMutexLock lock(&mutex_);
  return index_.Find(subject);
}

absl::Status RelatedBook::CatchUp(int64_t revision, Deadline deadline) {
  {
    absl::ReaderMutexLock lock(&mutex_);
    if (revision_ >= revision) return absl::OkStatus();
  }
  const absl::Duration patience = std::min(deadline.Remaining(), kFirstLoadLimit);
  std::unique_lock loading(loading_, absl::ToChronoMilliseconds(patience));
  if (!loading.owns_lock()) return pg::DeadlinePassed();
  {
    absl::ReaderMutexLock lock(&mutex_);
    if (revision_ >= revision) return absl::OkStatus();
  }
  return Load(deadline);
}

absl::Status RelatedBook::Load(Deadline deadline) {
  ASSIGN_OR_RETURN(pg::Connection db, pool_.Acquire(deadline));
  while (true) {
    ASSIGN_OR_RETURN(ChangedKeys page, FindChangedKeys(db, place_, kKeysAtOnce));
    absl::MutexLock lock(&mutex_);
    // An earlier revision than before is another database's: a backup's, say.
    const bool earlier = page.revision < last_;
    last_ = page.revision;
    if (earlier) {
      index_.Clear();
      revision_ = -1;
      place_ = BeforeEverything();
      continue;
    }
    for (auto& published : page.published) index_.Put(CandidateOf(published));
    for (const std::string& id : page.gone) index_.Remove(id);
    if (page.next.has_value()) {
      place_ = *std::move(page.next);
      if (stopping_) return absl::CancelledError("stopping");
      continue;
    }
    place_.set_revision(page.revision);
    place_.clear_id();
    revision_ = page.revision;
    return absl::OkStatus();
  }
}

void RelatedBook::Run() {
  while (true) {
    const absl::Status loaded = CatchUp(0, Deadline::After(kFirstLoadLimit));
    absl::MutexLock lock(&mutex_);
    if (loaded.ok() || stopping_) return;
    log::Warning("catalog.related_unknown", {{"why", MessageOf(loaded)}});
    mutex_.AwaitWithTimeout(absl::Condition(&stopping_), kPauseAfterFailure);
    if (stopping_) return;
  }
}

}  // namespace keys::catalog
