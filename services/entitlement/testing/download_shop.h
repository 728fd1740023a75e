// Shared by the tests of downloads: what the fixture has, with a KEY of two versions, links and the
// relay that forwards their events.
#pragma once

#include <string>
#include <utility>

#include "services/entitlement/downloads/downloads.h"
#include "services/entitlement/downloads/event_forwarder.h"
#include "services/entitlement/testing/fixture.h"

namespace keys::entitlement {

inline const std::string kKeyA = FakeCatalog::IdOf("key-a");

struct DownloadShop : Fixture {
  DownloadShop() { catalog.AddKey("key-a", {"1.0.0", "1.1.0"}); }
  FakeAnalytics analytics;
  LinkSigner signer{{{"k1", "0123456789abcdef"}}};
  outbox::Outbox outbox{"entitlement"};
  outbox::Relay relay{{.pool = pool, .outbox = outbox, .clock = clock, .metrics = metrics},
                      ForwardTo(analytics)};
  KnownVersions versions{{pool, catalog, clock, metrics}};
  Downloads downloads{PartsWith(pool)};

  Downloads::Parts PartsWith(pg::Pool& some_pool) {
    return {.pool = some_pool,
            .catalog = catalog,
            .versions = versions,
            .signer = signer,
            .relay = relay,
            .clock = clock,
            .ids = ids,
            .metrics = metrics,
            .public_url = "http://127.0.0.1:8080",
            .ip_hash_secret = "salt"};
  }
  absl::StatusOr<v1::DownloadResponse> Try(rpc::Call call, const std::string& slug,
                                           const std::string& version = "") {
    v1::DownloadRequest request;
    request.set_slug(slug);
    if (!version.empty()) request.set_version(version);
    return downloads.Start(call, request);
  }
  std::string TokenOf(const std::string& url) { return url.substr(url.rfind('/') + 1); }
  // Returns the link of a download that succeeds.
  std::string Link(rpc::Call call) {
    const auto response = Try(std::move(call), "key-a");
    INFO(response.status().ToString());
    REQUIRE(response.ok());
    return TokenOf(response->download_url());
  }
  absl::StatusOr<v1::AuthorizeLinkResponse> Follow(const std::string& token) {
    v1::AuthorizeLinkRequest request;
    request.set_token(token);
    rpc::Call call = CallOf({});
    return downloads.Authorize(call, request);
  }
  void Buy(char order = '1', const Tenant& tenant = {kAlice, "user"}) {
    Apply(Order(order, 1, {{kKeyA}}, tenant));
  }
  void Refund(char order = '1') {
    Apply(Order(order, 2, {{kKeyA, event::v1::STANDING_REVOKED_REFUND}}));
  }
};

}  // namespace keys::entitlement
