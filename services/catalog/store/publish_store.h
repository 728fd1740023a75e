// Writes what is published: versions, and the KEY's facts, which are those of its latest version.
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
// Inserts a published KEY without a price.
absl::Status InsertKey(pg::Transaction& tx, const NewKey& key, const v1::Asset& asset,
                       absl::Time now);

absl::Status InsertVersion(pg::Transaction& tx, const std::string& version_id,
                           const std::string& key_id, const v1::Asset& asset, absl::Time now);

// Replaces the facts and, if there were none, adds the bytes.
absl::Status UpdateVersion(pg::Transaction& tx, const std::string& version_id,
                           const v1::Asset& asset, absl::Time now);

// Deletes versions without bytes that a source weaker than `source_rank` listed, because a folder
// replaces them.
absl::Status DropWeakerVersions(pg::Transaction& tx, const std::string& key_id, int source_rank);

// Gives the KEY the facts of its latest version. If every version was yanked, it gets those of the
// highest one and is not available. Returns true when anything changed.
absl::StatusOr<bool> ProjectLatest(pg::Transaction& tx, const std::string& key_id, absl::Time now);

// Makes the search words of up to `most` KEYS anew whose words were not made by the present
// common/text (words_old). Returns how many there were.
absl::StatusOr<int> RemakeOldWords(pg::Transaction& tx, int most);

absl::StatusOr<std::vector<v1::GetPublishedResponse::Version>> FindPublished(
    pg::Executor& db, const std::vector<std::string>& slugs);

absl::Status CheckPublishStatements(pg::Executor& db);

}  // namespace keys::catalog
