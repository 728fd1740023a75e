#include <atomic>
#include <thread>

#include "common/crypto/encode.h"
#include "common/crypto/hash.h"
#include "services/entitlement/testing/download_shop.h"

namespace keys::entitlement {
namespace {

TEST_CASE("a buyer gets a link to the latest version, an audit row and an event") {
  DownloadShop f;
  f.Buy();
  rpc::Call call = f.CallOf(
      {.user_id = kAlice, .client_ip = "203.0.113.9", .user_agent = std::string(600, 'x')});
  const auto response = f.Try(call, "key-a");
  REQUIRE(response.ok());
  CHECK_THAT(response->download_url(),
             Catch::StartsWith("http://127.0.0.1:8080/marketplace/downloads/"));
  CHECK(response->expires_in() == 3600);
  CHECK(response->version() == "1.1.0");
  CHECK(response->sha256() == "sha of key-a@1.1.0");
  CHECK(response->size_bytes() == 1234);

  struct Row {
    std::string user_id, key_id, version, sha256, ip_hash, user_agent, request_id;
  };
  constexpr pg::Statement kRead{"test.read",
                                "SELECT user_id, key_id, version, sha256, ip_hash, user_agent, "
                                "request_id FROM marketplace_download_events"};
  auto db = f.pool.Acquire(Soon());
  const auto rows = db->Query<Row>(kRead);
  REQUIRE(rows.ok());
  REQUIRE(rows->size() == 1);
  const Row& row = rows->front();
  CHECK(row.user_id == kAlice);
  CHECK(row.version == "1.1.0");
  CHECK(row.ip_hash == crypto::HexEncode(crypto::HmacSha256("salt", "203.0.113.9")));
  CHECK(row.user_agent == std::string(497, 'x') + "...");
  CHECK(row.request_id == "request-1");

  CHECK(f.relay.DrainOnce(Soon()).value() == 1);
  REQUIRE(f.analytics.events.size() == 1);
  const auto& event = f.analytics.events.begin()->second;
  CHECK(event.event_type() == "download");
  CHECK(event.key_id() == kKeyA);
  CHECK(event.user_id() == kAlice);
  CHECK(event.metadata() == "{\"version\":\"1.1.0\"}");
}

TEST_CASE("nothing is recorded of a download whose grant has ended meanwhile") {
  DownloadShop f;
  f.Buy();
  auto db = f.pool.Acquire(Soon());
  REQUIRE(db.ok());
  const auto grants = ledger::GrantsOfUser(*db, {.user_id = kAlice}, kKeyA);
  REQUIRE(grants->size() == 1);
  const auto record = [&] {
    const DownloadEvent download{.id = f.ids.NewUuid(),
                                 .tenant = {kAlice, "user"},
                                 .grant_id = grants->front().id,
                                 .user_id = kAlice,
                                 .key_id = kKeyA,
                                 .version = "1.1.0"};
    return RecordDownload(*db, download, f.clock.Now());
  };
  CHECK(record()->has_value());
  f.Refund();
  CHECK_FALSE(record()->has_value());
  CHECK(f.Count("marketplace_download_events") == 1);
  CHECK(f.Count("entitlement_outbox") == 1);
}

TEST_CASE("each link has one audit row and one event while access comes and goes") {
  DownloadShop f;
  f.Buy('1');
  std::atomic<bool> done = false, failed = false;
  std::thread changes([&] {
    for (int64_t revision = 2; !done; ++revision) {
      const auto standing =
          revision % 2 == 0 ? event::v1::STANDING_SUSPENDED_DISPUTE : event::v1::STANDING_ACTIVE;
      if (!f.TryApply(f.Order('1', revision, {{kKeyA, standing}})).ok()) failed = true;
    }
  });
  int64_t links = 0, refusals = 0;
  for (int i = 0; i < 200; ++i) {
    const auto response = f.Try(f.As(kAlice), "key-a");
    if (response.ok()) {
      ++links;
      continue;
    }
    // Thrice in a row the grant may have ended between the decision and its record.
    const Reason reason = ReasonOf(response.status());
    CHECK((reason == Reason::SUSPENDED_DISPUTE || reason == Reason::UNAVAILABLE));
    ++refusals;
  }
  done = true;
  changes.join();
  CHECK_FALSE(failed);
  CHECK(links + refusals == 200);
  CHECK(f.Count("marketplace_download_events") == links);
  CHECK(f.Count("entitlement_outbox") == links);
  while (f.relay.DrainOnce(Soon()).value() > 0) continue;
  CHECK(static_cast<int64_t>(f.analytics.events.size()) == links);
}

TEST_CASE("an earlier version is served when it is named") {
  DownloadShop f;
  f.Buy();
  CHECK(f.Try(f.As(kAlice), "key-a", "1.0.0")->version() == "1.0.0");
  CHECK(f.Try(f.As(kAlice), kKeyA, "latest")->version() == "1.1.0");
}

TEST_CASE("what is not there is 404 before anything is 403") {
  DownloadShop f;
  CHECK(ReasonOf(f.Try(f.As(kAlice), "key-x").status()) == Reason::NOT_FOUND);
  CHECK(ReasonOf(f.Try(f.As(kAlice), "key-a", "9.9.9").status()) == Reason::VERSION_UNKNOWN);
  CHECK(ReasonOf(f.Try(f.As(kAlice), "key-a", std::string(51, '1')).status()) ==
        Reason::INVALID_ARGUMENT);
  CHECK(ReasonOf(f.Try(f.CallOf({}), "key-a").status()) == Reason::UNAUTHENTICATED);
}

TEST_CASE("a draft is there only for those who were given it") {
  DownloadShop f;
  f.catalog.SetDraft("key-a");
  CHECK(ReasonOf(f.Try(f.As(kAlice), "key-a").status()) == Reason::NOT_FOUND);
  f.Buy();
  CHECK(f.Try(f.As(kAlice), "key-a").ok());
  CHECK(ReasonOf(f.Try(f.As(kBob), "key-a").status()) == Reason::NOT_FOUND);
  f.Apply(f.Order('1', 2, {{kKeyA, event::v1::STANDING_REVOKED_REFUND}}));
  CHECK(ReasonOf(f.Try(f.As(kAlice), "key-a").status()) == Reason::REVOKED_REFUND);
}

TEST_CASE("a refusal says why, and leaves neither audit row nor event") {
  DownloadShop f;
  CHECK(ReasonOf(f.Try(f.As(kAlice), "key-a").status()) == Reason::NOT_ENTITLED);
  const std::pair<event::v1::Standing, Reason> refusals[] = {
      {event::v1::STANDING_SUSPENDED_DISPUTE, Reason::SUSPENDED_DISPUTE},
      {event::v1::STANDING_SUSPENDED_CREDIT, Reason::SUSPENDED_CREDIT},
      {event::v1::STANDING_REVOKED_REFUND, Reason::REVOKED_REFUND}};
  int64_t revision = 0;
  for (const auto& [standing, reason] : refusals) {
    f.Apply(f.Order('1', ++revision, {{kKeyA, standing}}));
    const auto detail = error::DetailOf(f.Try(f.As(kAlice), "key-a").status());
    REQUIRE(detail.has_value());
    CHECK(detail->reason() == reason);
    CHECK(detail->actions_size() == 1);
  }
  CHECK(f.Count("marketplace_download_events") == 0);
  CHECK(f.Count("entitlement_outbox") == 0);
}

TEST_CASE("an idempotency key gives the version it gave first and counts one download") {
  DownloadShop f;
  f.Buy();
  const auto call = [] {
    return rpc::Call({.caller = {.user_id = kAlice},
                      .deadline = Soon(),
                      .peer = "gateway",
                      .idempotency_key = "once"});
  };
  v1::DownloadRequest request;
  request.set_slug("key-a");
  rpc::Call first = call();
  REQUIRE(f.downloads.Start(first, request)->version() == "1.1.0");
  CHECK_FALSE(first.replayed());
  f.catalog.AddKey("key-a", {"1.0.0", "1.1.0", "2.0.0"});
  f.clock.Advance(absl::Hours(2));
  rpc::Call second = call();
  const auto again = f.downloads.Start(second, request);
  REQUIRE(again.ok());
  CHECK(again->version() == "1.1.0");
  CHECK(second.replayed());
  CHECK(f.Follow(f.TokenOf(again->download_url())).ok());
  CHECK(f.Count("marketplace_download_events") == 1);
  CHECK(f.Count("entitlement_outbox") == 1);

  request.set_version("1.0.0");
  rpc::Call other = call();
  CHECK(ReasonOf(f.downloads.Start(other, request).status()) == Reason::IDEMPOTENCY_KEY_REUSED);
  request.clear_version();
  f.Refund();
  rpc::Call late = call();
  CHECK(ReasonOf(f.downloads.Start(late, request).status()) == Reason::REVOKED_REFUND);
}

TEST_CASE("a link tells where the bytes are, for an hour") {
  DownloadShop f;
  f.Buy();
  const std::string token = f.Link(f.As(kAlice));
  f.clock.Advance(absl::Minutes(59));
  const auto bytes = f.Follow(token);
  REQUIRE(bytes.ok());
  CHECK(bytes->storage_path() == "keys/node/key-a/1.1.0/key.zip");
  CHECK(bytes->sha256() == "sha of key-a@1.1.0");
  CHECK(bytes->size_bytes() == 1234);
  CHECK(bytes->file_name() == "key-a-1.1.0.zip");
  f.clock.Advance(absl::Minutes(1));
  CHECK(ReasonOf(f.Follow(token).status()) == Reason::LINK_EXPIRED);
  CHECK(ReasonOf(f.Follow(token + "A").status()) == Reason::LINK_INVALID);
  CHECK(f.Count("marketplace_download_events") == 1);
}

TEST_CASE("a refunded buyer's old link is dead at once") {
  DownloadShop f;
  f.Buy();
  const std::string token = f.Link(f.As(kAlice));
  f.Refund();
  const auto detail = error::DetailOf(f.Follow(token).status());
  REQUIRE(detail.has_value());
  CHECK(detail->reason() == Reason::LINK_REVOKED);
  CHECK(detail->actions_size() == 1);
}

TEST_CASE("a link lives on by another grant of its tenant, not by another tenant's") {
  DownloadShop f;
  f.Buy('1');
  f.Buy('2');
  f.Buy('3', {kBob, "user"});
  const std::string token = f.Link(f.As(kAlice));
  f.Refund('1');
  CHECK(f.Follow(token).ok());
  f.Refund('2');
  CHECK(ReasonOf(f.Follow(token).status()) == Reason::LINK_REVOKED);
}

TEST_CASE("a link through an organisation dies with the membership") {
  DownloadShop f;
  f.AddMember(kOrg, kBob, "member");
  f.Buy('1', {kOrg, "org"});
  const std::string token = f.Link(f.As(kBob));
  CHECK(f.Follow(token).ok());
  f.RemoveMember(kOrg, kBob);
  CHECK(ReasonOf(f.Follow(token).status()) == Reason::LINK_REVOKED);
  const std::string claimed = f.Link(f.CallOf({.user_id = kBob, .orgs = {{kOrg, "member"}}}));
  CHECK(f.Follow(claimed).ok());
}

TEST_CASE("while it cannot be decided, neither a link is made nor one followed") {
  DownloadShop f;
  f.Buy();
  const std::string token = f.Link(f.As(kAlice));
  pg::Pool nowhere({.conninfo = "host=127.0.0.1 port=1 dbname=keys", .name = "test"});
  Downloads undecided(f.PartsWith(nowhere));
  v1::DownloadRequest request;
  request.set_slug("key-a");
  rpc::Call call = f.As(kAlice);
  CHECK(ReasonOf(undecided.Start(call, request).status()) == Reason::UNAVAILABLE);
  v1::AuthorizeLinkRequest link;
  link.set_token(token);
  CHECK(ReasonOf(undecided.Authorize(call, link).status()) == Reason::UNAVAILABLE);
  f.catalog.Break(error::Make(Reason::UNAVAILABLE, "down"));
  // Nothing is remembered of a KEY that nobody asked for before.
  CHECK(ReasonOf(f.Try(f.As(kAlice), "key-b").status()) == Reason::UNAVAILABLE);
  CHECK(f.Follow(token).ok());  // a link needs no catalog
}

}  // namespace
}  // namespace keys::entitlement
