#include "services/billing/orders/order_coverage.h"

#include <algorithm>
#include <map>
#include <utility>

#include "common/base/check.h"
#include "common/base/status_macros.h"
#include "services/billing/domain/waiver.h"
#include "services/billing/orders/coverage_statements.h"

namespace keys::billing {
namespace {

// The orders whose lines may back an order's credits, with all that decides what they are worth.
class Backing {
 public:
  Backing() = default;
  // Lines point into the books: a copy would point into another's.
  Backing(Backing&&) = default;
  Backing& operator=(Backing&&) = default;

  struct Book {
    OrderTerms terms;
    std::vector<Fact> facts;
    std::vector<int64_t> pledged_cents;
  };
  Book& AddBook(const std::string& order_id) { return books_[order_id]; }
  bool HasBook(const std::string& order_id) const { return books_.contains(order_id); }

  void AddLine(const BackingRow& row) {
    const Book& book = books_.at(row.order_id);
    for (std::size_t i = 0; i < book.terms.lines.size(); ++i) {
      if (book.terms.lines[i].id != row.line_id) continue;
      lines_[row.source_line_id].push_back(
          {&book.terms, &book.facts, &book.pledged_cents, i, row.pays_shortfall});
    }
  }

  int64_t Forgiven(const std::vector<Waiver>& waivers, const CoverageRow& credit) const {
    const auto lines = lines_.find(credit.source_line_id);
    if (lines == lines_.end()) return 0;
    return ForgivenOf(waivers, {credit.source_line_id, credit.amount_cents}, lines->second);
  }

  Causes AllCauses() const {
    Causes causes;
    for (const auto& [id, book] : books_) causes.merge(CausesIn(book.facts));
    return causes;
  }

 private:
  // Its elements stay where they are.
  std::map<std::string, Book> books_;
  std::map<std::string, std::vector<BackingLine>> lines_;
};

absl::StatusOr<Backing> BackingOf(const OrderStore& orders, pg::Executor& db,
                                  const std::string& order_id) {
  ASSIGN_OR_RETURN(const std::vector<BackingRow> rows,
                   db.Query<BackingRow>(kListBacking, order_id));
  Backing backing;
  for (const BackingRow& row : rows) {
    if (!backing.HasBook(row.order_id)) {
      ASSIGN_OR_RETURN(const auto order, orders.Find(db, row.order_id));
      CHECK_THAT(order.has_value(), "a line belongs to an order");
      ASSIGN_OR_RETURN(const std::vector<StoredLine> lines, orders.ListLines(db, {row.order_id}));
      ASSIGN_OR_RETURN(const std::vector<HeldPledge> pledges, orders.ListPledges(db, row.order_id));
      Backing::Book& book = backing.AddBook(row.order_id);
      book.terms = TermsOf(*order, lines);
      book.pledged_cents = PledgedOf(lines, pledges);
      ASSIGN_OR_RETURN(book.facts, orders.ListFacts(db, row.order_id));
    }
    backing.AddLine(row);
  }
  return backing;
}

struct Lack {
  CoverageRow credit;
  // Not backed, and not forgiven.
  int64_t cents = 0;
};

// What the order's credits lack, each more than nothing.
absl::StatusOr<std::vector<Lack>> LacksOf(const OrderStore& orders, pg::Executor& db,
                                          const std::string& order_id) {
  ASSIGN_OR_RETURN(std::vector<CoverageRow> rows, db.Query<CoverageRow>(kListCoverage, order_id));
  std::erase_if(rows, [](const CoverageRow& row) { return row.covered_cents >= row.amount_cents; });
  std::vector<Lack> lacks;
  if (rows.empty()) return lacks;
  ASSIGN_OR_RETURN(const std::vector<Fact> facts, orders.ListFacts(db, order_id));
  const std::vector<Waiver> waivers = WaiversOf(facts);
  Backing backing;
  // Few orders were ever given a waiver.
  if (!waivers.empty()) {
    ASSIGN_OR_RETURN(backing, BackingOf(orders, db, order_id));
  }
  for (CoverageRow& row : rows) {
    const int64_t cents = row.amount_cents - row.covered_cents - backing.Forgiven(waivers, row);
    if (cents > 0) lacks.push_back({std::move(row), cents});
  }
  return lacks;
}

}  // namespace

absl::StatusOr<Coverage> OrderStore::CoverageOf(pg::Executor& db,
                                                const std::string& order_id) const {
  ASSIGN_OR_RETURN(const std::vector<Lack> lacks, LacksOf(*this, db, order_id));
  Coverage coverage;
  for (const Lack& lack : lacks) {
    coverage.uncovered_cents += lack.cents;
    coverage.uncovered.push_back({lack.credit.key_id, lack.cents});
    const bool known = std::find(coverage.causes.begin(), coverage.causes.end(),
                                 lack.credit.source_order_id) != coverage.causes.end();
    if (!known) coverage.causes.push_back(lack.credit.source_order_id);
  }
  return coverage;
}

absl::StatusOr<std::vector<Fact>> WaiverOf(const OrderStore& orders, pg::Executor& db,
                                           const std::string& order_id, const std::string& name,
                                           int64_t cents) {
  ASSIGN_OR_RETURN(const std::vector<Lack> lacks, LacksOf(orders, db, order_id));
  ASSIGN_OR_RETURN(const std::vector<Fact> facts, orders.ListFacts(db, order_id));
  ASSIGN_OR_RETURN(const Backing backing, BackingOf(orders, db, order_id));
  Waiver waiver{.id = name};
  waiver.number = static_cast<int64_t>(WaiversOf(facts).size()) + 1;
  for (auto lack = lacks.rbegin(); lack != lacks.rend() && cents > 0; ++lack) {
    const int64_t part = std::min(cents, lack->cents);
    waiver.cents_by_line[lack->credit.source_line_id] = part;
    cents -= part;
  }
  waiver.causes = backing.AllCauses();
  return FactsOf(waiver);
}

}  // namespace keys::billing
