#include "services/ingestion/scrub.h"

#include <catch2/catch.hpp>
#include <filesystem>
#include <string>

#include "services/ingestion/testing/workshop.h"

namespace keys::ingestion {
namespace {

struct Bench {
  Workshop workshop;
  metrics::Registry metrics;
  absl::Duration waited;
  Scrub scrub{{.catalog = workshop.catalog,
               .store = workshop.store,
               .metrics = metrics,
               .interval = absl::ZeroDuration(),
               .bytes_per_second = 1000,
               .pause = [this](absl::Duration time) { waited += time; }}};

  std::string Stored(const std::string& path) const {
    return workshop.storage.At("marketplace/" + path);
  }
};

TEST_CASE("stored bytes that are what was published stay") {
  Bench bench;
  bench.workshop.AddAsset("node-next-keys", "queue");
  bench.workshop.AddAsset("node-next-keys", "queue", "0.9.0", ".versions/0.9.0/");
  bench.workshop.AddAsset("runbook-keys", "outage");
  bench.workshop.Run();
  bench.workshop.storage.Write("marketplace/keys/node/nobody/1.0.0/key.zip", "not ours");
  const auto pass = bench.scrub.Run();
  REQUIRE(pass.ok());
  CHECK(pass->checked == 3);
  CHECK(pass->quarantined == 0);
  CHECK(pass->unknown == 1);
  // The rate is a thousand bytes a second.
  CHECK(bench.waited / absl::Milliseconds(1) == Approx(static_cast<double>(pass->bytes)));
}

TEST_CASE("a screenshot that is not the bytes of its name is moved aside") {
  Bench bench;
  const std::string folder = "screenshots/";
  const std::string good = folder + crypto::Sha256Hex("picture") + ".png";
  const std::string bad = folder + crypto::Sha256Hex("photo") + ".jpg";
  bench.workshop.storage.Write("marketplace/" + good, "picture");
  bench.workshop.storage.Write("marketplace/" + bad, "phot0");
  const auto pass = bench.scrub.Run();
  REQUIRE(pass.ok());
  CHECK(pass->checked == 2);
  CHECK(pass->quarantined == 1);
  CHECK(std::filesystem::exists(bench.Stored(good)));
  CHECK(std::filesystem::exists(bench.Stored("quarantine/" + bad)));
}

TEST_CASE("an object that is damaged is moved aside, counted, and put back by the next run") {
  Bench bench;
  bench.workshop.AddAsset("node-next-keys", "queue");
  bench.workshop.AddAsset("runbook-keys", "outage");
  bench.workshop.Run();
  const std::string path = "keys/node/queue/1.0.0/key.zip";
  const auto size = std::filesystem::file_size(bench.Stored(path));
  bench.workshop.storage.Write("marketplace/" + path, std::string(size, 'x'));
  auto pass = bench.scrub.Run();
  REQUIRE(pass.ok());
  CHECK(pass->checked == 2);
  CHECK(pass->quarantined == 1);
  CHECK_FALSE(std::filesystem::exists(bench.Stored(path)));
  CHECK(std::filesystem::file_size(bench.Stored("quarantine/" + path)) == size);
  CHECK(bench.metrics.Serialize().find("keys_ingestion_quarantined_objects_total 1") !=
        std::string::npos);

  CHECK(bench.workshop.Run().unchanged() == 2);
  CHECK(bench.workshop.StoredSha256(path) == bench.workshop.catalog.Get("queue", "1.0.0").sha256());
  pass = bench.scrub.Run();
  CHECK(pass->quarantined == 0);
}

TEST_CASE("a pass ends when the catalog is away or the process stops") {
  Bench bench;
  bench.workshop.AddAsset("runbook-keys", "outage");
  bench.workshop.Run();
  bench.workshop.catalog.is_reachable = false;
  CHECK_FALSE(bench.scrub.Run().ok());
  bench.workshop.catalog.is_reachable = true;
  bench.scrub.Stop();
  CHECK(error::ReasonOf(bench.scrub.Run().status()) == error::Reason::UNAVAILABLE);
}

TEST_CASE("a started scrub passes again and again until it is stopped") {
  Bench bench;
  bench.workshop.AddAsset("runbook-keys", "outage");
  bench.workshop.Run();
  Scrub scrub({.catalog = bench.workshop.catalog,
               .store = bench.workshop.store,
               .metrics = bench.metrics,
               .interval = absl::Milliseconds(1),
               .pause = [](absl::Duration) {}});
  auto& checked = bench.metrics.Counter("keys_ingestion_scrubbed_objects_total",
                                        "Stored archives that were hashed again.");
  scrub.Start();
  const Deadline deadline = Deadline::After(absl::Seconds(20));
  while (checked.Value() < 3 && !deadline.Expired()) std::this_thread::yield();
  scrub.Stop();
  CHECK(checked.Value() >= 3);
}

}  // namespace
}  // namespace keys::ingestion
