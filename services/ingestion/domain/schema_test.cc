#include "services/ingestion/domain/schema.h"

#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>
#include <string>

#include "services/ingestion/domain/codes.h"

namespace keys::ingestion {
namespace {

TEST_CASE("the published schemas are those of the rule tables") {
  const std::string folder = "services/ingestion/schemas/";
  for (const SchemaFile& file : AllSchemas()) {
    INFO(file.name << ": run keys-ingestion-schemas services/ingestion/schemas");
    std::ifstream in(folder + file.name, std::ios::binary);
    const std::string text{std::istreambuf_iterator<char>(in), {}};
    CHECK(text == file.text);
  }
  std::size_t published = 0;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    published += entry.path().extension() == ".json" ? 1U : 0U;
  }
  CHECK(published == AllSchemas().size());
}

TEST_CASE("every code is listed once with its meaning") {
  std::set<std::string_view> seen;
  for (const code::Meaning& meaning : code::kAllCodes) {
    INFO(meaning.code);
    CHECK(seen.insert(meaning.code).second);
    CHECK_FALSE(meaning.text.empty());
  }
}

}  // namespace
}  // namespace keys::ingestion
