#include "services/entitlement/ledger/ledger.h"

#include <utility>

#include "common/base/status_macros.h"
#include "common/base/text.h"
#include "services/entitlement/ledger/ledger_statements.h"

namespace keys::entitlement::ledger {
namespace {

absl::StatusOr<Grant> GrantOf(GrantRow row) {
  const std::optional<Standing> standing = ParseReasonWord(row.reason);
  if (!standing.has_value()) return absl::InternalError(StrCat("grant ", row.id, ": reason"));
  return Grant{.id = std::move(row.id),
               .tenant = {std::move(row.tenant_id), std::move(row.tenant_type)},
               .key_id = std::move(row.key_id),
               .source = std::move(row.source),
               .standing = *standing,
               .starts_at = row.starts_at,
               .begins_later = row.begins_later,
               .ends_at = row.ends_at,
               .order_id = std::move(row.order_id),
               .order_line_id = std::move(row.order_line_id),
               .bundle_id = std::move(row.bundle_id)};
}

absl::StatusOr<std::vector<Grant>> GrantsOf(absl::StatusOr<std::vector<GrantRow>> rows) {
  if (!rows.ok()) return std::move(rows).status();
  std::vector<Grant> grants;
  grants.reserve(rows->size());
  for (GrantRow& row : *rows) {
    ASSIGN_OR_RETURN(Grant grant, GrantOf(std::move(row)));
    grants.push_back(std::move(grant));
  }
  return grants;
}

absl::StatusOr<Fact> FactOf(FactRow row) {
  const std::optional<FactKind> kind = ParseFactWord(row.kind);
  if (!kind.has_value()) return absl::InternalError(StrCat("fact ", row.id, ": kind"));
  ASSIGN_OR_RETURN(Grant grant, GrantOf({.id = std::move(row.grant_id),
                                         .tenant_id = std::move(row.tenant_id),
                                         .tenant_type = std::move(row.tenant_type),
                                         .key_id = std::move(row.key_id),
                                         .source = std::move(row.source),
                                         .reason = std::move(row.reason),
                                         .starts_at = row.starts_at.value_or(absl::UnixEpoch()),
                                         .begins_later = row.begins_later,
                                         .ends_at = row.ends_at,
                                         .order_id = std::move(row.order_id),
                                         .order_line_id = std::move(row.order_line_id),
                                         .bundle_id = std::move(row.bundle_id)}));
  return Fact{.id = std::move(row.id),
              .kind = *kind,
              .grant = std::move(grant),
              .order_revision = row.order_revision,
              .actor = std::move(row.actor),
              .note = std::move(row.note),
              .occurred_at = row.occurred_at,
              .recorded_at = row.recorded_at};
}

absl::Status AppendFact(pg::Transaction& tx, const Fact& fact) {
  const Grant& grant = fact.grant;
  const bool dated = fact.kind == FactKind::kGranted;
  const auto starts_at = dated ? std::optional(grant.starts_at) : std::nullopt;
  const auto ends_at = dated ? grant.ends_at : std::nullopt;
  return tx
      .Execute(kAppendFact, fact.id, FactWord(fact.kind), grant.id, grant.tenant.id,
               grant.tenant.type, grant.key_id, grant.source, ReasonWord(grant.standing), starts_at,
               ends_at, grant.order_id, grant.order_line_id, grant.bundle_id, fact.order_revision,
               fact.actor, fact.note, fact.occurred_at, fact.recorded_at)
      .status();
}

absl::Status PutGrant(pg::Transaction& tx, const Grant& grant, absl::Time now) {
  return tx
      .Execute(kPutGrant, grant.id, grant.tenant.id, grant.tenant.type, grant.key_id, grant.source,
               StatusWord(grant.standing), ReasonWord(grant.standing), grant.starts_at,
               grant.ends_at, grant.order_id, grant.order_line_id, grant.bundle_id, now)
      .status();
}

}  // namespace

absl::StatusOr<std::vector<Grant>> GrantsOfUser(pg::Executor& db, const Person& person,
                                                const std::optional<std::string>& key_id) {
  const auto& [user_id, claimed] = person;
  if (!key_id.has_value()) return GrantsOf(db.Query<GrantRow>(kGrantsOfUser, user_id, claimed));
  return GrantsOf(db.Query<GrantRow>(kGrantsOfUserForKey, user_id, claimed, *key_id));
}

absl::StatusOr<std::vector<Grant>> GrantsOfTenant(pg::Executor& db, const Tenant& tenant,
                                                  const std::optional<std::string>& key_id) {
  return GrantsOf(db.Query<GrantRow>(kGrantsOfTenant, tenant.id, tenant.type, key_id));
}

absl::StatusOr<std::vector<std::vector<Grant>>> GrantsOfHoldings(
    pg::Executor& db, const std::vector<Holding>& holdings) {
  std::vector<std::string> tenants, types, keys, members;
  for (const Holding& holding : holdings) {
    tenants.push_back(holding.tenant.id);
    types.push_back(holding.tenant.type);
    keys.push_back(holding.key_id);
    members.push_back(holding.member_id);
  }
  ASSIGN_OR_RETURN(std::vector<HoldingGrantRow> rows,
                   db.Query<HoldingGrantRow>(kGrantsOfHoldings, tenants, types, keys, members));
  std::vector<std::vector<Grant>> grants(holdings.size());
  for (HoldingGrantRow& row : rows) {
    ASSIGN_OR_RETURN(Grant grant, GrantOf({.id = std::move(row.id),
                                           .tenant_id = std::move(row.tenant_id),
                                           .tenant_type = std::move(row.tenant_type),
                                           .key_id = std::move(row.key_id),
                                           .source = std::move(row.source),
                                           .reason = std::move(row.reason),
                                           .starts_at = row.starts_at,
                                           .begins_later = row.begins_later,
                                           .ends_at = row.ends_at,
                                           .order_id = std::move(row.order_id),
                                           .order_line_id = std::move(row.order_line_id),
                                           .bundle_id = std::move(row.bundle_id)}));
    grants[static_cast<size_t>(row.place - 1)].push_back(std::move(grant));
  }
  return grants;
}

absl::StatusOr<std::vector<Fact>> FactsOfUser(pg::Executor& db, const Person& person,
                                              const std::optional<std::string>& key_id,
                                              absl::Time until) {
  ASSIGN_OR_RETURN(
      std::vector<FactRow> rows,
      db.Query<FactRow>(kFactsOfUser, person.user_id, person.claimed_orgs, key_id, until));
  std::vector<Fact> facts;
  facts.reserve(rows.size());
  for (FactRow& row : rows) {
    ASSIGN_OR_RETURN(Fact fact, FactOf(std::move(row)));
    facts.push_back(std::move(fact));
  }
  return facts;
}

absl::StatusOr<std::vector<Grant>> LockGrantsOfOrder(pg::Transaction& tx,
                                                     const std::string& order_id) {
  return GrantsOf(tx.Query<GrantRow>(kLockGrantsOfOrder, order_id));
}

absl::StatusOr<std::optional<Grant>> LockGrant(pg::Transaction& tx, const std::string& id) {
  ASSIGN_OR_RETURN(auto row, tx.QueryOne<GrantRow>(kLockGrant, id));
  if (!row.has_value()) return std::optional<Grant>();
  ASSIGN_OR_RETURN(Grant grant, GrantOf(*std::move(row)));
  return std::optional<Grant>(std::move(grant));
}

absl::StatusOr<std::optional<Grant>> LockGrantAndOrder(pg::Transaction& tx, const std::string& id) {
  ASSIGN_OR_RETURN(const auto row, tx.QueryOne<GrantRow>(kFindGrant, id));
  if (!row.has_value()) return std::optional<Grant>();
  if (row->order_id.has_value()) RETURN_IF_ERROR(LockOrder(tx, *row->order_id));
  return LockGrant(tx, id);
}

absl::Status LockOrder(pg::Transaction& tx, const std::string& order_id) {
  return tx.QueryOne<LockedOrderRow>(kLockOrder, order_id).status();
}

absl::Status PutPledges(pg::Transaction& tx, const std::string& order_id,
                        const std::vector<std::string>& line_ids, absl::Time now) {
  RETURN_IF_ERROR(tx.Execute(kForgetPledges, order_id).status());
  if (line_ids.empty()) return absl::OkStatus();
  return tx.Execute(kPutPledges, order_id, line_ids, now).status();
}

absl::StatusOr<bool> IsPledged(pg::Executor& db, const std::string& order_id,
                               const std::string& line_id) {
  ASSIGN_OR_RETURN(const auto row, db.QueryOne<PledgedRow>(kIsPledged, order_id, line_id));
  return row.has_value() && row->pledged;
}

absl::StatusOr<bool> AdvanceOrder(pg::Transaction& tx, const std::string& order_id,
                                  int64_t revision, absl::Time now) {
  ASSIGN_OR_RETURN(const auto row,
                   tx.QueryOne<AdvancedRow>(kAdvanceOrder, order_id, revision, now));
  return row.has_value();
}

absl::StatusOr<Grant> Record(pg::Transaction& tx, const std::optional<Grant>& before,
                             const Fact& fact) {
  ASSIGN_OR_RETURN(Grant after, Apply(before, fact));
  RETURN_IF_ERROR(AppendFact(tx, fact));
  RETURN_IF_ERROR(PutGrant(tx, after, fact.recorded_at));
  return after;
}

}  // namespace keys::entitlement::ledger
