// Answers kept under the client's Idempotency-Key, in the transaction of the effect.
//
//   const idempotency::Store store("billing");                    // table billing_idempotency
//   ASSIGN_OR_RETURN(auto kept, store.Begin(tx, {.scope = user + " Checkout", .key = key,
//                                                .request_hash = HashOf(request)}, clock.Now()));
//   if (kept.has_value()) return Parse(*kept);                    // the stored answer
//   … the effect …  RETURN_IF_ERROR(store.Finish(tx, scope, key, response.SerializeAsString()));
//
// The same key with another request is IDEMPOTENCY_KEY_REUSED; while the first request is under
// way, IN_PROGRESS. An effect of several transactions commits its Begin first; an entry that was
// begun and not finished within kAbandonedAfter may be begun again, so such an effect must itself
// be safe to repeat. Entries are kept for kKept. The table, in a migration of the service:
//
//   CREATE TABLE billing_idempotency (
//     scope text NOT NULL,
//     key text NOT NULL,
//     request_hash text NOT NULL,
//     response bytea,
//     created_at timestamptz NOT NULL,
//     PRIMARY KEY (scope, key)
//   );
//   CREATE INDEX billing_idempotency_age ON billing_idempotency (created_at);
//   (GRANT SELECT, INSERT, UPDATE, DELETE to keys_billing.)
//
// Immutable after construction; thread-safe.
#pragma once

#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/pg/transaction.h"
#include "google/protobuf/message_lite.h"

namespace keys::idempotency {

inline constexpr absl::Duration kKept = absl::Hours(48);
inline constexpr absl::Duration kAbandonedAfter = absl::Seconds(60);
// A longer key is refused with INVALID_ARGUMENT.
inline constexpr size_t kLongestKey = 255;

struct Request {
  // Names the caller and the RPC, so that two of them may use the same key.
  std::string scope;
  std::string key;
  std::string request_hash;
};

// Returns the hex SHA-256 of the message's deterministic serialization. The caller first clears the
// fields that the gateway fills in, because the same request may arrive with another access set.
std::string HashOf(const google::protobuf::MessageLite& request);

class Store {
 public:
  // `service` names the table <service>_idempotency.
  explicit Store(const std::string& service);

  // Returns the answer that was given before. If it is absent, the caller goes on with the effect.
  absl::StatusOr<std::optional<std::string>> Begin(pg::Transaction& tx, const Request& request,
                                                   absl::Time now) const;
  absl::Status Finish(pg::Transaction& tx, const std::string& scope, const std::string& key,
                      const std::string& response) const;
  // Removes the entry, so that a request that was refused for good may be sent again under its key.
  absl::Status Forget(pg::Transaction& tx, const std::string& scope, const std::string& key) const;

 private:
  struct Text {
    std::string name;
    std::string sql;
    pg::Statement statement() const { return {name, sql}; }
  };
  Text Make(const std::string& name, const std::string& sql) const;

  const std::string service_;
  const Text lock_, find_, begin_, finish_, forget_, prune_;
};

}  // namespace keys::idempotency
