#include "common/testing/test_database.h"

#include <libpq-fe.h>
#include <unistd.h>

#include <atomic>
#include <cstdio>
#include <cstdlib>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "common/base/text.h"
#include "common/pg/session.h"

namespace keys::testing {
namespace {

[[noreturn]] void GiveUp(std::string_view why) {
  std::fprintf(stderr, "test database: %.*s\n", static_cast<int>(why.size()), why.data());
  std::exit(1);
}

const char* AdminUrl() {
  const char* url = std::getenv("KEYS_TEST_DATABASE_URL");
  if (url == nullptr || *url == '\0') {
    GiveUp("KEYS_TEST_DATABASE_URL is not set: eval \"$(scripts/db.sh template)\" sets it");
  }
  return url;
}

// Returns the administrator's address with another database and, if `role` is not empty, another
// role.
std::string Address(std::string_view database, std::string_view role) {
  PQconninfoOption* options = PQconninfoParse(AdminUrl(), nullptr);
  if (options == nullptr) GiveUp("KEYS_TEST_DATABASE_URL is not an address of a database");
  std::string out;
  const auto append = [&out](std::string_view keyword, std::string_view value) {
    const std::string escaped =
        absl::StrReplaceAll(std::string(value), {{"\\", "\\\\"}, {"'", "\\'"}});
    out.append(Concat({keyword, "='", escaped, "' "}));
  };
  for (PQconninfoOption* option = options; option->keyword != nullptr; ++option) {
    const std::string_view keyword = option->keyword;
    if (option->val == nullptr || keyword == "dbname") continue;
    if ((keyword == "user" || keyword == "password") && !role.empty()) continue;
    append(keyword, option->val);
  }
  PQconninfoFree(options);
  append("dbname", database);
  if (!role.empty()) {
    append("user", role);
    const char* password = std::getenv("KEYS_TEST_ROLE_PASSWORD");
    if (password != nullptr) append("password", password);
  }
  return out;
}

void RunOn(std::string_view database, const std::string& sql) {
  auto session = pg::Session::Open(
      {.conninfo = Address(database, ""), .application_name = "keys-test"}, Soon());
  if (!session.ok()) GiveUp(session.status().ToString());
  if (auto done = (*session)->Command(sql, Soon()); !done.ok()) {
    GiveUp(absl::StrCat(done.status().ToString(), ": ", sql));
  }
}

}  // namespace

TestDatabase::TestDatabase() : TestDatabase("keys_template") {}
TestDatabase TestDatabase::Empty() { return TestDatabase("template0"); }

TestDatabase::TestDatabase(std::string_view source) {
  static std::atomic<int> next{0};
  name_ = absl::StrCat("keys_test_", getpid(), "_", next++);
  RunOn("postgres",
        Concat({"CREATE DATABASE ", name_, " TEMPLATE ", source, " STRATEGY file_copy"}));
}

TestDatabase::~TestDatabase() {
  RunOn("postgres", absl::StrCat("DROP DATABASE IF EXISTS ", name_, " WITH (FORCE)"));
}

std::string TestDatabase::ConninfoFor(std::string_view role) const { return Address(name_, role); }
std::string TestDatabase::Conninfo() const { return Address(name_, ""); }
void TestDatabase::Run(const std::string& sql) const { RunOn(name_, sql); }

Deadline Soon() { return Deadline::After(absl::Seconds(20)); }

}  // namespace keys::testing
