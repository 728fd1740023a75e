#include "services/catalog/store/word_store.h"

#include "common/base/status_macros.h"
#include "common/pg/check.h"

namespace keys::catalog {
namespace {

using pg::Statement;

// U+10FFFF sorts behind every word that begins with the term, so this is a range of the primary
// key. Near words are looked for only when the term is not known: at most 100 that are one mistake
// away and 50 that contain it.
constexpr Statement kFindTerms{
    "catalog.find_terms",
    "SELECT t.term, s.stems[1], coalesce(s.stems = '{}', false), n.known, "
    "ARRAY(SELECT w.word::text FROM catalog_words w WHERE w.word > t.term "
    "AND w.word < t.term || U&'\\+10FFFF' ORDER BY w.word LIMIT $2::int), "
    "CASE WHEN n.known THEN '{}'::text[] ELSE ARRAY("
    "(SELECT w.word::text FROM catalog_words w WHERE w.gaps && catalog_gaps(t.term) LIMIT 100) "
    "UNION (SELECT w.word::text FROM catalog_words w WHERE length(t.term) >= 3 "
    "AND w.word LIKE '%' || t.term || '%' AND w.word COLLATE \"C\" >= '/' LIMIT 50)) END "
    "FROM unnest($1::text[]) WITH ORDINALITY AS t (term, ordinal), "
    "LATERAL (SELECT CASE WHEN t.term ~ '[a-z]' "
    "THEN ts_lexize('pg_catalog.english_stem', t.term) END AS stems) s, "
    "LATERAL (SELECT EXISTS (SELECT FROM catalog_words w WHERE w.word >= t.term "
    "AND w.word < t.term || U&'\\+10FFFF') OR EXISTS (SELECT FROM catalog_words w "
    "WHERE w.word = '.' || s.stems[1]) AS known) n ORDER BY t.ordinal"};
struct TermRow {
  std::string term;
  std::optional<std::string> stem;
  bool stop_word;
  bool known;
  std::vector<std::string> longer;
  std::vector<std::string> near;
};

constexpr Statement kAdd{
    "catalog.add_words",
    "INSERT INTO catalog_words (word, gaps) SELECT l.word, "
    "CASE WHEN left(l.word, 1) = '.' THEN '{}' ELSE catalog_gaps(l.word) END "
    "FROM unnest(catalog_lexemes('', $1::text[])) AS l (word) "
    "WHERE NOT EXISTS (SELECT FROM catalog_words w WHERE w.word = l.word COLLATE \"C\") "
    "ON CONFLICT (word) DO NOTHING"};

}  // namespace

absl::StatusOr<std::vector<SearchTerm>> FindTerms(pg::Executor& db,
                                                  const std::vector<std::string>& words) {
  if (words.empty()) return std::vector<SearchTerm>();
  ASSIGN_OR_RETURN(std::vector<TermRow> rows,
                   db.Query<TermRow>(kFindTerms, words, int32_t{kMostLonger + 1}));
  std::vector<SearchTerm> terms;
  terms.reserve(rows.size());
  for (TermRow& row : rows) {
    terms.push_back({.word = std::move(row.term),
                     .stem = std::move(row.stem),
                     .stop_word = row.stop_word,
                     .known = row.known,
                     .longer = std::move(row.longer),
                     .near = std::move(row.near)});
  }
  return terms;
}

absl::Status AddWords(pg::Transaction& tx, const std::vector<std::string>& words) {
  return tx.Execute(kAdd, words).status();
}

absl::Status CheckWordStatements(pg::Executor& db) {
  RETURN_IF_ERROR(pg::CheckStatement<TermRow>(db, kFindTerms));
  return pg::CheckCommand(db, kAdd);
}

}  // namespace keys::catalog
