#include "services/entitlement/testing/download_shop.h"

namespace keys::entitlement {
namespace {

TEST_CASE("owned KEYS are delivered while only the catalog is away") {
  DownloadShop f;
  f.Buy();
  // One version was downloaded once, which any process remembers. Others were never downloaded but
  // have been asked for.
  REQUIRE(f.Try(f.As(kAlice), "key-a", "1.0.0").ok());
  CHECK(f.versions.LearnMissing(Soon()).value() == 1);
  CHECK(f.versions.LearnMissing(Soon()).value() == 0);
  for (const absl::Status& away :
       {absl::UnavailableError("down"), absl::DeadlineExceededError("hung")}) {
    f.catalog.Break(away);
    KnownVersions later({f.pool, f.catalog, f.clock, f.metrics});
    Downloads::Parts parts = f.PartsWith(f.pool);
    Downloads downloads({.pool = parts.pool,
                         .catalog = parts.catalog,
                         .versions = later,
                         .signer = parts.signer,
                         .relay = parts.relay,
                         .clock = parts.clock,
                         .ids = parts.ids,
                         .metrics = parts.metrics,
                         .public_url = parts.public_url,
                         .ip_hash_secret = parts.ip_hash_secret});
    for (const auto& [name, version, served] : {std::tuple(std::string("key-a"), "", "1.1.0"),
                                                {kKeyA, "latest", "1.1.0"},
                                                {"key-a", "1.0.0", "1.0.0"}}) {
      v1::DownloadRequest request;
      request.set_slug(name);
      request.set_version(version);
      rpc::Call call = f.As(kAlice);
      const auto response = downloads.Start(call, request);
      INFO(response.status().ToString());
      REQUIRE(response.ok());
      CHECK(response->version() == served);
      // A person without access is refused all the same, and nothing is guessed about a version
      // that is not known.
      rpc::Call stranger = f.As(kBob);
      CHECK(ReasonOf(downloads.Start(stranger, request).status()) == Reason::NOT_ENTITLED);
    }
    v1::DownloadRequest unknown;
    unknown.set_slug("key-a");
    unknown.set_version("1.0.1");
    rpc::Call call = f.As(kAlice);
    CHECK(downloads.Start(call, unknown).status() == away);
  }
  // A definite answer of the catalog is not replaced by a remembered one.
  f.catalog.Break(absl::OkStatus());
  CHECK(ReasonOf(f.Try(f.As(kAlice), "key-a", "1.0.1").status()) == Reason::VERSION_UNKNOWN);
}

TEST_CASE("the catalog is asked for a version once a revision") {
  DownloadShop f;
  f.Buy();
  int64_t seen = 7;
  const auto served = [&](const std::string& key, const std::string& version = "") {
    v1::DownloadRequest request;
    request.set_slug(key);
    if (!version.empty()) request.set_version(version);
    if (seen > 0) request.set_seen_revision(seen);
    rpc::Call call = f.As(kAlice);
    const auto response = f.downloads.Start(call, request);
    return response.ok() ? response->version() : std::string(MessageOf(response.status()));
  };
  // Each step changes what the catalog would say, so that the answer tells whether it was asked.
  const auto publish = [&](const std::string& version) {
    f.catalog.AddKey("key-a", {"1.0.0", version});
  };
  f.versions.OnRevision(7);
  CHECK(served("key-a") == "1.1.0");
  CHECK(served(kKeyA, "latest") == "1.1.0");
  publish("2.0.0");
  CHECK(served("key-a") == "1.1.0");
  CHECK(served(kKeyA) == "1.1.0");
  CHECK(served("key-a", "1.1.0") == "There is no such version.");
  // Somebody has seen a later revision than the stream has told, or it is not known what was seen.
  seen = 8;
  CHECK(served("key-a") == "2.0.0");
  publish("3.0.0");
  CHECK(served("key-a") == "3.0.0");
  seen = 0;
  publish("3.1.0");
  CHECK(served("key-a") == "3.1.0");
  seen = 8;
  f.versions.OnRevision(8);
  publish("4.0.0");
  CHECK(served("key-a") == "4.0.0");
  publish("5.0.0");
  CHECK(served("key-a") == "4.0.0");
  // While nothing is heard of the catalog it is asked; a stream that comes back begins anew.
  f.versions.OnDown();
  CHECK(served("key-a") == "5.0.0");
  publish("6.0.0");
  f.versions.OnRevision(8);
  CHECK(served("key-a") == "6.0.0");
  // A catalog that goes back to an earlier revision comes to the same numbers with other contents.
  seen = 5;
  f.versions.OnRevision(5);
  publish("7.0.0");
  f.versions.OnRevision(8);
  CHECK(served("key-a") == "7.0.0");
  f.catalog.Break(error::Make(Reason::UNAVAILABLE, "down"));
  CHECK(served("key-a") == "7.0.0");
}

}  // namespace
}  // namespace keys::entitlement
