// Tests row level security: the rights of each role on the catalog's tables.
#include "common/pg/error.h"
#include "services/catalog/testing/catalog_world.h"

namespace keys::catalog {
namespace {

using testing::Soon;

struct CountRow {
  int64_t count;
};

// Counts as the role in a session of its own. -1 when that is not allowed.
int64_t CountAs(const World& world, const std::string& role, const std::string& relation) {
  pg::Pool pool({.conninfo = world.database.Conninfo(), .size = 1, .name = "test"});
  auto db = Must(pool.Acquire(Soon()));
  Must(db.Command("SET ROLE " + role));
  const std::string name = "test.count_as_" + relation;
  const std::string sql = "SELECT count(*) FROM " + relation;
  const auto counted = db.QueryOne<CountRow>(pg::Statement{name, sql});
  if (!counted.ok()) {
    CHECK(pg::SqlStateOf(counted.status()) == "42501");
    return -1;
  }
  return (*counted)->count;
}

TEST_CASE_METHOD(World, "end users read what is published, through the views only") {
  Publish(NodeAsset("shown"));
  Publish(NodeAsset("draft"));
  rpc::Call admin = Admin();
  v1::UpdateKeyRequest update;
  update.set_slug("draft");
  update.set_status("draft");
  Must(key_admin.Update(admin, update));
  for (const char* role : {"anon", "authenticated"}) {
    INFO(role);
    CHECK(CountAs(*this, role, "marketplace_keys_public") == 1);
    CHECK(CountAs(*this, role, "marketplace_key_versions_public") == 1);
    CHECK(CountAs(*this, role, "marketplace_bundles_public") == 0);
    for (const char* table :
         {"marketplace_keys", "marketplace_key_versions", "marketplace_bundles",
          "marketplace_bundle_keys", "marketplace_key_contents", "catalog_words",
          "catalog_revision", "catalog_applied_pricing", "catalog_audit", "catalog_idempotency"}) {
      CHECK(CountAs(*this, role, table) == -1);
    }
  }
  CHECK(CountAs(*this, "service_role", "marketplace_keys") == 2);
  CHECK(CountAs(*this, "service_role", "marketplace_key_contents") == 2);
  CHECK(CountAs(*this, "service_role", "catalog_audit") > 0);
}

TEST_CASE_METHOD(World, "nobody but the catalog writes, not even who may read") {
  Publish(NodeAsset("x"));
  for (const char* role :
       {"anon", "authenticated", "service_role", "keys_billing", "keys_entitlement",
        "keys_ingestion", "keys_discovery", "keys_analytics"}) {
    pg::Pool session({.conninfo = database.Conninfo(), .size = 1, .name = "test"});
    auto db = Must(session.Acquire(Soon()));
    Must(db.Command(std::string("SET ROLE ") + role));
    for (const char* table :
         {"marketplace_keys", "marketplace_key_versions", "marketplace_key_contents",
          "marketplace_bundles", "marketplace_bundle_keys", "catalog_words", "catalog_audit"}) {
      INFO(role << " " << table);
      const std::string name = std::string("test.delete_") + table;
      const std::string sql = std::string("DELETE FROM ") + table;
      CHECK(pg::SqlStateOf(db.Execute(pg::Statement{name, sql}).status()) == "42501");
    }
  }
  CHECK(Count("marketplace_keys") == 1);
}

TEST_CASE_METHOD(World, "the views show neither where archives lie nor what is being prepared") {
  Publish(NodeAsset("x"));
  pg::Pool session({.conninfo = database.Conninfo(), .size = 1, .name = "test"});
  auto db = Must(session.Acquire(Soon()));
  constexpr pg::Statement kColumns{
      "test.columns",
      "SELECT count(*) FROM information_schema.columns WHERE table_name LIKE 'marketplace%public' "
      "AND (column_name LIKE '%storage%' OR column_name LIKE '%stripe%' "
      "OR column_name LIKE 'search%' OR column_name = 'facts')"};
  CHECK(Must(db.QueryOne<CountRow>(kColumns))->count == 0);
}

TEST_CASE_METHOD(World, "no other service reads or writes the catalog's tables") {
  Publish(NodeAsset("x"));
  for (const char* role :
       {"keys_billing", "keys_entitlement", "keys_ingestion", "keys_discovery", "keys_analytics"}) {
    INFO(role);
    CHECK(CountAs(*this, role, "marketplace_keys") == -1);
  }
}

TEST_CASE_METHOD(World, "even the catalog cannot rewrite its audit trail") {
  Publish(NodeAsset("x"));
  auto db = Must(pool.Acquire(Soon()));
  constexpr pg::Statement kForge{"test.forge", "UPDATE catalog_audit SET actor = 'nobody'"};
  CHECK(pg::SqlStateOf(db.Execute(kForge).status()) == "42501");
}

}  // namespace
}  // namespace keys::catalog
