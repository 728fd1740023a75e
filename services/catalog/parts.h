// The objects that all of the catalog's handlers use, and the few functions that they share.
#pragma once

#include <string>

#include "absl/status/status.h"
#include "common/audit/audit.h"
#include "common/id/id.h"
#include "common/idempotency/idempotency.h"
#include "common/money/currency.h"
#include "common/page/cursor.h"
#include "common/pg/pool.h"
#include "common/pg/transaction.h"
#include "common/rpc/call.h"
#include "common/time/clock.h"

namespace keys::catalog {

// References to objects that live longer. Copied freely.
struct Parts {
  pg::Pool& pool;
  const Clock& clock;
  IdSource& ids;
  const money::CurrencyTable& currencies;
  const page::CursorCodec& cursors;
  const audit::Log& audit;
  const idempotency::Store& answers;
};

// Opens a snapshot of the catalog for reading. The call's answer is marked with the snapshot's
// revision, so that copies of the answer are known to be out of date when the catalog changes.
absl::StatusOr<pg::Transaction> Look(const Parts& parts, rpc::Call& call);

// Marks the answer to a change that may turn out to have been made before. The caller's next read
// must not show less than that change.
absl::Status MarkRevision(pg::Executor& db, rpc::Call& call);

// Returns NOT_ADMIN. The gateway has checked this already; the second check protects against a
// mistake there.
absl::Status RequireAdmin(const rpc::Call& call);

absl::Status NoSuchKey(const std::string& slug_or_id);
absl::Status NoSuchBundle(const std::string& slug_or_id);
absl::Status NoSuchVersion(const std::string& slug, const std::string& version);

// Returns the currency in lower case, or `otherwise` when it is empty.
std::string CurrencyOr(const std::string& currency, const std::string& otherwise);

}  // namespace keys::catalog
