#include "services/catalog/store/list_store.h"

#include <algorithm>
#include <array>

#include "common/base/status_macros.h"
#include "common/base/text.h"
#include "common/pg/check.h"
#include "services/catalog/store/key_columns.h"

namespace keys::catalog {
namespace {

// $1 … $16 are in the order of Arguments. An absent filter is NULL. Postgres plans each execution
// anew, so that absent filters cost nothing and present ones use their index.
constexpr char kFilter[] =
    " k.status = 'published'"
    " AND ($1::text IS NULL OR k.tool = $1)"
    " AND ($2::text IS NULL OR k.key_type = $2 OR k.key_types @> ARRAY[$2::text])"
    " AND ($3::text IS NULL OR k.category_word = catalog_fold($3::text))"
    " AND ($4::text IS NULL OR k.difficulty = $4)"
    " AND ($5::text IS NULL OR k.outcome_word = catalog_fold($5::text))"
    " AND ($6::text IS NULL OR k.maturity = $6)"
    " AND ($7::text IS NULL OR k.license_spdx = $7)"
    " AND ($9::text IS NULL OR k.severity_level = $9)"
    " AND ($10::uuid[] IS NULL OR k.id = ANY($10::uuid[]))"
    " AND ($11::bigint IS NULL OR k.price_cents >= $11)"
    " AND ($12::bigint IS NULL OR k.price_cents <= $12)"
    " AND ($13::tsquery IS NULL OR k.search_all @@ $13)"
    " AND ($14::tsquery IS NULL OR k.search_head @@ $14)"
    " AND ($15::tsquery IS NULL OR NOT k.search_head @@ $15)"
    " AND ($16::boolean IS NULL OR k.available = $16)";

// Used for counting. Lists of a tag walk catalog_tags, which has a tag's KEYS in each order of a
// list.
constexpr char kTagFilter[] =
    " AND ($8::text IS NULL OR k.tag_words @> ARRAY[catalog_fold($8::text)])";

constexpr char kColumns[] =
    "SELECT k.id, k.slug, k.title, k.description, k.tool, k.key_type, k.key_types, k.category, "
    "k.difficulty, k.tags, k.version, k.license_spdx, k.outcome, k.maturity, k.price_cents, "
    "k.currency, k.available, k.created_at, k.updated_at, ";

struct ListedRow {
  std::string id;
  std::string slug;
  std::string title;
  std::optional<std::string> description;
  std::string tool;
  std::string key_type;
  std::vector<std::string> key_types;
  std::optional<std::string> category;
  std::optional<std::string> difficulty;
  std::vector<std::string> tags;
  std::string version;
  std::optional<std::string> license_spdx;
  std::optional<std::string> outcome;
  std::optional<std::string> maturity;
  std::optional<int64_t> price_cents;
  std::string currency;
  bool available;
  absl::Time created_at;
  absl::Time updated_at;
  std::string sort_value;
  int64_t revision;
};

struct FacetRow {
  std::string facet;
  std::string value;
  int64_t count;
};

struct SortText {
  std::string name;
  std::string sql;
};

// An order of lists: the columns by which rows are sorted in marketplace_keys k, and in
// catalog_tags t.
struct Order {
  std::string_view name;
  std::string_view by;
  std::string_view by_of_tag;
  std::string_view type;
  bool descending;
};
constexpr std::array<Order, 3> kOrders = {
    Order{"newest", "k.created_at", "t.created_at", "timestamptz", true},
    Order{"title", "k.title COLLATE catalog_titles", "t.title", "text", false},
    Order{"price", "coalesce(k.price_cents, 9223372036854775807)", "t.price_cents", "bigint",
          false}};

// After the filters, $17 is the last row's sort value, $18 its id and $19 the limit.
SortText MakeSort(const Order& order, bool of_tag) {
  const std::string_view by = of_tag ? order.by_of_tag : order.by;
  const std::string_view id = of_tag ? "t.key_id" : "k.id";
  const std::string_view direction = order.descending ? " DESC" : " ASC";
  const std::string from = Concat(
      {of_tag ? "catalog_tags t JOIN marketplace_keys k ON k.id = t.key_id" : "marketplace_keys k",
       " WHERE", kFilter, of_tag ? " AND t.tag = catalog_fold($8::text)" : kTagFilter});
  return {.name = Concat({"catalog.list_", of_tag ? "of_tag_by_" : "by_", order.name}),
          .sql = Concat({kColumns,
                         "(",
                         by,
                         ")::text, (SELECT revision FROM catalog_revision) FROM ",
                         from,
                         " AND ($18::uuid IS NULL OR (",
                         by,
                         ", ",
                         id,
                         ") ",
                         order.descending ? "<" : ">",
                         " ($17::text::",
                         order.type,
                         ", $18::uuid)) ORDER BY ",
                         by,
                         direction,
                         ", ",
                         id,
                         direction,
                         " LIMIT $19::int"})};
}

pg::Statement ListStatement(Sort sort, bool of_tag) {
  static const std::array<SortText, 6> kTexts = {
      MakeSort(kOrders[0], false), MakeSort(kOrders[1], false), MakeSort(kOrders[2], false),
      MakeSort(kOrders[0], true),  MakeSort(kOrders[1], true),  MakeSort(kOrders[2], true)};
  // Each class of a search by relevance is a list of its own, the newest first.
  const size_t order = sort == Sort::kRelevance ? 0 : static_cast<size_t>(sort);
  const SortText& text = kTexts[order + (of_tag ? kOrders.size() : 0)];
  return {text.name, text.sql};
}

// The first page of the list of all KEYS, or of those that can be downloaded or cannot, which most
// people see first. It has no parameters, so that PostgreSQL plans it once a connection, where the
// others are planned for their values each time: that took three times as long as reading the page.
// For that the limit is one of two.
constexpr std::array<int, 2> kFirstPageLimits = {25, 101};
struct Availability {
  std::string_view name, condition;
};
constexpr std::array<Availability, 3> kAvailabilities = {
    Availability{"", ""}, Availability{"_available", "k.available AND "},
    Availability{"_announced", "NOT k.available AND "}};

SortText MakeFirstPage(size_t place) {
  const Order& order = kOrders[place % kOrders.size()];
  const size_t kind = place / kOrders.size();
  const std::string limit = StrCat(kFirstPageLimits[kind % kFirstPageLimits.size()]);
  const Availability& availability = kAvailabilities[kind / kFirstPageLimits.size()];
  const std::string_view direction = order.descending ? " DESC" : " ASC";
  return {.name = Concat({"catalog.list_first_", limit, "_by_", order.name, availability.name}),
          .sql = Concat({kColumns, "(", order.by,
                         ")::text, (SELECT revision FROM catalog_revision) FROM marketplace_keys k "
                         "WHERE ",
                         availability.condition, "k.status = 'published' ORDER BY ", order.by,
                         direction, ", k.id", direction, " LIMIT ", limit})};
}

pg::Statement FirstPageStatement(const ListQuery& query, int limit) {
  static const std::vector<SortText> kTexts = [] {
    std::vector<SortText> texts;
    while (texts.size() < kOrders.size() * kFirstPageLimits.size() * kAvailabilities.size()) {
      texts.push_back(MakeFirstPage(texts.size()));
    }
    return texts;
  }();
  const size_t order = query.sort == Sort::kRelevance ? 0 : static_cast<size_t>(query.sort);
  const size_t length = limit <= kFirstPageLimits.front() ? 0 : 1;
  const size_t availability = !query.available.has_value() ? 0 : (*query.available ? 1 : 2);
  const SortText& text =
      kTexts[order + kOrders.size() * (length + kFirstPageLimits.size() * availability)];
  return {text.name, text.sql};
}

// Whether more than availability is asked for.
bool HasFilter(const ListFilter& filter, const SearchClass& matching) {
  const ListQuery& query = filter.query;
  return query.tool || query.key_type || query.category || query.difficulty || query.outcome ||
         query.maturity || query.license || query.tag || query.severity_level || query.search ||
         query.owned_only || query.price_min || query.price_max || matching.all || matching.head ||
         matching.not_head;
}

std::string SingleFacet(std::string_view facet, std::string_view column) {
  return Concat({" UNION ALL SELECT '", facet, "', m.", column,
                 ", count(*) FROM matched m WHERE m.", column, " IS NOT NULL GROUP BY m.", column});
}

// All spellings of a value count as one, because the filter compares them folded. The first of them
// by bytes is shown.
std::string FoldedFacet(std::string_view facet, std::string_view shown, std::string_view column) {
  return Concat({" UNION ALL SELECT '", facet, "', min(", shown,
                 " COLLATE \"C\"), count(*) FROM matched m WHERE m.", column,
                 " IS NOT NULL GROUP BY m.", column});
}

pg::Statement FacetStatement() {
  static const std::string kSql = Concat(
      {"WITH matched AS (SELECT k.tool, k.key_type, k.key_types, k.category, k.difficulty, "
       "k.category_word, k.outcome, k.outcome_word, k.maturity, k.license_spdx, k.tags, "
       "k.tag_words, k.severity_level "
       "FROM marketplace_keys k WHERE",
       kFilter, kTagFilter,
       "), counted AS (SELECT 'tool' AS facet, m.tool AS value, count(*) AS count FROM matched m "
       "GROUP BY m.tool UNION ALL SELECT 'key_type', t.word, count(*) FROM matched m, "
       "LATERAL (SELECT DISTINCT unnest(m.key_types || m.key_type) AS word) t GROUP BY t.word",
       FoldedFacet("category", "m.category", "category_word"),
       SingleFacet("difficulty", "difficulty"),
       FoldedFacet("outcome", "replace(m.outcome, '_', '-')", "outcome_word"),
       SingleFacet("maturity", "maturity"), SingleFacet("license", "license_spdx"),
       SingleFacet("severity_level", "severity_level"),
       " UNION ALL (SELECT 'tag', min(t.tag COLLATE \"C\"), count(*) FROM matched m, "
       "LATERAL (SELECT DISTINCT ON (u.word) u.tag, u.word "
       "FROM unnest(m.tags, m.tag_words) AS u (tag, word)) t GROUP BY t.word "
       "ORDER BY count(*) DESC, t.word LIMIT 50)) "
       "SELECT facet, value, count FROM counted ORDER BY facet, count DESC, value"});
  return {"catalog.count_facets", kSql};
}

std::optional<std::vector<std::string>> OwnedFilter(const ListFilter& filter) {
  if (!filter.query.owned_only) return std::nullopt;
  return filter.accessible;
}

google::protobuf::RepeatedPtrField<v1::Facets::Count>* FacetOf(v1::Facets& facets,
                                                               const std::string& name) {
  if (name == "tool") return facets.mutable_tool();
  if (name == "key_type") return facets.mutable_key_type();
  if (name == "category") return facets.mutable_category();
  if (name == "difficulty") return facets.mutable_difficulty();
  if (name == "outcome") return facets.mutable_outcome();
  if (name == "maturity") return facets.mutable_maturity();
  if (name == "license") return facets.mutable_license();
  if (name == "severity_level") return facets.mutable_severity_level();
  return facets.mutable_tag();
}

absl::StatusOr<std::vector<ListedRow>> FindFirstPage(pg::Executor& db, const ListQuery& query,
                                                     int limit) {
  ASSIGN_OR_RETURN(std::vector<ListedRow> rows,
                   db.Query<ListedRow>(FirstPageStatement(query, limit)));
  const size_t most = std::min(rows.size(), static_cast<size_t>(limit));
  rows.erase(rows.begin() + static_cast<std::ptrdiff_t>(most), rows.end());
  return rows;
}

absl::StatusOr<std::vector<ListedRow>> FindRows(pg::Executor& db, const ListFilter& filter,
                                                const SearchClass& matching,
                                                const std::optional<page::CursorState>& after,
                                                int limit) {
  std::optional<std::string> after_value;
  std::optional<std::string> after_id;
  if (after.has_value()) {
    after_value = after->values.front();
    after_id = after->id;
  }
  const ListQuery& query = filter.query;
  return db.Query<ListedRow>(
      ListStatement(query.sort, query.tag.has_value()), query.tool, query.key_type, query.category,
      query.difficulty, query.outcome, query.maturity, query.license, query.tag,
      query.severity_level, OwnedFilter(filter), query.price_min, query.price_max, matching.all,
      matching.head, matching.not_head, query.available, after_value, after_id, int32_t{limit});
}

}  // namespace

absl::StatusOr<std::vector<ListedKey>> FindListed(pg::Executor& db, const ListFilter& filter,
                                                  const SearchClass& matching,
                                                  const std::optional<page::CursorState>& after,
                                                  int limit) {
  const bool is_first_page =
      !after.has_value() && !HasFilter(filter, matching) && limit <= kFirstPageLimits.back();
  ASSIGN_OR_RETURN(std::vector<ListedRow> rows, is_first_page
                                                    ? FindFirstPage(db, filter.query, limit)
                                                    : FindRows(db, filter, matching, after, limit));
  std::vector<ListedKey> listed;
  listed.reserve(rows.size());
  for (ListedRow& row : rows) {
    auto& shown = listed.emplace_back();
    FillKey(shown.key, row);
    shown.sort_value = std::move(row.sort_value);
    shown.revision = row.revision;
  }
  return listed;
}

absl::StatusOr<v1::Facets> CountFacets(pg::Executor& db, const ListFilter& filter,
                                       const SearchClass& matching) {
  const ListQuery& query = filter.query;
  ASSIGN_OR_RETURN(const std::vector<FacetRow> rows,
                   db.Query<FacetRow>(
                       FacetStatement(), query.tool, query.key_type, query.category,
                       query.difficulty, query.outcome, query.maturity, query.license, query.tag,
                       query.severity_level, OwnedFilter(filter), query.price_min, query.price_max,
                       matching.all, matching.head, matching.not_head, query.available));
  v1::Facets facets;
  for (const FacetRow& row : rows) {
    v1::Facets::Count* count = FacetOf(facets, row.facet)->Add();
    count->set_value(row.value);
    count->set_count(row.count);
  }
  return facets;
}

absl::Status CheckListStatements(pg::Executor& db) {
  for (const Sort sort : {Sort::kNewest, Sort::kTitle, Sort::kPrice}) {
    for (const bool of_tag : {false, true}) {
      RETURN_IF_ERROR(pg::CheckStatement<ListedRow>(db, ListStatement(sort, of_tag)));
    }
    for (const int limit : kFirstPageLimits) {
      for (const auto& available :
           {std::optional<bool>(), std::optional(true), std::optional(false)}) {
        const pg::Statement statement =
            FirstPageStatement({.available = available, .sort = sort}, limit);
        RETURN_IF_ERROR(pg::CheckStatement<ListedRow>(db, statement));
      }
    }
  }
  return pg::CheckStatement<FacetRow>(db, FacetStatement());
}

}  // namespace keys::catalog
