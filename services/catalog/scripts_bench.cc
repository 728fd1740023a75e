// Compares a script without blanks with one that has them, at 1,000, 10,000 and 50,000 KEYS: the
// index, publishing, searches. Elapsed times depend on other work of the machine, so CPU time (of
// this process and of PostgreSQL's processes for this database) is printed beside them.
// scripts/bench-catalog.sh --scripts runs it.
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <fstream>
#include <random>
#include <string>
#include <vector>

#include "absl/strings/str_replace.h"
#include "services/catalog/testing/catalog_world.h"

namespace keys::catalog {
namespace {

using Milliseconds = std::chrono::duration<double, std::milli>;
using Words = std::vector<std::string>;

constexpr int kPublished = 500;         // the others are copies of these
constexpr int kCopies[] = {1, 19, 99};  // of each: 1,000, 10,000 and 50,000 KEYS
constexpr int kWordsOfReadme = 600;
constexpr int kSearches = 400;

// Draws two of the 2,500 most common characters of Chinese, or two syllables.
Words Vocabulary(bool chinese, std::mt19937& random) {
  constexpr const char* kSyllables[] = {"ba", "do", "fe", "gi", "ku",  "la", "mo",
                                        "ne", "pi", "ru", "sa", "to",  "ve", "wi",
                                        "zu", "ha", "jo", "ce", "dri", "sto"};
  Words words;
  for (int i = 0; i < 6'000; ++i) {
    std::string word;
    for (int part = 0; part < (chinese ? 2 : 3); ++part) {
      if (!chinese) {
        word += kSyllables[random() % std::size(kSyllables)];
        continue;
      }
      const unsigned c = 0x4E00 + random() % 2'500;
      word += {static_cast<char>(0xE0 | (c >> 12)), static_cast<char>(0x80 | ((c >> 6) & 0x3F)),
               static_cast<char>(0x80 | (c & 0x3F))};
    }
    words.push_back(word);
  }
  return words;
}

// Few words are in most texts, and most words in few.
const std::string& Draw(const Words& words, std::mt19937& random) {
  const double u = std::uniform_real_distribution<double>(0, 1)(random);
  return words[static_cast<size_t>(u * u * u * static_cast<double>(words.size() - 1))];
}

std::string TextOf(const Words& words, int count, bool chinese, std::mt19937& random) {
  std::string text;
  for (int i = 0; i < count; ++i) {
    text += Draw(words, random);
    text += chinese ? (i % 8 == 7 ? "\uFF0C" : "") : " ";
  }
  return text;
}

// Copies published KEYS with other ids and slugs.
constexpr char kCopy[] =
    "INSERT INTO marketplace_keys (id, slug, family, tool, key_type, key_types, title, tags, "
    "preview_public, attributes, key_references, incomplete, source_rank, version, facts_hash, "
    "available, currency, status, row_version, search_head, search_all, words_old, created_at, "
    "updated_at) SELECT gen_random_uuid(), slug || '-$N', family, tool, key_type, key_types, "
    "title, "
    "tags, preview_public, attributes, key_references, incomplete, source_rank, version, "
    "facts_hash, "
    "available, currency, status, row_version, search_head, search_all, false, created_at, "
    "updated_at "
    "FROM marketplace_keys WHERE slug !~ '-[0-9]+$'";

// Runs a statement that takes longer than a test's time limit on a busy machine.
void RunLong(World& world, const std::string& sql) {
  auto session = Must(pg::Session::Open({.conninfo = world.database.Conninfo(),
                                         .application_name = "bench",
                                         .statement_timeout = absl::Minutes(10)},
                                        Deadline::After(absl::Minutes(10))));
  Must(session->Command(sql, Deadline::After(absl::Minutes(10))));
}

struct SizeRow {
  int64_t head;
  int64_t all;
  int64_t words;
};
constexpr pg::Statement kSizes{
    "bench.sizes",
    "SELECT pg_relation_size('marketplace_keys_search_head'), "
    "pg_relation_size('marketplace_keys_search_all'), pg_total_relation_size('catalog_words')"};

struct PidRow {
  int64_t pid;
};
constexpr pg::Statement kBackends{
    "bench.backends",
    "SELECT pid::bigint FROM pg_stat_activity WHERE datname = current_database()"};

// Returns the user and system time of a process so far in milliseconds.
double CpuOf(int64_t pid) {
  std::ifstream stat("/proc/" + std::to_string(pid) + "/stat");
  std::string line;
  std::getline(stat, line);
  // These are fields 14 and 15, counted from the process's name in brackets, which is field 2.
  const auto behind_name = line.rfind(')');
  if (behind_name == std::string::npos) return 0;
  long user = 0;
  long system = 0;
  std::sscanf(line.c_str() + behind_name + 1,
              " %*c %*d %*d %*d %*d %*d %*u %*u %*u %*u %*u %ld %ld", &user, &system);
  return 1000.0 * static_cast<double>(user + system) / static_cast<double>(sysconf(_SC_CLK_TCK));
}

double CpuSoFar(World& world) {
  rusage own = {};
  getrusage(RUSAGE_SELF, &own);
  const auto milliseconds = [](const timeval& time) {
    return 1000.0 * static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1000.0;
  };
  double cpu = milliseconds(own.ru_utime) + milliseconds(own.ru_stime);
  pg::Transaction db = Must(pg::Transaction::Begin(world.pool, testing::Soon()));
  for (const PidRow& backend : Must(db.Query<PidRow>(kBackends))) cpu += CpuOf(backend.pid);
  return cpu;
}

void PrintSearches(World& world, const char* name, const Words& words, int per_search, bool chinese,
                   std::mt19937& random) {
  std::vector<double> times;
  const double cpu = CpuSoFar(world);
  for (int i = 0; i < kSearches; ++i) {
    v1::ListKeysRequest request;
    request.set_search(TextOf(words, per_search, chinese, random));
    request.set_sort("relevance");
    request.set_limit(20);
    const auto start = std::chrono::steady_clock::now();
    world.List(request);
    times.push_back(Milliseconds(std::chrono::steady_clock::now() - start).count());
  }
  std::sort(times.begin(), times.end());
  std::printf("  search %-10s p50 %7.2f ms  p99 %7.2f ms  CPU %6.2f ms each\n", name,
              times[times.size() / 2], times[times.size() * 99 / 100],
              (CpuSoFar(world) - cpu) / kSearches);
}

void PrintSizes(World& world, int keys) {
  pg::Transaction db = Must(pg::Transaction::Begin(world.pool, testing::Soon()));
  const SizeRow sizes = Must(db.QueryOne<SizeRow>(kSizes)).value();
  constexpr double kMiB = 1024.0 * 1024.0;
  std::printf(" %d KEYS: search_head %.1f MiB, search_all %.1f MiB, catalog_words %.1f MiB\n", keys,
              static_cast<double>(sizes.head) / kMiB, static_cast<double>(sizes.all) / kMiB,
              static_cast<double>(sizes.words) / kMiB);
}

void Publish(World& world, const Words& words, bool chinese, std::mt19937& random) {
  const double cpu = CpuSoFar(world);
  const auto start = std::chrono::steady_clock::now();
  for (int i = 0; i < kPublished; ++i) {
    v1::Asset asset = NodeAsset("k" + std::to_string(i));
    asset.set_title(TextOf(words, 5, chinese, random));
    asset.set_description(TextOf(words, 20, chinese, random));
    asset.set_readme_text(TextOf(words, kWordsOfReadme, chinese, random));
    world.Publish(asset);
  }
  const Milliseconds published = std::chrono::steady_clock::now() - start;
  std::printf("%s: publishing %.2f ms a KEY, CPU %.2f ms\n", chinese ? "Chinese" : "Latin letters",
              published.count() / kPublished, (CpuSoFar(world) - cpu) / kPublished);
}

// The catalog of one script, which grows.
struct Script {
  explicit Script(bool is_chinese) : chinese(is_chinese), words(Vocabulary(is_chinese, random)) {
    Publish(world, words, chinese, random);
  }

  void Measure(int copies) {
    while (copied < copies) {
      ++copied;
      RunLong(world, absl::StrReplaceAll(kCopy, {{"$N", std::to_string(copied)}}));
    }
    for (const char* table : {"marketplace_keys", "catalog_words"}) {
      RunLong(world, std::string("ANALYZE ") + table);
    }
    std::printf("%s,", chinese ? "Chinese" : "Latin letters");
    PrintSizes(world, kPublished * (copied + 1));
    PrintSearches(world, "one word", words, 1, chinese, random);
    PrintSearches(world, "two words", words, 2, chinese, random);
    std::fflush(stdout);
  }

  World world;
  std::mt19937 random{20261201};
  const bool chinese;
  const Words words;
  int copied = 0;
};

TEST_CASE("a script without blanks beside one with blanks", "[.scripts]") {
  Script latin(false);
  Script chinese(true);
  for (const int copies : kCopies) {
    latin.Measure(copies);
    chinese.Measure(copies);
  }
}

}  // namespace
}  // namespace keys::catalog
