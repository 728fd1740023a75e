#include "services/entitlement/ledger/bundle_store.h"

#include <utility>

#include "common/base/status_macros.h"
#include "common/base/text.h"
#include "services/entitlement/ledger/bundle_statements.h"

namespace keys::entitlement::bundles {

absl::Status Put(pg::Transaction& tx, const BundleEntitlement& bundle, absl::Time now) {
  return tx
      .Execute(kPutBundle, bundle.id, bundle.tenant.id, bundle.tenant.type, bundle.bundle_id,
               bundle.order_id, bundle.status, now, bundle.standing.grows,
               ReasonWord(bundle.standing.standing))
      .status();
}

absl::StatusOr<std::optional<Growing>> FindGrowing(pg::Executor& db, const std::string& order_id) {
  ASSIGN_OR_RETURN(auto row, db.QueryOne<BundleOrderRow>(kFindGrowing, order_id));
  if (!row.has_value()) return std::optional<Growing>();
  const std::optional<Standing> standing = ParseReasonWord(row->reason);
  if (!standing.has_value()) return absl::InternalError(StrCat("order ", order_id, ": reason"));
  return std::optional<Growing>({.tenant = {std::move(row->tenant_id), std::move(row->tenant_type)},
                                 .bundle_id = std::move(row->bundle_id),
                                 .standing = *standing});
}

absl::Status ShareContents(pg::Transaction& tx, const std::string& bundle_id) {
  return tx.Query<BundleLockRow>(kShareContents, bundle_id).status();
}

absl::StatusOr<std::vector<std::string>> MissingKeys(pg::Executor& db, const std::string& order_id,
                                                     const std::string& bundle_id) {
  ASSIGN_OR_RETURN(auto rows, db.Query<BundleKeyRow>(kMissingKeys, order_id, bundle_id));
  std::vector<std::string> key_ids;
  for (BundleKeyRow& row : rows) key_ids.push_back(std::move(row.key_id));
  return key_ids;
}

absl::Status NoteKeys(pg::Transaction& tx, const std::string& order_id,
                      const std::vector<std::string>& key_ids, absl::Time now) {
  if (key_ids.empty()) return absl::OkStatus();
  return tx.Execute(kNoteKeys, order_id, key_ids, now).status();
}

absl::StatusOr<Contents> AllContents(pg::Executor& db) {
  ASSIGN_OR_RETURN(const auto rows, db.Query<ContentRow>(kAllContents));
  Contents contents;
  for (const ContentRow& row : rows) contents[row.bundle_id][row.key_id] = row.settled;
  return contents;
}

absl::Status ReplaceContents(pg::Transaction& tx, const std::string& bundle_id,
                             const std::vector<std::string>& key_ids, absl::Time now) {
  RETURN_IF_ERROR(tx.Query<BundleLockRow>(kLockContents, bundle_id).status());
  RETURN_IF_ERROR(tx.Execute(kDropContents, bundle_id, key_ids).status());
  return tx.Execute(kAddContents, bundle_id, key_ids, now).status();
}

absl::Status SettleContents(pg::Executor& db, const std::string& bundle_id,
                            const std::vector<std::string>& key_ids) {
  return db.Execute(kSettleContents, bundle_id, key_ids).status();
}

absl::StatusOr<std::vector<std::string>> LackingOrders(pg::Executor& db,
                                                       const std::string& bundle_id,
                                                       const std::string& after, int limit) {
  ASSIGN_OR_RETURN(auto rows, db.Query<LackingOrderRow>(kLackingOrders, bundle_id, after, limit));
  std::vector<std::string> order_ids;
  for (LackingOrderRow& row : rows) order_ids.push_back(std::move(row.order_id));
  return order_ids;
}

}  // namespace keys::entitlement::bundles
