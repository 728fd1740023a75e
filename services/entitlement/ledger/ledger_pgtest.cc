#include <algorithm>
#include <random>

#include "common/personal_data/erasure.h"
#include "common/pg/check.h"
#include "services/entitlement/admin/audit_list.h"
#include "services/entitlement/domain/decide_access.h"
#include "services/entitlement/downloads/download_store.h"
#include "services/entitlement/ledger/access_statements.h"
#include "services/entitlement/ledger/access_store.h"
#include "services/entitlement/ledger/bundle_statements.h"
#include "services/entitlement/ledger/ledger.h"
#include "services/entitlement/ledger/ledger_statements.h"
#include "services/entitlement/organisations/organisation_store.h"
#include "services/entitlement/testing/fixture.h"

namespace keys::entitlement {
namespace {

constexpr pg::Statement kAllFacts{
    "test.all_facts",
    "SELECT id, kind, grant_id, tenant_id, tenant_type, key_id, "
    "source, reason, starts_at, coalesce(starts_at > recorded_at, false), "
    "ends_at, order_id, order_line_id, "
    "bundle_id, coalesce(order_revision, 0), actor, note, "
    "occurred_at, recorded_at "
    "FROM marketplace_entitlement_facts ORDER BY seq"};

std::vector<Fact> AllFacts(pg::Executor& db) {
  const auto rows = db.Query<FactRow>(kAllFacts);
  REQUIRE(rows.ok());
  std::vector<Fact> facts;
  for (const FactRow& row : *rows) {
    facts.push_back({.id = row.id,
                     .kind = ParseFactWord(row.kind).value(),
                     .grant = {.id = row.grant_id,
                               .tenant = {row.tenant_id, row.tenant_type},
                               .key_id = row.key_id,
                               .source = row.source,
                               .standing = ParseReasonWord(row.reason).value(),
                               .starts_at = row.starts_at.value_or(absl::UnixEpoch()),
                               .begins_later = row.begins_later,
                               .ends_at = row.ends_at,
                               .order_id = row.order_id,
                               .order_line_id = row.order_line_id,
                               .bundle_id = row.bundle_id}});
  }
  return facts;
}

// Applies a random history of orders, which belong to Alice, Bob or an organisation.
void RandomHistory(Fixture& f, std::mt19937& random, int steps) {
  const event::v1::Standing standings[] = {event::v1::STANDING_ACTIVE,
                                           event::v1::STANDING_ACTIVE,
                                           event::v1::STANDING_SUSPENDED_DISPUTE,
                                           event::v1::STANDING_SUSPENDED_CREDIT,
                                           event::v1::STANDING_REVOKED_REFUND,
                                           event::v1::STANDING_REVOKED_DISPUTE};
  const Tenant tenants[] = {{kAlice, "user"}, {kBob, "user"}, {kOrg, "org"}};
  for (int i = 0; i < steps; ++i) {
    const char order = static_cast<char>('0' + random() % 6);
    std::vector<Fixture::Line> lines;
    for (const char* slug : {"key-a", "key-b", "key-c", "key-d"}) {
      if (random() % 3 != 0) lines.push_back({FakeCatalog::IdOf(slug), standings[random() % 6]});
    }
    f.Apply(f.Order(order, 1 + static_cast<int64_t>(random() % steps), lines, tenants[order % 3]));
    f.clock.Advance(absl::Seconds(1 + random() % 100));
  }
}

// Gives gifts that begin and end around now.
void RandomGifts(Fixture& f, std::mt19937& random, int gifts) {
  for (int i = 0; i < gifts; ++i) {
    Fact fact;
    fact.id = f.ids.NewUuid();
    fact.grant = {.id = f.ids.NewUuid(),
                  .tenant = {random() % 2 == 0 ? kAlice : kBob, "user"},
                  .key_id = FakeCatalog::IdOf(random() % 2 == 0 ? "key-d" : "key-e"),
                  .source = "gift",
                  .starts_at = f.clock.Now() + absl::Hours(static_cast<int>(random() % 5) - 2)};
    fact.grant.begins_later = fact.grant.starts_at > f.clock.Now();
    if (random() % 2 == 0) fact.grant.ends_at = fact.grant.starts_at + absl::Hours(1);
    fact.occurred_at = fact.recorded_at = f.clock.Now();
    auto tx = pg::Transaction::Begin(f.pool, Soon());
    REQUIRE(tx.ok());
    REQUIRE(ledger::Record(*tx, std::nullopt, fact).ok());
    REQUIRE(tx->Commit().ok());
  }
}

TEST_CASE("every statement of entitlement fits the schema") {
  Fixture f;
  auto db = f.pool.Acquire(Soon());
  REQUIRE(db.ok());
  for (const auto& statement : {kGrantsOfUser, kGrantsOfUserForKey, kGrantsOfTenant,
                                kLockGrantsOfOrder, kLockGrant, kFindGrant}) {
    CHECK(pg::CheckStatement<GrantRow>(*db, statement) == absl::OkStatus());
  }
  CHECK(pg::CheckStatement<HoldingGrantRow>(*db, kGrantsOfHoldings) == absl::OkStatus());
  CHECK(pg::CheckStatement<FactRow>(*db, kFactsOfUser) == absl::OkStatus());
  CHECK(pg::CheckStatement<AdvancedRow>(*db, kAdvanceOrder) == absl::OkStatus());
  CHECK(pg::CheckStatement<KeyIdRow>(*db, kAccessSet) == absl::OkStatus());
  CHECK(pg::CheckStatement<MembershipRow>(*db, kMemberships) == absl::OkStatus());
  CHECK(pg::CheckStatement<AuditRow>(*db, kListAudit) == absl::OkStatus());
  CHECK(pg::CheckStatement<MembershipRow>(*db, kDeleteMember) == absl::OkStatus());
  CHECK(pg::CheckStatement<IsMemberRow>(*db, kIsMember) == absl::OkStatus());
  CHECK(pg::CheckStatement<PledgedRow>(*db, kIsPledged) == absl::OkStatus());
  CHECK(pg::CheckStatement<NewestDownload>(*db, kNewestDownloads) == absl::OkStatus());
  CHECK(pg::CheckStatement<RecordedDownload>(*db, kRecordDownload) == absl::OkStatus());
  CHECK(organisations::CheckStatements(*db) == absl::OkStatus());
  CHECK(pg::CheckStatement<LockedOrderRow>(*db, kLockOrder) == absl::OkStatus());
  CHECK(pg::CheckStatement<BundleOrderRow>(*db, kFindGrowing) == absl::OkStatus());
  CHECK(pg::CheckStatement<BundleKeyRow>(*db, kMissingKeys) == absl::OkStatus());
  CHECK(pg::CheckStatement<ContentRow>(*db, kAllContents) == absl::OkStatus());
  CHECK(pg::CheckStatement<LackingOrderRow>(*db, kLackingOrders) == absl::OkStatus());
  CHECK(pg::CheckStatement<BundleLockRow>(*db, kShareContents) == absl::OkStatus());
  CHECK(pg::CheckStatement<BundleLockRow>(*db, kLockContents) == absl::OkStatus());
  for (const auto& statement :
       {kAppendFact, kPutGrant, kPutBundle, kForgetPledges, kPutPledges, kPutOrganization,
        kPutMember, kNoteKeys, kDropContents, kAddContents, kSettleContents}) {
    CHECK(pg::CheckCommand(*db, statement) == absl::OkStatus());
  }
}

TEST_CASE("what each download asks of PostgreSQL is planned once a connection") {
  Fixture f;
  auto db = f.pool.Acquire(Soon());
  REQUIRE(db.ok());
  // PostgreSQL considers one plan for all values after five plans for known ones.
  for (int i = 0; i < 10; ++i) {
    const Person person{.user_id = kAlice, .claimed_orgs = {kOrg}};
    REQUIRE(ledger::GrantsOfUser(*db, person, FakeCatalog::IdOf("key-a")).ok());
    const DownloadEvent download{.id = f.ids.NewUuid(),
                                 .tenant = {kAlice, "user"},
                                 .grant_id = f.ids.NewUuid(),
                                 .user_id = kAlice,
                                 .key_id = FakeCatalog::IdOf("key-a")};
    REQUIRE(RecordDownload(*db, download, f.clock.Now()).ok());
  }
  struct PlansRow {
    std::string name;
    int64_t generic = 0;
  };
  constexpr pg::Statement kPlans{
      "test.plans", "SELECT name, generic_plans FROM pg_prepared_statements ORDER BY name"};
  const auto rows = db->Query<PlansRow>(kPlans);
  REQUIRE(rows.ok());
  int planned_once = 0;
  for (const PlansRow& row : *rows) {
    if (row.name == kPlans.name) continue;
    INFO(row.name);
    CHECK(row.generic == 5);
    ++planned_once;
  }
  CHECK(planned_once == 2);
}

std::vector<Grant> ById(std::vector<Grant> grants) {
  std::sort(grants.begin(), grants.end(),
            [](const Grant& a, const Grant& b) { return a.id < b.id; });
  return grants;
}
std::vector<Grant> Rebuilt(pg::Executor& db) {
  auto rebuilt = Fold(AllFacts(db));
  REQUIRE(rebuilt.ok());
  return ById(*std::move(rebuilt));
}
std::vector<Grant> Projected(pg::Executor& db, const std::vector<Tenant>& tenants) {
  std::vector<Grant> projected;
  for (const Tenant& tenant : tenants) {
    const auto grants = ledger::GrantsOfTenant(db, tenant, std::nullopt);
    REQUIRE(grants.ok());
    projected.insert(projected.end(), grants->begin(), grants->end());
  }
  return ById(std::move(projected));
}

// Checks that the projection of these tenants equals the fold of all facts, and returns the number
// of grants.
size_t CheckRebuilt(pg::Executor& db, const std::vector<Tenant>& tenants) {
  const std::vector<Grant> projected = Projected(db, tenants);
  CHECK(projected == Rebuilt(db));
  return projected.size();
}

TEST_CASE("a projection that was touched is not what the facts add up to") {
  Fixture f;
  f.Apply(f.Order('1', 1, {{FakeCatalog::IdOf("key-a")}}));
  auto db = f.pool.Acquire(Soon());
  const Tenant alice{kAlice, "user"}, bob{kBob, "user"};
  REQUIRE(CheckRebuilt(*db, {alice, bob}) == 1);
  for (const auto& [change, back] : {std::pair("status = 'revoked', reason = 'REVOKED_MANUAL'",
                                               "status = 'active', reason = NULL"),
                                     std::pair("ends_at = '2099-01-01Z'", "ends_at = NULL"),
                                     std::pair("starts_at = starts_at - interval '1 microsecond'",
                                               "starts_at = starts_at + interval '1 microsecond'"),
                                     std::pair("source = 'gift'", "source = 'order_line'"),
                                     std::pair("order_line_id = order_line_id || 'x'",
                                               "order_line_id = left(order_line_id, -1)")}) {
    INFO(change);
    f.database.Run(StrCat("UPDATE marketplace_entitlements SET ", change));
    CHECK_FALSE(Projected(*db, {alice, bob}) == Rebuilt(*db));
    f.database.Run(StrCat("UPDATE marketplace_entitlements SET ", back));
    CHECK(Projected(*db, {alice, bob}) == Rebuilt(*db));
  }
  f.database.Run(StrCat("UPDATE marketplace_entitlements SET tenant_id = '", kBob, "'"));
  CHECK_FALSE(Projected(*db, {alice, bob}) == Rebuilt(*db));
  f.database.Run("DELETE FROM marketplace_entitlements");
  CHECK_FALSE(Projected(*db, {alice, bob}) == Rebuilt(*db));
}

struct ReadsRow {
  std::string table;
  int64_t whole = 0, by_index = 0;
};
constexpr pg::Statement kReads{
    "test.reads",
    "SELECT relname::text, seq_scan, idx_scan FROM pg_stat_xact_user_tables WHERE relname IN "
    "('marketplace_entitlements', 'marketplace_entitlement_facts', 'organization_members') "
    "ORDER BY 1"};

TEST_CASE("a check reads the ledger once, by an index, and no facts") {
  Fixture f;
  f.database.Run(
      "INSERT INTO marketplace_entitlements (id, tenant_id, tenant_type, key_id, source, status, "
      "starts_at, created_at, updated_at) SELECT gen_random_uuid(), ('00000000-0000-7000-9000-' || "
      "lpad(to_hex(n / 10), 12, '0'))::uuid, 'user', ('00000000-0000-7000-a000-' || "
      "lpad(to_hex(n % 10), 12, '0'))::uuid, 'gift', 'active', '2026-01-01Z', '2026-01-01Z', "
      "'2026-01-01Z' FROM generate_series(1, 20000) AS n");
  f.database.Run("ANALYZE marketplace_entitlements");
  auto tx = pg::Transaction::Begin(f.pool, Soon());
  REQUIRE(tx.ok());
  const auto reads = [&tx] {
    const auto rows = tx->Query<ReadsRow>(kReads);
    REQUIRE(rows.ok());
    std::map<std::string, ReadsRow> by_table;
    for (const ReadsRow& row : *rows) by_table[row.table] = row;
    return by_table;
  };
  auto before = reads();
  const auto grants = ledger::GrantsOfUser(*tx, {.user_id = "00000000-0000-7000-9000-000000000017"},
                                           "00000000-0000-7000-a000-000000000003");
  REQUIRE(grants.ok());
  CHECK(grants->size() == 1);
  auto after = reads();
  const auto more = [&](const char* table, auto column) {
    return after[table].*column - before[table].*column;
  };
  CHECK(more("marketplace_entitlements", &ReadsRow::by_index) == 1);
  CHECK(more("marketplace_entitlements", &ReadsRow::whole) == 0);
  CHECK(more("marketplace_entitlement_facts", &ReadsRow::by_index) == 0);
  CHECK(more("marketplace_entitlement_facts", &ReadsRow::whole) == 0);
  CHECK(more("organization_members", &ReadsRow::by_index) +
            more("organization_members", &ReadsRow::whole) <=
        1);
}

TEST_CASE("the projection is what the facts add up to, after any history and any erasure") {
  const uint32_t seed = Catch::rngSeed() != 0 ? Catch::rngSeed() : std::random_device()();
  INFO("seed " << seed);
  std::mt19937 random(seed);
  Fixture f;
  RandomHistory(f, random, 60);
  RandomGifts(f, random, 5);
  const Tenant alice{kAlice, "user"}, bob{kBob, "user"}, org{kOrg, "org"};
  auto db = f.pool.Acquire(Soon());
  const size_t grants = CheckRebuilt(*db, {alice, bob, org});
  REQUIRE(grants > 5);

  const Tenant somebody{"e9999999-9999-4999-8999-999999999999", "user"};
  person::v1::ErasePersonRequest request;
  request.set_user_id(kAlice);
  request.set_reason("a letter");
  request.set_stand_in(somebody.id);
  rpc::Call call({.caller = {.user_id = kBob, .admin = true}, .deadline = Soon()});
  REQUIRE(personal_data::Erasure(f.pool, f.clock, "entitlement").Erase(call, request).ok());
  CHECK(CheckRebuilt(*db, {somebody, bob, org}) == grants);
  CHECK(ledger::GrantsOfTenant(*db, alice, std::nullopt)->empty());
}

TEST_CASE("the set of accesses and the decision about each never disagree") {
  const uint32_t seed = Catch::rngSeed() != 0 ? Catch::rngSeed() : std::random_device()();
  INFO("seed " << seed);
  std::mt19937 random(seed);
  Fixture f;
  f.AddMember(kOrg, kAlice, "member");
  RandomHistory(f, random, 40);
  RandomGifts(f, random, 3);
  auto db = f.pool.Acquire(Soon());
  for (const char* user : {kAlice, kBob}) {
    const auto set = access::AccessSet(*db, {.user_id = user}, f.clock.Now());
    REQUIRE(set.ok());
    for (const char* slug : {"key-a", "key-b", "key-c", "key-d", "key-e"}) {
      const std::string key_id = FakeCatalog::IdOf(slug);
      const auto grants = ledger::GrantsOfUser(*db, {.user_id = user}, key_id);
      REQUIRE(grants.ok());
      const bool in_set = std::find(set->begin(), set->end(), key_id) != set->end();
      CHECK(in_set == DecideAccess(*grants, f.clock.Now()).has_access);
    }
  }
}

TEST_CASE("facts cannot be changed, by nobody") {
  Fixture f;
  f.Apply(f.Order('1', 1, {{FakeCatalog::IdOf("key-a")}}));
  pg::Pool root({.conninfo = f.database.Conninfo(), .size = 1, .name = "test"});
  for (const char* role : {"keys_entitlement", "keys_owner", "keys_migrator", "service_role",
                           "authenticated", "anon", "keys_billing"}) {
    for (const char* change :
         {"UPDATE marketplace_entitlement_facts SET note = ''",
          "DELETE FROM marketplace_entitlement_facts", "TRUNCATE marketplace_entitlement_facts"}) {
      INFO(role << ": " << change);
      auto db = root.Acquire(Soon());
      REQUIRE(db.ok());
      REQUIRE(db->Command("BEGIN").ok());
      REQUIRE(db->Command(StrCat("SET LOCAL ROLE ", role)).ok());
      CHECK(pg::SqlStateOf(db->Command(change).status()) == "42501");
      REQUIRE(db->Command("ROLLBACK").ok());
    }
  }
  CHECK(f.Count("marketplace_entitlement_facts") == 1);
}

// Returns the rows of `table` that `role` sees as `user`, or -1 when it may not read.
int64_t Seen(pg::Pool& pool, const std::string& role, const std::string& user,
             const std::string& table) {
  auto tx = pg::Transaction::Begin(pool, Soon());
  REQUIRE(tx.ok());
  constexpr pg::Statement kClaims{"test.claims",
                                  "SELECT set_config('request.jwt.claims', $1, true) <> ''"};
  REQUIRE(tx->Execute(kClaims, StrCat("{\"sub\":\"", user, "\"}")).ok());
  const std::string set_role = StrCat("SET LOCAL ROLE ", role);
  REQUIRE(tx->Execute(pg::Statement{StrCat("test.", role), set_role}).ok());
  const std::string count = StrCat("SELECT count(*) FROM ", table);
  const auto row = tx->QueryOne<Fixture::CountRow>(pg::Statement{StrCat("test.", table), count});
  return row.ok() ? (*row)->rows : -1;
}

TEST_CASE("each role reads what is its own") {
  Fixture f;
  f.Apply(f.Order('1', 1, {{FakeCatalog::IdOf("key-a")}}, {kAlice, "user"}));
  f.Apply(f.Order('2', 1, {{FakeCatalog::IdOf("key-a")}}, {kBob, "user"}));
  f.Apply(f.Order('3', 1, {{FakeCatalog::IdOf("key-a")}}, {kOrg, "org"}));
  f.AddMember(kOrg, kBob, "member");
  f.AddMember(kOtherOrg, kAlice, "owner");
  pg::Pool pool({.conninfo = f.database.Conninfo(), .size = 1, .name = "test"});
  CHECK(Seen(pool, "authenticated", kAlice, "marketplace_entitlements") == 1);
  CHECK(Seen(pool, "authenticated", kBob, "marketplace_entitlements") == 2);
  CHECK(Seen(pool, "authenticated", kOrg, "marketplace_entitlements") == 0);
  CHECK(Seen(pool, "service_role", kAlice, "marketplace_entitlements") == 3);
  CHECK(Seen(pool, "anon", kAlice, "marketplace_entitlements") == -1);
  CHECK(Seen(pool, "keys_billing", kAlice, "marketplace_entitlements") == -1);
  CHECK(Seen(pool, "authenticated", kAlice, "organization_members") == 1);
  CHECK(Seen(pool, "authenticated", kAlice, "organizations") == 1);
  CHECK(Seen(pool, "service_role", kAlice, "marketplace_entitlement_facts") == 3);
  for (const char* table :
       {"marketplace_entitlement_facts", "entitlement_outbox", "entitlement_idempotency",
        "entitlement_audit", "order_access_revisions"}) {
    CHECK(Seen(pool, "authenticated", kAlice, table) == -1);
  }
}

TEST_CASE("downloads are read by their user and by who runs the organisation") {
  Fixture f;
  f.AddDownload({.user_id = kBob, .key_id = FakeCatalog::IdOf("key-a"), .tenant = {kOrg, "org"}});
  f.AddMember(kOrg, kAlice, "admin");
  f.AddMember(kOrg, kOtherOrg, "member");
  pg::Pool pool({.conninfo = f.database.Conninfo(), .size = 1, .name = "test"});
  CHECK(Seen(pool, "authenticated", kBob, "marketplace_download_events") == 1);
  CHECK(Seen(pool, "authenticated", kAlice, "marketplace_download_events") == 1);
  CHECK(Seen(pool, "authenticated", kOtherOrg, "marketplace_download_events") == 0);
  CHECK(Seen(pool, "anon", kBob, "marketplace_download_events") == -1);
}

}  // namespace
}  // namespace keys::entitlement
