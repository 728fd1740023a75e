#include "services/catalog/testing/catalog_scale.h"

#include <algorithm>
#include <cstdlib>
#include <string>
#include <string_view>

#include "absl/strings/str_replace.h"

namespace keys::catalog {
namespace {

constexpr char kKeys[] = R"sql(
WITH vocabulary AS (
  SELECT ARRAY(SELECT substr(md5(n::text), 1, 7) FROM generate_series(1, 4000) n) AS words),
raw AS (
  SELECT n, ARRAY['guide', 'topic' || n % 211, 'key' || n]
           || CASE WHEN n % 10 = 0 THEN ARRAY['payments'] ELSE '{}' END
           || CASE WHEN n % 1000 = 7 THEN ARRAY['quasar'] ELSE '{}' END AS title,
         ARRAY['tag' || n % 89, 'area' || n % 13] AS tags,
         ARRAY['a', 'marketplace', 'description', 'about', v.words[1 + n * 7 % 4000]] AS about,
         ARRAY['marketplace', 'install', 'word' || n % 997]
           || ARRAY(SELECT v.words[1 + (n * 31 + i * i * 17) % 4000]
                    FROM generate_series(1, 60) i) AS readme
  FROM generate_series($FIRST, $LAST) n, vocabulary v)
INSERT INTO marketplace_keys (id, slug, family, tool, key_type, key_types, title, description,
  category, difficulty, tags, license_spdx, outcome, maturity, severity_level, preview_public,
  attributes, key_references, incomplete, source_rank, version, facts_hash, available, price_cents,
  currency, status, row_version, search_head, search_all, created_at, updated_at)
SELECT md5('key' || n)::uuid, 'key-' || n, 'node-next-keys',
  (ARRAY['node','next','runbook','jupyter','stripe','github','supabase','cursor'])[1 + n % 8],
  (ARRAY['node','next','runbook','jupyter','workflow','workflow','template','prompt'])[1 + n % 8],
  ARRAY['workflow'], array_to_string(title, ' '), array_to_string(about, ' '),
  'category-' || n % 17, (ARRAY['beginner','intermediate','advanced','expert'])[1 + abs(hashint4(n) % 4)], tags,
  (ARRAY['MIT','Apache-2.0'])[1 + n % 2], 'outcome-' || n % 23,
  (ARRAY['starter','operator','scale','enterprise'])[1 + abs(hashint4(n + 1000000) % 4)], 'p' || n % 5, true, '{}',
  ARRAY['key-' || n + 1], false, 1, '1.0.0', md5(n::text), n % 500 <> 3, abs(hashint4(n + 2000000) % 50) * 100, 'usd',
  'published', 1,
  array_to_tsvector(ARRAY(SELECT 'a' || w FROM unnest(title) w)
                    || ARRAY(SELECT 'b' || w FROM unnest(tags) w)
                    || ARRAY(SELECT 'c' || w FROM unnest(about) w)),
  array_to_tsvector(title || tags || about || readme),
  timestamptz '2026-01-01 00:00:00Z' + n * interval '1 minute',
  timestamptz '2026-01-01 00:00:00Z' + n * interval '1 minute'
FROM raw
)sql";

constexpr char kVersions[] = R"sql(
INSERT INTO marketplace_key_versions (id, key_id, version, sort_key, is_release, sha256, size_bytes,
  storage_path, facts, content_hash, source_rank, created_at, updated_at)
SELECT md5('version' || slug)::uuid, id, '1.0.0', '1.0.0', true, repeat('a', 64), 1000,
  'keys/' || slug, '', facts_hash, 1, created_at, updated_at FROM marketplace_keys
)sql";

constexpr char kBundles[] = R"sql(
INSERT INTO marketplace_bundles (id, slug, title, bundle_type, price_cents, currency, row_version,
  created_at, updated_at)
SELECT md5('bundle' || n)::uuid, 'bundle-' || n, 'Bundle ' || n, 'starter', 9900, 'usd', 1,
  timestamptz '2026-01-01 00:00:00Z', timestamptz '2026-01-01 00:00:00Z'
FROM generate_series(1, $COUNT / 1000) n
)sql";

constexpr char kBundleKeys[] = R"sql(
INSERT INTO marketplace_bundle_keys (bundle_id, key_id, position, created_at)
SELECT md5('bundle' || n)::uuid, md5('key' || n * 7 + i)::uuid, i,
  timestamptz '2026-01-01 00:00:00Z'
FROM generate_series(1, $COUNT / 1000) n, generate_series(1, 10) i
)sql";

constexpr char kWords[] = R"sql(
INSERT INTO catalog_words (word, gaps)
SELECT w.word, CASE WHEN left(w.word, 1) = '.' THEN '{}' ELSE catalog_gaps(w.word) END
FROM (SELECT DISTINCT unnest(tsvector_to_array(search_all)) AS word FROM marketplace_keys) w
)sql";

// This many are few enough for one statement to end within a test's patience.
constexpr int kKeysAtOnce = 2'500;

}  // namespace

void GenerateKeys(const testing::TestDatabase& database, int count) {
  for (int first = 1; first <= count; first += kKeysAtOnce) {
    const int last = std::min(first + kKeysAtOnce - 1, count);
    database.Run(absl::StrReplaceAll(
        kKeys, {{"$FIRST", std::to_string(first)}, {"$LAST", std::to_string(last)}}));
  }
  for (const char* sql : {kVersions, kBundles, kBundleKeys, kWords}) {
    database.Run(absl::StrReplaceAll(sql, {{"$COUNT", std::to_string(count)}}));
  }
  for (const char* table : {"marketplace_keys", "marketplace_key_versions", "marketplace_bundles",
                            "marketplace_bundle_keys", "catalog_words", "catalog_tags"}) {
    database.Run(std::string("VACUUM ANALYZE ") + table);
  }
}

int ScaleOfTests() {
  const char* scale = std::getenv("KEYS_TEST_SCALE");
  return scale != nullptr && std::string_view(scale) == "all" ? 50'000 : 8'000;
}

}  // namespace keys::catalog
