#include <catch2/catch.hpp>
#include <map>
#include <string>
#include <vector>

#include "common/base/text.h"
#include "common/error/error.h"
#include "common/personal_data/personal_data.h"
#include "common/testing/test_database.h"

namespace keys::personal_data {
namespace {

constexpr char kAlice[] = "a1111111-1111-7111-8111-111111111111";

// Alice has more rows than fit a page in one section, none in another, and large ones in a third.
constexpr Section kSections[] = {{"many", {"test.export_many", R"(
       SELECT to_char(n, 'FM00000'), jsonb_build_object('n', n)::text FROM generate_series(1, 12000) AS n
       WHERE $1::uuid = 'a1111111-1111-7111-8111-111111111111' AND to_char(n, 'FM00000') > $2
       ORDER BY 1 LIMIT $3)"}},
                                 {"none", {"test.export_none", R"(
       SELECT 'x', '{}' WHERE false AND $1::text || $2::text || $3::text IS NULL)"}},
                                 {"large",
                                  {"test.export_large", R"(
       SELECT n::text, to_jsonb(repeat('x', 400000))::text FROM generate_series(1, 25) AS n
       WHERE $1::uuid = 'a1111111-1111-7111-8111-111111111111' AND n::text > $2
       ORDER BY 1 LIMIT $3)"},
                                  4},
                                 // Every tenth place has a row.
                                 {"sparse", {"test.export_sparse", R"(
       SELECT to_char(n, 'FM00000'), CASE WHEN n % 10 = 0 THEN jsonb_build_object('n', n)::text ELSE '' END
       FROM generate_series(1, 12000) AS n
       WHERE $1::uuid = 'a1111111-1111-7111-8111-111111111111' AND to_char(n, 'FM00000') > $2
       ORDER BY 1 LIMIT $3)"}}};

struct Fixture {
  testing::TestDatabase database;
  pg::Pool pool{{.conninfo = database.ConninfoFor("keys_discovery"), .name = "test"}};
  Export data{pool, kSections};

  absl::StatusOr<person::v1::ExportPersonResponse> Page(
      const person::v1::ExportPersonRequest& request, bool admin = true) {
    rpc::Call call({.caller = {.user_id = kAlice, .admin = admin}, .deadline = testing::Soon()});
    return data.Page(call, request);
  }
};

TEST_CASE("an export has every row once, in pages of bounded size") {
  Fixture f;
  person::v1::ExportPersonRequest request;
  request.set_user_id(kAlice);
  std::map<std::string, std::vector<std::string>> rows;
  int pages = 0;
  for (bool more = true; more; ++pages) {
    const auto page = f.Page(request);
    INFO(page.status().ToString());
    REQUIRE(page.ok());
    REQUIRE(pages < 20);
    CHECK(page->ByteSizeLong() < 2 * kPageBytes);
    for (const auto& section : page->sections()) {
      if (section.name() == "large") CHECK(section.rows_size() <= 4);
    }
    int count = 0;
    for (const auto& section : page->sections()) {
      count += section.rows_size();
      auto& all = rows[section.name()];
      all.insert(all.end(), section.rows().begin(), section.rows().end());
    }
    CHECK(count <= kPageRows);
    more = page->has_next();
    *request.mutable_from() = page->next();
  }
  CHECK(pages > 3);
  REQUIRE(rows["many"].size() == 12000);
  for (size_t i = 0; i < 12000; ++i) CHECK(rows["many"][i] == StrCat("{\"n\": ", i + 1, "}"));
  CHECK(rows.count("none") == 1);
  CHECK(rows["none"].empty());
  CHECK(rows["large"].size() == 25);
  CHECK(rows["sparse"].size() == 1200);
}

TEST_CASE("administrators export anybody, others themselves, and only people are exported") {
  Fixture f;
  person::v1::ExportPersonRequest request;
  request.set_user_id(kAlice);
  CHECK(f.Page(request, false).ok());
  request.set_user_id("b2222222-2222-7222-8222-222222222222");
  CHECK(error::ReasonOf(f.Page(request, false).status()) == error::Reason::NOT_ADMIN);
  request.set_user_id("alice");
  CHECK(error::ReasonOf(f.Page(request).status()) == error::Reason::INVALID_ARGUMENT);
  request.set_user_id("b2222222-2222-7222-8222-222222222222");
  const auto nobody = f.Page(request);
  REQUIRE(nobody.ok());
  for (const auto& section : nobody->sections()) CHECK(section.rows_size() == 0);
  CHECK_FALSE(nobody->has_next());
}

}  // namespace
}  // namespace keys::personal_data
