// Tests that frequent queries find their rows by index, however large the catalog is.
#include <cstdio>
#include <functional>
#include <map>
#include <memory>

#include "common/pg/session.h"
#include "common/text/words.h"
#include "services/catalog/store/bundle_store.h"
#include "services/catalog/store/change_store.h"
#include "services/catalog/store/list_store.h"
#include "services/catalog/store/page_store.h"
#include "services/catalog/store/version_store.h"
#include "services/catalog/store/word_store.h"
#include "services/catalog/testing/catalog_scale.h"
#include "services/catalog/testing/catalog_world.h"

namespace keys::catalog {
namespace {

struct ScanRow {
  std::string table;
  int64_t sequential;
  int64_t read;
};
// The most rows that one list may look at. The page itself has 21.
constexpr int64_t kMostRowsRead = 6000;

// The rows that this session has read so far, from Postgres's own counters. They show how many rows
// a plan reads, which EXPLAIN alone only estimates.
constexpr pg::Statement kScans{
    "test.scans",
    "SELECT relname::text, seq_scan, seq_tup_read + coalesce(idx_tup_fetch, 0) "
    "FROM pg_stat_xact_user_tables WHERE relname IN ('marketplace_keys', "
    "'marketplace_key_versions', 'catalog_words', 'catalog_tags')"};

// Runs the statements of stores on one session in one transaction, and keeps the plan that Postgres
// explains for each text with its values.
class Explaining final : public pg::Executor {
 public:
  explicit Explaining(const std::string& conninfo)
      : session_(Must(pg::Session::Open({.conninfo = conninfo}, testing::Soon()))) {
    Must(session_->Command("BEGIN", testing::Soon()));
  }
  absl::StatusOr<pg::Result> Describe(const pg::Statement& statement) override {
    return session_->Describe(statement, testing::Soon());
  }
  // This statement is not explained itself.
  std::map<std::string, ScanRow> Counters() {
    std::map<std::string, ScanRow> rows;
    const auto read =
        pg::ReadRows<ScanRow>(Must(session_->Execute(kScans, pg::Params::Of(), testing::Soon())));
    for (const ScanRow& row : Must(read)) rows[row.table] = row;
    return rows;
  }
  // Returns "<statement>: <line of its plan>" for each sequential scan of a table that grows with
  // the catalog.
  std::vector<std::string> SequentialScans() const { return sequential_; }
  int explained() const { return explained_; }

 private:
  absl::StatusOr<pg::Result> Run(const pg::Statement& statement,
                                 const pg::Params& params) override {
    const std::string name = "explain." + std::string(statement.name);
    const std::string sql = "EXPLAIN (COSTS OFF) " + std::string(statement.sql);
    const pg::Result plan =
        Must(session_->Execute(pg::Statement{name, sql}, params, testing::Soon()));
    REQUIRE(plan.rows() > 0);
    ++explained_;
    for (int row = 0; row < plan.rows(); ++row) {
      const std::string line(plan.cell(row, 0).value_or(""));
      for (const char* table : {"marketplace_keys", "marketplace_key_versions",
                                "marketplace_key_contents", "catalog_words", "catalog_tags"}) {
        if (line.find(std::string("Seq Scan on ") + table) == std::string::npos) continue;
        sequential_.push_back(std::string(statement.name) + ": " + line);
      }
    }
    return session_->Execute(statement, params, testing::Soon());
  }

  const std::unique_ptr<pg::Session> session_;
  std::vector<std::string> sequential_;
  int explained_ = 0;
};

// Returns how many plans were looked at, so that a test which looks at none is noticed.
int CheckScans(World& world, const std::string& what,
               const std::function<absl::Status(pg::Executor&)>& run) {
  Explaining db(world.database.ConninfoFor("keys_catalog"));
  // The counters continue from what this session did before.
  auto before = db.Counters();
  const absl::Status status = run(db);
  INFO(what << ": " << status.ToString());
  REQUIRE(status.ok());
  CHECK(db.SequentialScans() == std::vector<std::string>());
  for (const auto& [table, row] : db.Counters()) {
    INFO(table);
    CHECK(row.sequential == before[table].sequential);
    CHECK(row.read - before[table].read <= kMostRowsRead);
  }
  CHECK(db.explained() > 0);
  return db.explained();
}

int CheckList(World& world, const v1::ListKeysRequest& request) {
  const ListQuery query = Must(ParseListQuery(request, true));
  return CheckScans(world, request.ShortDebugString(), [&](pg::Executor& db) -> absl::Status {
    const std::vector<std::string> none;
    const ListFilter filter{.query = query, .accessible = none};
    std::vector<SearchClass> classes(1);
    if (query.search.has_value()) {
      auto terms = FindTerms(db, text::SoughtWords(*query.search, kMostSearchWords));
      if (!terms.ok()) return terms.status();
      const SearchPlan plan = PlanSearch(*std::move(terms));
      if (plan.nothing) return absl::OkStatus();
      classes.front().all = plan.everything;
      if (query.sort == Sort::kRelevance) classes.assign(plan.classes.begin(), plan.classes.end());
    }
    size_t found = 0;
    for (const SearchClass& one : classes) {
      if (found > 20) break;
      if (one.nothing) continue;
      auto listed = FindListed(db, filter, one, std::nullopt, 21);
      if (!listed.ok()) return listed.status();
      found += listed->size();
    }
    return absl::OkStatus();
  });
}

v1::ListKeysRequest Request(const std::string& sort, const std::string& search = "") {
  v1::ListKeysRequest request;
  request.set_sort(sort);
  if (!search.empty()) request.set_search(search);
  return request;
}

TEST_CASE_METHOD(World, "a plan that reads a whole table is noticed") {
  GenerateKeys(database, 3'000);
  Explaining db(database.ConninfoFor("keys_catalog"));
  constexpr pg::Statement kAll{"test.all",
                               "SELECT count(*) FROM marketplace_keys WHERE $1 <> title"};
  struct CountRow {
    int64_t count;
  };
  Must(db.Query<CountRow>(kAll, "x"));
  CHECK(db.SequentialScans().size() == 1);
}

TEST_CASE_METHOD(World, "no hot query reads a whole table, however many KEYS there are") {
  GenerateKeys(database, ScaleOfTests());
  int explained = 0;
  for (const char* sort : {"newest", "title", "price", "relevance"}) {
    explained += CheckList(*this, Request(sort));
    v1::ListKeysRequest filtered = Request(sort);
    for (const bool available : {true, false}) {
      v1::ListKeysRequest by_availability = Request(sort);
      by_availability.set_available(available);
      explained += CheckList(*this, by_availability);
      by_availability.set_tool("stripe");
      explained += CheckList(*this, by_availability);
    }
    filtered.set_tool("stripe");
    explained += CheckList(*this, filtered);
    filtered.set_tag("tag12");
    explained += CheckList(*this, filtered);
    filtered.set_maturity("scale");
    filtered.set_price_max(2000);
    explained += CheckList(*this, filtered);
    for (const char* search : {"guide", "marketplace", "payments", "quasar", "quazar", "gui",
                               "word12", "guide payments", "nobodywrotethis"}) {
      explained += CheckList(*this, Request(sort, search));
    }
  }
  explained += CheckScans(*this, "the page of a KEY", [](pg::Executor& db) -> absl::Status {
    const auto page = FindPage(db, "key-77");
    return page.ok() ? FindPage(db, (*page)->key.detail.id()).status() : page.status();
  });
  // More KEYS than are read at once, all made by hand.
  CHECK(Detail("key-77").related_keys_size() == 5);
  explained += CheckScans(*this, "what changed", [](pg::Executor& db) -> absl::Status {
    v1::ChangePlace place;
    place.set_revision(7);
    return FindChangedKeys(db, place, 1000).status();
  });
  explained += CheckScans(*this, "a bundle",
                          [](pg::Executor& db) { return FindBundle(db, "bundle-3").status(); });
  explained += CheckScans(*this, "KEYS for sale", [](pg::Executor& db) {
    return FindKeysForSale(db, {"key-1", "key-500", "nobody"}).status();
  });
  std::printf("counted: %d plans explained at %d KEYS\n", explained, ScaleOfTests());
}

}  // namespace
}  // namespace keys::catalog
