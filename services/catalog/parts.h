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

// NOT_ADMIN; the gateway has looked already, this is the second lock on the door.
absl::Status RequireAdmin(const rpc::Call& call);

absl::Status NoSuchKey(const std::string& slug_or_id);
absl::Status NoSuchBundle(const std::string& slug_or_id);
absl::Status NoSuchVersion(const std::string& slug, const std::string& version);

// In lower case; `otherwise` when empty.
std::string CurrencyOr(const std::string& currency, const std::string& otherwise);

}  // namespace keys::catalog
