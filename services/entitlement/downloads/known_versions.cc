#include "services/entitlement/downloads/known_versions.h"

#include <optional>
#include <utility>
#include <vector>

#include "common/base/status_macros.h"
#include "common/base/text.h"
#include "common/error/error.h"
#include "common/id/id.h"
#include "common/log/log.h"

namespace keys::entitlement {
namespace {

constexpr absl::Duration kLearnEvery = absl::Seconds(10);
constexpr absl::Duration kLearnLimit = absl::Seconds(5);
constexpr absl::Duration kAskAgainAfter = absl::Minutes(10);
// The most answers kept in memory to be used again, and as many to compare with: some 2 MB each.
constexpr size_t kMostStored = 10'000;

// $5 is the time now.
constexpr pg::Statement kRemember{"entitlement.remember_version", R"(
  INSERT INTO entitlement_known_versions AS v (key_id, asked, slug, answer, created_at, updated_at)
  VALUES ($1, $2, $3, $4, $5, $5)
  ON CONFLICT (key_id, asked) DO UPDATE
  SET slug = excluded.slug, answer = excluded.answer, updated_at = excluded.updated_at
  WHERE v.answer <> excluded.answer)"};

struct AnswerRow {
  pg::Bytes answer;
};
// $1 is the slug, $2 the version that was asked for, $3 the id or null.
constexpr pg::Statement kRecall{"entitlement.recall_version", R"(
  SELECT answer FROM entitlement_known_versions
  WHERE asked = $2 AND (slug = $1 OR key_id = $3::uuid)
  ORDER BY updated_at DESC LIMIT 1)"};

struct MissingKeyRow {
  std::string key_id;
};
// Each KEY with grants is found by one step through the index on key_id.
constexpr pg::Statement kMissingVersions{"entitlement.missing_versions", R"(
  WITH RECURSIVE keys AS (
    (SELECT key_id FROM marketplace_entitlements ORDER BY key_id LIMIT 1)
    UNION ALL
    SELECT (SELECT e.key_id FROM marketplace_entitlements e
            WHERE e.key_id > keys.key_id ORDER BY e.key_id LIMIT 1)
    FROM keys WHERE keys.key_id IS NOT NULL)
  SELECT key_id FROM keys
  WHERE key_id IS NOT NULL AND NOT EXISTS (
    SELECT 1 FROM entitlement_known_versions v WHERE v.key_id = keys.key_id AND v.asked = ''))"};

std::string Asked(const std::string& version) { return version == "latest" ? "" : version; }

std::string PlaceOf(const std::string& key, const std::string& asked) {
  return Concat({key, " ", asked});
}

bool IsOutage(const absl::Status& status) {
  return absl::IsUnavailable(status) || absl::IsDeadlineExceeded(status);
}

}  // namespace

KnownVersions::KnownVersions(Parts parts)
    : parts_(parts),
      from_memory_(parts.metrics.Counter(
          "keys_downloads_from_memory_total",
          "Versions told from memory because the catalog could not be asked.")),
      watch_up_(parts.metrics.Gauge(
          "keys_downloads_catalog_watch_up",
          "1 while the catalog tells its revision, else 0 and each download asks the catalog.")) {}

void KnownVersions::Start() {
  thread_ = std::thread([this] { Run(); });
}

void KnownVersions::Stop() {
  {
    absl::MutexLock lock(&mutex_);
    stopping_ = true;
  }
  if (thread_.joinable()) thread_.join();
}

void KnownVersions::OnRevision(int64_t revision) {
  absl::MutexLock lock(&mutex_);
  // An earlier revision than before is another catalog's, a backup's for example. It will come to
  // the same numbers with other contents.
  if (told_.has_value() && revision < *told_) fresh_.clear();
  told_ = revision;
  watch_up_.Set(1);
}

void KnownVersions::OnDown() {
  absl::MutexLock lock(&mutex_);
  told_.reset();
  fresh_.clear();
  watch_up_.Set(0);
}

std::optional<int64_t> KnownVersions::UsableRevision(const Wanted& wanted) const {
  const bool known = told_.has_value() && wanted.seen_revision.has_value();
  return known && *told_ >= *wanted.seen_revision ? told_ : std::nullopt;
}

std::optional<KnownVersions::Version> KnownVersions::Fresh(const Wanted& wanted) const {
  const std::string place = PlaceOf(wanted.key, Asked(wanted.version));
  absl::ReaderMutexLock lock(&mutex_);
  const std::optional<int64_t> usable = UsableRevision(wanted);
  const auto found = fresh_.find(place);
  if (!usable.has_value() || found == fresh_.end()) return std::nullopt;
  // Every change of the catalog raises its revision, so that an answer of the same one holds.
  if (found->second.revision != *usable) return std::nullopt;
  return found->second.version;
}

void KnownVersions::KeepFresh(const Wanted& wanted, int64_t revision, const Version& version) {
  // Other spellings of an id, of which there are many, are not worth a place.
  if (wanted.key != version.slug() && wanted.key != version.key_id()) return;
  absl::MutexLock lock(&mutex_);
  if (told_ != revision) return;
  if (fresh_.size() >= kMostStored) fresh_.clear();
  fresh_[PlaceOf(wanted.key, Asked(wanted.version))] = {revision, version};
}

absl::StatusOr<KnownVersions::Version> KnownVersions::Resolve(const Wanted& wanted,
                                                              const rpc::Call& call) {
  if (std::optional<Version> fresh = Fresh(wanted); fresh.has_value()) return *std::move(fresh);
  // The revision is looked at before the catalog is asked: a change in between gives the answer a
  // revision that is too low, and it is only dropped too soon.
  std::optional<int64_t> usable;
  {
    absl::ReaderMutexLock lock(&mutex_);
    usable = UsableRevision(wanted);
  }
  absl::StatusOr<Version> resolved = Ask(wanted, call);
  if (resolved.ok()) {
    if (usable.has_value()) KeepFresh(wanted, *usable, *resolved);
    // A failure to remember costs nothing now, so it is ignored.
    Remember(Asked(wanted.version), *resolved).IgnoreError();
    return resolved;
  }
  if (!IsOutage(resolved.status())) return resolved;
  absl::StatusOr<Version> known = Recall(wanted.key, Asked(wanted.version), call.deadline());
  if (!known.ok()) return resolved;
  from_memory_.Increment();
  log::Warning("downloads.catalog_away", {{"request_id", call.request_id()},
                                          {"key", wanted.key},
                                          {"version", known->version()},
                                          {"why", MessageOf(resolved.status())}});
  return known;
}

absl::StatusOr<KnownVersions::Version> KnownVersions::Ask(const Wanted& wanted,
                                                          const rpc::Call& call) {
  catalog::v1::ResolveVersionRequest request;
  request.set_key(wanted.key);
  request.set_version(wanted.version);
  rpc::Outgoing outgoing(call);
  outgoing.deadline = outgoing.deadline.Within(kCatalogPatience);
  return parts_.catalog.ResolveVersion(request, outgoing);
}

absl::Status KnownVersions::Remember(const std::string& asked, const Version& version) {
  const std::string answer = version.SerializeAsString();
  const std::string place = PlaceOf(version.key_id(), asked);
  {
    absl::MutexLock lock(&mutex_);
    const auto stored = stored_.find(place);
    if (stored != stored_.end() && stored->second == answer) return absl::OkStatus();
  }
  ASSIGN_OR_RETURN(pg::Connection db, parts_.pool.Acquire(Deadline::After(absl::Seconds(1))));
  RETURN_IF_ERROR(db.Execute(kRemember, version.key_id(), asked, version.slug(), pg::Bytes{answer},
                             parts_.clock.Now())
                      .status());
  absl::MutexLock lock(&mutex_);
  if (stored_.size() >= kMostStored) stored_.clear();
  stored_[place] = answer;
  return absl::OkStatus();
}

absl::StatusOr<KnownVersions::Version> KnownVersions::Recall(const std::string& key,
                                                             const std::string& asked,
                                                             Deadline deadline) {
  ASSIGN_OR_RETURN(pg::Connection db, parts_.pool.Acquire(deadline));
  ASSIGN_OR_RETURN(const auto row, db.QueryOne<AnswerRow>(kRecall, key, asked, NormalizeUuid(key)));
  Version version;
  if (!row.has_value() || !version.ParseFromString(row->answer.data)) {
    return absl::NotFoundError("nothing is remembered of this version");
  }
  return version;
}

absl::StatusOr<int> KnownVersions::LearnMissing(Deadline deadline) {
  std::vector<MissingKeyRow> missing;
  {
    ASSIGN_OR_RETURN(pg::Connection db, parts_.pool.Acquire(deadline));
    ASSIGN_OR_RETURN(missing, db.Query<MissingKeyRow>(kMissingVersions));
  }
  int learnt = 0;
  for (const MissingKeyRow& row : missing) {
    {
      absl::MutexLock lock(&mutex_);
      const auto nothing = nothing_until_.find(row.key_id);
      if (nothing != nothing_until_.end() && !nothing->second.Expired()) continue;
      if (stopping_ || deadline.Expired()) break;
    }
    catalog::v1::ResolveVersionRequest request;
    request.set_key(row.key_id);
    const auto resolved =
        parts_.catalog.ResolveVersion(request, {deadline, "entitlement.known_versions"});
    if (resolved.ok()) {
      RETURN_IF_ERROR(Remember("", *resolved));
      ++learnt;
      continue;
    }
    if (IsOutage(resolved.status())) return resolved.status();
    absl::MutexLock lock(&mutex_);
    nothing_until_.insert_or_assign(row.key_id, Deadline::After(kAskAgainAfter));
  }
  return learnt;
}

void KnownVersions::Run() {
  bool stopping = false;
  while (!stopping) {
    const auto learnt = LearnMissing(Deadline::After(kLearnLimit));
    if (!learnt.ok()) {
      log::Warning("downloads.versions_not_learnt", {{"why", MessageOf(learnt.status())}});
    }
    absl::MutexLock lock(&mutex_);
    mutex_.AwaitWithTimeout(absl::Condition(&stopping_), kLearnEvery);
    stopping = stopping_;
  }
}

}  // namespace keys::entitlement
