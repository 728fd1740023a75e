// Tests what each service exports about a person, against the migrated schema and with that
// service's own rights.
#include <catch2/catch.hpp>
#include <set>
#include <span>
#include <string>

#include "common/personal_data/personal_data.h"
#include "common/pg/check.h"
#include "common/testing/test_database.h"
#include "services/analytics/personal_data.h"
#include "services/billing/personal_data.h"
#include "services/catalog/personal_data.h"
#include "services/discovery/personal_data.h"
#include "services/entitlement/personal_data.h"
#include "services/ingestion/personal_data.h"

namespace keys {
namespace {

struct Exporter {
  const char* role;
  std::span<const personal_data::Section> sections;
};
const Exporter kExporters[] = {
    {"keys_analytics", analytics::kPersonalData},     {"keys_billing", billing::kPersonalData},
    {"keys_catalog", catalog::kPersonalData},         {"keys_discovery", discovery::kPersonalData},
    {"keys_entitlement", entitlement::kPersonalData}, {"keys_ingestion", ingestion::kPersonalData}};

TEST_CASE("every section of an export fits the schema and is its service's to read") {
  testing::TestDatabase database;
  for (const auto& [role, sections] : kExporters) {
    pg::Pool pool({.conninfo = database.ConninfoFor(role), .name = "test"});
    auto db = pool.Acquire(testing::Soon());
    REQUIRE(db.ok());
    std::set<std::string_view> names;
    for (const personal_data::Section& section : sections) {
      INFO(role << " " << section.name);
      CHECK(names.insert(section.name).second);
      CHECK(pg::CheckStatement<personal_data::ExportRow>(*db, section.page) == absl::OkStatus());
      const auto rows = db->Query<personal_data::ExportRow>(
          section.page, std::string("a1111111-1111-7111-8111-111111111111"), std::string(), 10);
      CHECK(rows.ok());
    }
  }
}

}  // namespace
}  // namespace keys
