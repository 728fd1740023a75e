#include "services/catalog/parts.h"

#include "common/base/status_macros.h"
#include "common/base/text.h"
#include "common/error/error.h"
#include "services/catalog/store/revision_store.h"

namespace keys::catalog {

using error::Reason;

absl::StatusOr<pg::Transaction> Look(const Parts& parts, rpc::Call& call) {
  ASSIGN_OR_RETURN(pg::Transaction tx, pg::Transaction::Begin(parts.pool, call.deadline(),
                                                              pg::Isolation::kRepeatableRead));
  RETURN_IF_ERROR(MarkRevision(tx, call));
  return tx;
}

absl::Status MarkRevision(pg::Executor& db, rpc::Call& call) {
  ASSIGN_OR_RETURN(const int64_t revision, ReadRevision(db));
  call.set_revision(revision);
  return absl::OkStatus();
}

absl::Status RequireAdmin(const rpc::Call& call) {
  if (call.caller().admin) return absl::OkStatus();
  return error::Make(Reason::NOT_ADMIN, "Only administrators may do this.");
}

absl::Status NoSuchKey(const std::string& slug_or_id) {
  return error::Make(Reason::NOT_FOUND, Concat({"There is no KEY named `", slug_or_id, "`."}));
}

absl::Status NoSuchBundle(const std::string& slug_or_id) {
  return error::Make(Reason::NOT_FOUND, Concat({"There is no bundle named `", slug_or_id, "`."}));
}

absl::Status NoSuchVersion(const std::string& slug, const std::string& version) {
  return error::Make(Reason::VERSION_UNKNOWN,
                     Concat({"`", slug, "` has no version `", version, "`."}));
}

std::string CurrencyOr(const std::string& currency, const std::string& otherwise) {
  return currency.empty() ? otherwise : ToAsciiLower(currency);
}

}  // namespace keys::catalog
