#include "services/discovery/candidate_book.h"

#include <algorithm>
#include <chrono>
#include <vector>

#include "common/base/status_macros.h"
#include "common/base/text.h"
#include "common/log/log.h"
#include "common/pg/error.h"
#include "common/rpc/watch/client.h"
#include "keys/catalog/v1/watch.pb.h"

namespace keys::discovery {
namespace {

constexpr char kWatchPath[] = "/keys.catalog.v1.CatalogWatch/WatchRevision";
// A stopping process may wait this long for an answer under way.
constexpr absl::Duration kLoadLimit = absl::Seconds(5);
constexpr absl::Duration kPauseAfterFailure = absl::Seconds(1);
// KEYS whose place changes while nobody may look: below a millisecond.
constexpr size_t kMovedAtOnce = 500;

catalog::v1::ChangePlace BeforeEverything() {
  catalog::v1::ChangePlace place;
  place.set_revision(-1);
  return place;
}

}  // namespace

class CandidateBook::Stream {
 public:
  Stream(const std::string& address, rpc::TokenMinter& minter, CandidateBook& book)
      : channel_(address, minter),
        watcher_(channel_, minter, {.path = kWatchPath}, catalog::v1::WatchRevisionRequest(),
                 {.on_event =
                      [&book](const catalog::v1::WatchRevisionResponse& event) {
                        book.OnRevision(event.revision());
                      },
                  .on_down = [&book] { book.OnDown(); }}) {}

 private:
  rpc::Channel channel_;
  rpc::Watcher<catalog::v1::WatchRevisionResponse> watcher_;
};

CandidateBook::CandidateBook(Sources& sources, metrics::Registry& metrics)
    : sources_(sources),
      up_(metrics.Gauge("keys_discovery_catalog_watch_up",
                        "1 while the catalog tells its revision, else 0 and each recommendation "
                        "asks the catalog what changed.")),
      size_(metrics.Gauge("keys_discovery_candidates", "Published KEYS in memory.")),
      place_(BeforeEverything()),
      figures_(std::make_shared<const PopularityBook::Figures>()) {}

CandidateBook::~CandidateBook() { Stop(); }

void CandidateBook::Follow(const std::string& catalog_address, rpc::TokenMinter& minter) {
  thread_ = std::thread([this] { Run(); });
  stream_ = std::make_unique<Stream>(catalog_address, minter, *this);
}

void CandidateBook::Stop() {
  stream_.reset();
  {
    absl::MutexLock lock(&mutex_);
    stopping_ = true;
  }
  if (thread_.joinable()) thread_.join();
}

void CandidateBook::OnRevision(int64_t revision) {
  absl::MutexLock lock(&mutex_);
  told_ = revision;
  // An earlier revision than before is another catalog's: a backup's, say.
  if (revision_.has_value() && revision < *revision_) revision_.reset();
  up_.Set(1);
}

void CandidateBook::OnDown() {
  absl::MutexLock lock(&mutex_);
  told_.reset();
  up_.Set(0);
}

bool CandidateBook::IsFresh(int64_t least) const {
  return told_.has_value() && revision_.has_value() && *revision_ >= std::max(*told_, least);
}

absl::Status CandidateBook::CatchUp(const rpc::Outgoing& call, int64_t least) {
  int64_t begun_before = 0;
  {
    absl::ReaderMutexLock lock(&mutex_);
    if (IsFresh(least)) return absl::OkStatus();
    begun_before = begun_;
  }
  const absl::Duration patience = std::min(call.deadline.Remaining(), kLoadLimit);
  std::unique_lock loading(loading_, absl::ToChronoMilliseconds(patience));
  if (!loading.owns_lock()) return pg::DeadlinePassed();
  {
    absl::ReaderMutexLock lock(&mutex_);
    // What somebody fetched who began after we came is what we would fetch.
    if (IsFresh(least) || completed_ > begun_before) return absl::OkStatus();
  }
  return Load(call);
}

absl::Status CandidateBook::Load(const rpc::Outgoing& call) {
  int64_t load = 0;
  {
    absl::MutexLock lock(&mutex_);
    load = ++begun_;
  }
  bool more = true;
  while (more) {
    ASSIGN_OR_RETURN(const catalog::v1::ListChangedKeysResponse page,
                     sources_.ChangedKeys(call, place_));
    more = !Apply(page) || page.has_next();
  }
  absl::MutexLock lock(&mutex_);
  completed_ = load;
  return absl::OkStatus();
}

bool CandidateBook::Apply(const catalog::v1::ListChangedKeysResponse& page) {
  absl::MutexLock lock(&mutex_);
  if (page.revision() < last_) {
    shelf_.Clear();
    revision_.reset();
    place_ = BeforeEverything();
    last_ = page.revision();
    return false;
  }
  last_ = page.revision();
  for (const auto& key : page.published()) {
    shelf_.Put(key, PopularityOf(key.id(), key.slug()));
  }
  for (const std::string& id : page.gone_ids()) shelf_.Remove(id);
  if (page.has_next()) {
    place_ = page.next();
  } else {
    place_.set_revision(page.revision());
    place_.clear_id();
    revision_ = page.revision();
  }
  size_.Set(static_cast<double>(shelf_.size()));
  return true;
}

Popularity CandidateBook::PopularityOf(const std::string& id, const std::string& slug) const {
  auto [purchases, downloads, views] = Popularity();
  for (const std::string& name : {id, slug}) {
    const auto found = figures_->find(name);
    if (found == figures_->end()) continue;
    purchases += std::get<0>(found->second);
    downloads += std::get<1>(found->second);
    views += std::get<2>(found->second);
  }
  return {purchases, downloads, views};
}

void CandidateBook::SetPopularity(std::shared_ptr<const PopularityBook::Figures> figures) {
  {
    absl::MutexLock lock(&mutex_);
    figures_ = std::move(figures);
  }
  std::vector<std::pair<std::string, Popularity>> moved;
  {
    absl::ReaderMutexLock lock(&mutex_);
    moved = shelf_.Moved([this](const std::string& id, const std::string& slug)
                             ABSL_SHARED_LOCKS_REQUIRED(mutex_) { return PopularityOf(id, slug); });
  }
  for (size_t at = 0; at < moved.size(); at += kMovedAtOnce) {
    absl::MutexLock lock(&mutex_);
    for (size_t i = at; i < std::min(moved.size(), at + kMovedAtOnce); ++i) {
      shelf_.SetPopularity(moved[i].first, moved[i].second);
    }
  }
}

void CandidateBook::Run() {
  const auto has_work = [this]() ABSL_SHARED_LOCKS_REQUIRED(mutex_) {
    return stopping_ || (told_.has_value() && !IsFresh(0));
  };
  bool failed = false;
  while (true) {
    {
      absl::MutexLock lock(&mutex_);
      if (failed) mutex_.AwaitWithTimeout(absl::Condition(&stopping_), kPauseAfterFailure);
      mutex_.Await(absl::Condition(&has_work));
      if (stopping_) return;
    }
    const absl::Status caught_up =
        CatchUp({Deadline::After(kLoadLimit), "discovery.candidates"}, 0);
    failed = !caught_up.ok();
    if (failed) log::Warning("discovery.catalog_unknown", {{"why", MessageOf(caught_up)}});
  }
}

}  // namespace keys::discovery
