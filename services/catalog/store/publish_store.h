// What publishing writes: versions, and the KEY's facts as those of its latest version.
//
// All functions may be called from several threads with executors of their own.
#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/pg/executor.h"
#include "common/pg/transaction.h"
#include "keys/catalog/v1/catalog.pb.h"

namespace keys::catalog {

struct NewKey {
  std::string id;
  std::string currency;
};
// A published KEY without a price.
absl::Status InsertKey(pg::Transaction& tx, const NewKey& key, const v1::Asset& asset,
                       absl::Time now);

absl::Status InsertVersion(pg::Transaction& tx, const std::string& version_id,
                           const std::string& key_id, const v1::Asset& asset, absl::Time now);

// Facts and, where there were none, bytes.
absl::Status UpdateVersion(pg::Transaction& tx, const std::string& version_id,
                           const v1::Asset& asset, absl::Time now);

// Versions without bytes that a weaker source than `source_rank` listed: a folder beats them.
absl::Status DropWeakerVersions(pg::Transaction& tx, const std::string& key_id, int source_rank);

// Gives the KEY the facts of its latest version, or of the highest yanked one when every version
// was yanked; the KEY is then not available. True when anything changed.
absl::StatusOr<bool> ProjectLatest(pg::Transaction& tx, const std::string& key_id, absl::Time now);

// Makes the search words of up to `most` KEYS anew that were not made by common/text as it is now
// (words_old). Answers how many there were.
absl::StatusOr<int> RemakeOldWords(pg::Transaction& tx, int most);

absl::StatusOr<std::vector<v1::GetPublishedResponse::Version>> FindPublished(
    pg::Executor& db, const std::vector<std::string>& slugs);

absl::Status CheckPublishStatements(pg::Executor& db);

}  // namespace keys::catalog
