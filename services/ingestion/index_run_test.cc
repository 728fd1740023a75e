#include "services/ingestion/index_run.h"

#include <catch2/catch.hpp>
#include <set>
#include <string>

#include "services/ingestion/testing/workshop.h"

namespace keys::ingestion {
namespace {

TEST_CASE("index entries are listed, and never in the place of a folder") {
  Workshop workshop;
  workshop.AddAsset("node-next-keys", "queue");
  workshop.Run();
  const auto response = workshop.RunIndex(
      R"({"version":"1","node_keys":[{"slug":"queue","title":"Q","version":"3.0.0"},
          {"slug":"fresh","title":"F","version":"0.1.0"},{"slug":"bad","version":"0.1.0"}],
          "cursor_keys":[{"slug":"queue2","title":"Q","version":"1.0.0"}]})");
  REQUIRE(workshop.status.ok());
  CHECK(response.success() == 3);
  CHECK(OutcomeOf(response, "queue") == "unchanged");
  CHECK(OutcomeOf(response, "fresh") == "published");
  CHECK(Errors(response) == std::set<std::string>{"bad REQUIRED assetsIndex#/node_keys/2/title"});
  CHECK(workshop.catalog.Get("fresh", "0.1.0").incomplete());
  CHECK(WarningCodes(response).count("SHADOWED_BY_FOLDER") == 1);
  const auto foreign = workshop.RunIndex(
      R"({"version":"1","cursor_keys":[{"slug":"queue","title":"Q","version":"1.0.0"}]})");
  CHECK(Errors(foreign) ==
        std::set<std::string>{"queue SLUG_DUPLICATE assetsIndex#/cursor_keys/0"});

  workshop.AddAsset("node-next-keys", "fresh", "0.1.0");
  CHECK(OutcomeOf(workshop.Run(), "fresh") == "published");
  CHECK(workshop.catalog.Get("fresh", "0.1.0").has_sha256());
}

}  // namespace
}  // namespace keys::ingestion
