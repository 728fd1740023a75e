// Writes thousands of generated KEYS straight into the tables, for tests of cost.
#pragma once

#include "common/testing/test_database.h"

namespace keys::catalog {

// Makes KEYS key-1 … key-<count> with one version each, and a bundle for every 1,000. All have the
// words "guide" (title) and "marketplace" (description, README); every tenth "payments", every
// thousandth "quasar" in the title; "word<i % 997>" stands in the README. Tables are analyzed.
void GenerateKeys(const testing::TestDatabase& database, int count);

// Returns 50,000 with KEYS_TEST_SCALE=all, else few enough for every day.
int ScaleOfTests();

}  // namespace keys::catalog
