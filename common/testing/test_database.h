// A database of its own for one test: a clone of the migrated template, dropped at the end.
//
//   testing::TestDatabase database;
//   pg::Pool pool({.conninfo = database.ConninfoFor("keys_catalog"), .name = "test"});
//
// KEYS_TEST_DATABASE_URL names a database on a throw-away cluster whose database keys_template
// holds every migration; its role may create databases. `scripts/db.sh template` makes one and
// prints the variables. Without it the test program ends with a message: a store test that is left
// out looks like one that passed.
#pragma once

#include <string>
#include <string_view>

#include "common/pg/pool.h"

namespace keys::testing {

class TestDatabase {
 public:
  TestDatabase();
  // An empty database instead of a clone, for tests of common/ that bring their own tables.
  static TestDatabase Empty();
  ~TestDatabase();
  TestDatabase(const TestDatabase&) = delete;
  TestDatabase& operator=(const TestDatabase&) = delete;

  // A login role, e.g. keys_catalog; its password there is KEYS_TEST_ROLE_PASSWORD.
  std::string ConninfoFor(std::string_view role) const;
  // Connects as the role in KEYS_TEST_DATABASE_URL.
  std::string Conninfo() const;
  const std::string& name() const { return name_; }

  // Runs SQL without parameters as superuser, to arrange a test. Ends the program when it fails.
  void Run(const std::string& sql) const;

 private:
  explicit TestDatabase(std::string_view source);

  std::string name_;
};

// A deadline far enough away that only a hanging test reaches it.
Deadline Soon();

}  // namespace keys::testing
