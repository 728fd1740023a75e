// The hot queries find their rows by index, whatever the size of the catalog.
#include <functional>
#include <map>

#include "services/catalog/catalog_scale.h"
#include "services/catalog/catalog_world.h"
#include "services/catalog/domain/words.h"
#include "services/catalog/store/bundle_store.h"
#include "services/catalog/store/list_store.h"
#include "services/catalog/store/version_store.h"
#include "services/catalog/store/word_store.h"

namespace keys::catalog {
namespace {

struct ScanRow {
  std::string table;
  int64_t sequential;
  int64_t read;
};
// Rows that one list may look at; the page itself has 21.
constexpr int64_t kMostRowsRead = 6000;

// What this session has read so far: the executor's own counters, so it is the plan that ran
// which is judged, with the values it ran with.
constexpr pg::Statement kScans{
    "test.scans",
    "SELECT relname::text, seq_scan, seq_tup_read + coalesce(idx_tup_fetch, 0) "
    "FROM pg_stat_xact_user_tables WHERE relname IN ('marketplace_keys', "
    "'marketplace_key_versions', 'catalog_words')"};

void CheckScans(World& world, const std::string& what,
                const std::function<absl::Status(pg::Executor&)>& run) {
  pg::Transaction tx = Must(pg::Transaction::Begin(world.pool, testing::Soon()));
  // The counters go on from what this session did before.
  std::map<std::string, ScanRow> before;
  for (const ScanRow& row : Must(tx.Query<ScanRow>(kScans))) before[row.table] = row;
  const absl::Status status = run(tx);
  INFO(what << ": " << status.ToString());
  REQUIRE(status.ok());
  for (const ScanRow& row : Must(tx.Query<ScanRow>(kScans))) {
    INFO(row.table);
    CHECK(row.sequential == before[row.table].sequential);
    CHECK(row.read - before[row.table].read <= kMostRowsRead);
  }
}

void CheckList(World& world, const v1::ListKeysRequest& request) {
  const ListQuery query = Must(ParseListQuery(request, true));
  CheckScans(world, request.ShortDebugString(), [&](pg::Executor& db) -> absl::Status {
    const std::vector<std::string> none;
    const ListFilter filter{.query = query, .accessible = none};
    std::vector<SearchClass> classes(1);
    if (query.search.has_value()) {
      auto terms = FindTerms(db, WordsOf(*query.search, kMostSearchWords));
      if (!terms.ok()) return terms.status();
      const SearchPlan plan = PlanSearch(*std::move(terms));
      if (plan.nothing) return absl::OkStatus();
      classes.front().all = plan.everything;
      if (query.sort == Sort::kRelevance) classes.assign(plan.classes.begin(), plan.classes.end());
    }
    size_t found = 0;
    for (const SearchClass& one : classes) {
      if (found > 20) break;
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

TEST_CASE_METHOD(World, "no hot query reads a whole table, however many KEYS there are") {
  GenerateKeys(database, ScaleOfTests());
  for (const char* sort : {"newest", "title", "price", "relevance"}) {
    CheckList(*this, Request(sort));
    v1::ListKeysRequest filtered = Request(sort);
    filtered.set_tool("stripe");
    CheckList(*this, filtered);
    filtered.set_tag("tag12");
    CheckList(*this, filtered);
    filtered.set_maturity("scale");
    filtered.set_price_max(2000);
    CheckList(*this, filtered);
    for (const char* search : {"guide", "marketplace", "payments", "quasar", "quazar", "gui",
                               "word12", "guide payments", "nobodywrotethis"}) {
      CheckList(*this, Request(sort, search));
    }
  }
  CheckScans(*this, "one KEY", [](pg::Executor& db) -> absl::Status {
    auto key = FindKey(db, "key-77");
    if (!key.ok()) return key.status();
    const RelatedSubject subject{.slug = "key-77",
                                 .tool = key->value().detail.tool(),
                                 .outcome = key->value().detail.outcome(),
                                 .tags = {"tag77", "area12"},
                                 .references = key->value().references};
    const auto versions = FindVersions(db, key->value().detail.id());
    if (!versions.ok()) return versions.status();
    return FindRelatedCandidates(db, subject).status();
  });
  CheckScans(*this, "a bundle",
             [](pg::Executor& db) { return FindBundle(db, "bundle-3").status(); });
  CheckScans(*this, "KEYS for sale", [](pg::Executor& db) {
    return FindKeysForSale(db, {"key-1", "key-500", "nobody"}).status();
  });
}

}  // namespace
}  // namespace keys::catalog
