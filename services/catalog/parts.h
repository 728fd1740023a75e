// What the catalog's handlers are wired with, and the few things they all do.
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

// References to longer-lived things; copied freely.
struct Parts {
  pg::Pool& pool;
  const Clock& clock;
  IdSource& ids;
  const money::CurrencyTable& currencies;
  const page::CursorCodec& cursors;
  const audit::Log& audit;
  const idempotency::Store& answers;
};

// One unchanging look at the catalog, for reading; the call's answer is marked with the revision
// of what is seen, so that copies of it are known to be out of date when the catalog changes.
absl::StatusOr<pg::Transaction> Look(const Parts& parts, rpc::Call& call);

// For a change that may turn out to be none, because it was made before: whoever is answered then
// must not see less than that.
absl::Status MarkRevision(pg::Executor& db, rpc::Call& call);

// NOT_ADMIN; the gateway has looked already, this is the second lock on the door.
absl::Status RequireAdmin(const rpc::Call& call);

absl::Status NoSuchKey(const std::string& slug_or_id);
absl::Status NoSuchBundle(const std::string& slug_or_id);
absl::Status NoSuchVersion(const std::string& slug, const std::string& version);

// In lower case; `otherwise` when empty.
std::string CurrencyOr(const std::string& currency, const std::string& otherwise);

}  // namespace keys::catalog
