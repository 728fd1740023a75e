// Keys::List answers lists with filters, search, pages and facets.
#include <set>

#include "common/base/status_macros.h"
#include "common/text/words.h"
#include "services/catalog/domain/list_query.h"
#include "services/catalog/keys.h"
#include "services/catalog/store/list_store.h"
#include "services/catalog/store/word_store.h"

namespace keys::catalog {
namespace {

using After = std::optional<page::CursorState>;

// A page's rows, each with the values for its cursor.
struct Page {
  std::vector<ListedKey> listed;
  std::vector<std::vector<std::string>> positions;
};

absl::StatusOr<std::optional<SearchPlan>> Plan(pg::Executor& db, const ListQuery& query) {
  if (!query.search.has_value()) return std::nullopt;
  ASSIGN_OR_RETURN(std::vector<SearchTerm> terms,
                   FindTerms(db, text::SoughtWords(*query.search, kMostSearchWords)));
  return PlanSearch(std::move(terms));
}

SearchClass Everything(const std::optional<SearchPlan>& plan) {
  if (!plan.has_value()) return {};
  return {.all = plan->everything};
}

void Take(Page& page, std::vector<ListedKey> rows, const std::string& of_class) {
  for (ListedKey& row : rows) {
    page.positions.push_back({row.sort_value});
    if (!of_class.empty()) page.positions.back().push_back(of_class);
    page.listed.push_back(std::move(row));
  }
}

// Asks for class after class until the page is full. Words that every KEY has are found in the
// first class, and rare words are cheap in all of them.
absl::StatusOr<Page> ByRelevance(pg::Executor& db, const ListFilter& filter, const SearchPlan& plan,
                                 After after, int limit) {
  Page page;
  size_t first = 0;
  if (after.has_value() && after->values.size() == 2) first = after->values[1].front() - '0';
  for (size_t i = first; i < plan.classes.size(); ++i) {
    const int left = limit - static_cast<int>(page.listed.size());
    if (left <= 0) break;
    // This class has no rows, so no cursor can end in it.
    if (plan.classes[i].nothing) continue;
    ASSIGN_OR_RETURN(std::vector<ListedKey> rows,
                     FindListed(db, filter, plan.classes[i], after, left));
    Take(page, std::move(rows), std::to_string(i));
    after.reset();
  }
  return page;
}

absl::StatusOr<Page> Find(pg::Executor& db, const ListFilter& filter,
                          const std::optional<SearchPlan>& plan, const After& after, int limit) {
  if (plan.has_value() && filter.query.sort == Sort::kRelevance) {
    return ByRelevance(db, filter, *plan, after, limit);
  }
  Page page;
  ASSIGN_OR_RETURN(std::vector<ListedKey> rows,
                   FindListed(db, filter, Everything(plan), after, limit));
  Take(page, std::move(rows), "");
  return page;
}

// A list without search and facets is one statement and so one snapshot: its rows carry the
// revision. Absent: the list needs more, or has no row that could carry it.
absl::StatusOr<std::optional<Page>> FindAtOnce(const Parts& parts, rpc::Call& call,
                                               const ListFilter& filter, const After& after) {
  const ListQuery& query = filter.query;
  if (query.search.has_value() || query.facets) return std::nullopt;
  ASSIGN_OR_RETURN(pg::Connection db, parts.pool.Acquire(call.deadline()));
  ASSIGN_OR_RETURN(Page page, Find(db, filter, std::nullopt, after, query.limit + 1));
  if (page.listed.empty()) return std::nullopt;
  call.set_revision(page.listed.front().revision);
  return page;
}

}  // namespace

absl::StatusOr<v1::Facets> Keys::Facets(pg::Executor& db, const ListFilter& filter,
                                        const SearchClass& matching, int64_t revision) {
  // Facets of one caller's own KEYS are asked for by that caller only, so they are not kept.
  if (filter.query.owned_only) return CountFacets(db, filter, matching);
  ListQuery filters = filter.query;
  filters.sort = Sort::kNewest;
  const std::string name = FingerprintOf(filters);
  if (auto known = facets_.Find(name, revision)) return *std::move(known);
  ASSIGN_OR_RETURN(v1::Facets counted, CountFacets(db, filter, matching));
  facets_.Keep(name, revision, counted);
  return counted;
}

absl::StatusOr<v1::ListKeysResponse> Keys::List(rpc::Call& call,
                                                const v1::ListKeysRequest& request) {
  const bool signed_in = call.caller().signed_in();
  ASSIGN_OR_RETURN(const ListQuery query, ParseListQuery(request, signed_in));
  const std::string fingerprint = FingerprintOf(query);
  After after;
  if (request.has_cursor()) {
    ASSIGN_OR_RETURN(after, parts_.cursors.Decode(request.cursor(), fingerprint));
  }
  const auto& ids = request.access_set().key_ids();
  const std::vector<std::string> accessible(ids.begin(), ids.end());
  const ListFilter filter{.query = query, .accessible = accessible};
  v1::ListKeysResponse response;
  ASSIGN_OR_RETURN(std::optional<Page> page, FindAtOnce(parts_, call, filter, after));
  if (!page.has_value()) {
    ASSIGN_OR_RETURN(pg::Transaction db, Look(parts_, call));
    ASSIGN_OR_RETURN(const std::optional<SearchPlan> plan, Plan(db, query));
    if (plan.has_value() && plan->nothing) {
      if (query.facets) response.mutable_facets();
      return response;
    }
    ASSIGN_OR_RETURN(page, Find(db, filter, plan, after, query.limit + 1));
    if (query.facets) {
      ASSIGN_OR_RETURN(*response.mutable_facets(),
                       Facets(db, filter, Everything(plan), call.revision().value_or(0)));
    }
  }
  // One row more than is shown tells whether there is a next page.
  if (page->listed.size() > static_cast<size_t>(query.limit)) {
    page->listed.pop_back();
    response.set_next_cursor(
        parts_.cursors.Encode({.fingerprint = fingerprint,
                               .values = page->positions[page->listed.size() - 1],
                               .id = page->listed.back().key.id()}));
  }
  const std::set<std::string> has(accessible.begin(), accessible.end());
  for (ListedKey& one : page->listed) {
    if (signed_in) one.key.set_has_access(has.count(one.key.id()) > 0);
    *response.add_keys() = std::move(one.key);
  }
  return response;
}

}  // namespace keys::catalog
