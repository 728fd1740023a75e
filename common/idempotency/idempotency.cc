#include "common/idempotency/idempotency.h"

#include "absl/strings/str_replace.h"
#include "common/base/status_macros.h"
#include "common/base/text.h"
#include "common/crypto/hash.h"
#include "common/error/error.h"
#include "google/protobuf/io/coded_stream.h"
#include "google/protobuf/io/zero_copy_stream_impl_lite.h"

namespace keys::idempotency {
namespace {

using error::Reason;

// Each use deletes a few expired entries, so the table stays small without a job of its own.
constexpr int32_t kPruneBatch = 20;

struct LockRow {
  bool locked;
};

struct EntryRow {
  std::string request_hash;
  std::optional<pg::Bytes> response;
  absl::Time created_at;
};

absl::Status InProgress() {
  return error::Make(Reason::IN_PROGRESS,
                     "The first request with this Idempotency-Key has not ended yet.");
}

}  // namespace

std::string HashOf(const google::protobuf::MessageLite& request) {
  std::string bytes;
  {
    google::protobuf::io::StringOutputStream stream(&bytes);
    google::protobuf::io::CodedOutputStream coded(&stream);
    coded.SetSerializationDeterministic(true);
    request.SerializeToCodedStream(&coded);
  }
  return crypto::Sha256Hex(bytes);
}

Store::Text Store::Make(const std::string& name, const std::string& sql) const {
  return {Concat({service_, "_idempotency.", name}),
          absl::StrReplaceAll(sql, {{"$table", service_ + "_idempotency"}})};
}

Store::Store(const std::string& service)
    : service_(service),
      lock_(Make("lock",
                 "SELECT pg_try_advisory_xact_lock(hashtextextended('$table' || $1 || ' ' || $2, "
                 "0))")),
      find_(Make("find",
                 "SELECT request_hash, response, created_at FROM $table "
                 "WHERE scope = $1 AND key = $2")),
      begin_(Make("begin",
                  "INSERT INTO $table (scope, key, request_hash, created_at) "
                  "VALUES ($1, $2, $3, $4) ON CONFLICT (scope, key) DO UPDATE "
                  "SET request_hash = excluded.request_hash, response = NULL, "
                  "created_at = excluded.created_at")),
      finish_(Make("finish", "UPDATE $table SET response = $3 WHERE scope = $1 AND key = $2")),
      forget_(Make("forget", "DELETE FROM $table WHERE scope = $1 AND key = $2")),
      prune_(Make("prune",
                  "DELETE FROM $table WHERE (scope, key) IN (SELECT scope, key FROM $table "
                  "WHERE created_at < $1 ORDER BY created_at LIMIT $2 FOR UPDATE SKIP LOCKED)")) {}

absl::StatusOr<std::optional<std::string>> Store::Begin(pg::Transaction& tx, const Request& request,
                                                        absl::Time now) const {
  if (request.key.size() > kLongestKey) {
    return error::Make(Reason::INVALID_ARGUMENT, "An Idempotency-Key has at most 255 characters.");
  }
  // Without this lock a second request with the same key would wait for the first one's transaction
  // instead of being told IN_PROGRESS.
  ASSIGN_OR_RETURN(const auto lock,
                   tx.QueryOne<LockRow>(lock_.statement(), request.scope, request.key));
  if (!lock->locked) return InProgress();
  RETURN_IF_ERROR(tx.Execute(prune_.statement(), now - kKept, kPruneBatch).status());
  ASSIGN_OR_RETURN(auto entry,
                   tx.QueryOne<EntryRow>(find_.statement(), request.scope, request.key));
  if (entry.has_value()) {
    if (entry->request_hash != request.request_hash) {
      return error::Make(Reason::IDEMPOTENCY_KEY_REUSED,
                         "This Idempotency-Key came with another request before; make a new one.");
    }
    if (entry->response.has_value()) return std::move(entry->response->data);
    const absl::Duration age = now - entry->created_at;
    if (age >= absl::ZeroDuration() && age < kAbandonedAfter) return InProgress();
  }
  RETURN_IF_ERROR(
      tx.Execute(begin_.statement(), request.scope, request.key, request.request_hash, now)
          .status());
  return std::nullopt;
}

absl::Status Store::Finish(pg::Transaction& tx, const std::string& scope, const std::string& key,
                           const std::string& response) const {
  return tx.Execute(finish_.statement(), scope, key, pg::Bytes{response}).status();
}

absl::Status Store::Forget(pg::Transaction& tx, const std::string& scope,
                           const std::string& key) const {
  return tx.Execute(forget_.statement(), scope, key).status();
}

}  // namespace keys::idempotency
