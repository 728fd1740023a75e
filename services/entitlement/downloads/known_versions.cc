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
// The most answers kept in memory to compare with, some 2 MB.
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

bool IsOutage(const absl::Status& status) {
  return absl::IsUnavailable(status) || absl::IsDeadlineExceeded(status);
}

}  // namespace

KnownVersions::KnownVersions(Parts parts)
    : parts_(parts),
      from_memory_(parts.metrics.Counter(
          "keys_downloads_from_memory_total",
          "Versions told from memory because the catalog could not be asked.")) {}

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

absl::StatusOr<KnownVersions::Version> KnownVersions::Resolve(const std::string& key,
                                                              const std::string& version,
                                                              const rpc::Call& call) {
  catalog::v1::ResolveVersionRequest request;
  request.set_key(key);
  request.set_version(version);
  rpc::Outgoing outgoing(call);
  outgoing.deadline = outgoing.deadline.Within(kCatalogPatience);
  absl::StatusOr<Version> resolved = parts_.catalog.ResolveVersion(request, outgoing);
  if (resolved.ok()) {
    // A failure to remember costs nothing now, so it is ignored.
    Remember(Asked(version), *resolved).IgnoreError();
    return resolved;
  }
  if (!IsOutage(resolved.status())) return resolved;
  absl::StatusOr<Version> known = Recall(key, Asked(version), call.deadline());
  if (!known.ok()) return resolved;
  from_memory_.Increment();
  log::Warning("downloads.catalog_away", {{"request_id", call.request_id()},
                                          {"key", key},
                                          {"version", known->version()},
                                          {"why", MessageOf(resolved.status())}});
  return known;
}

absl::Status KnownVersions::Remember(const std::string& asked, const Version& version) {
  const std::string answer = version.SerializeAsString();
  const std::string place = StrCat(version.key_id(), " ", asked);
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
