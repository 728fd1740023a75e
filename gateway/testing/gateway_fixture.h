// A whole gateway without a socket in front: requests go in as values, answers come out as values.
//
//   GatewayFixture gateway;
//   gateway.services.On("/keys.catalog.v1.Catalog/GetKey", …);
//   HttpResponse response = gateway.Ask("GET", "/marketplace/keys/x");
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "common/blob/object_store.h"
#include "common/id/id.h"
#include "common/metrics/metrics.h"
#include "common/rpc/service_token.h"
#include "common/rpc/worker_pool.h"
#include "common/time/clock.h"
#include "gateway/access/erased_people.h"
#include "gateway/cache/catalog_cache.h"
#include "gateway/endpoints/erasures.h"
#include "gateway/endpoints/event_gatherer.h"
#include "gateway/endpoints/open_transfers.h"
#include "gateway/pipeline.h"
#include "gateway/routes.h"
#include "gateway/testing/fake_services.h"

namespace keys::gateway {

class GatewayFixture {
 public:
  struct Options {
    std::vector<std::string> origins;
    RateLimiter::Options rate;
    RateLimiter::Options anonymous_rate;
    std::vector<std::string> trusted_proxies;
    bool trust_org_claims = false;
    // Empty when the storefront has not been built.
    std::string web_root;
    Erasures::Limits erasures;
    PublicSettings settings = {.public_url = "", .payments = "sandbox"};
  };

  GatewayFixture();
  explicit GatewayFixture(const Options& options);
  ~GatewayFixture();

  HttpResponse Ask(HttpRequest request);
  HttpResponse Ask(std::string method, std::string target, HeaderFields headers = {},
                   std::string body = "");

  // Returns "Bearer …" for a user. `more` has further claims, e.g. ",\"app_metadata\":{…}".
  std::string Token(const std::string& user, const std::string& more = "") const;
  static constexpr char kUser[] = "0192f0c1-2222-7000-8000-00000000000a";
  static constexpr char kAdminClaims[] = R"(,"app_metadata":{"role":"admin"})";

  // Puts an object into the store and returns its SHA-256.
  std::string PutObject(const std::string& path, const std::string& bytes);

  // These follow no watch; a test reports entitlement's changes itself.
  OpenTransfers& transfers() { return transfers_; }

  // Answers everything that waits for a service, as when the process stops.
  void StopUpstream() { upstream_.Stop(); }

  ErasedPeople& erased() { return erased_; }
  Erasures& erasures() { return erasures_; }
  Upstream& upstream() { return upstream_; }

  FakeServices services;
  FakeClock clock;
  SequenceIdSource ids;
  metrics::Registry metrics;
  // The cache follows no watch; a test reports the catalog's revisions itself.
  CatalogCache cache{{}, metrics};
  // Every route as "GET /path", except those that are pages only.
  std::vector<std::string> routes;
  std::unique_ptr<Site> site;
  std::string storage_folder;
  std::unique_ptr<blob::ObjectStore> store;
  std::unique_ptr<Pipeline> pipeline;

 private:
  rpc::TokenMinter minter_;
  Upstream upstream_;
  OpenTransfers transfers_;
  EventGatherer gatherer_;
  Readiness readiness_;
  ShapeSet shapes_;
  // Runs without its thread; a test says what billing answers.
  ErasedPeople erased_;
  Erasures erasures_;
  Authenticator authenticator_;
  RateLimiter per_address_;
  RateLimiter per_user_;
  RateLimiter anonymous_;
  rpc::WorkerPool workers_;
};

// Waits for the answer to one request.
HttpResponse AskHandler(HttpHandler& handler, HttpRequest request);

// Returns all pieces of a body, or the error that ended it.
absl::StatusOr<std::string> PiecesOf(PieceSource& source);

// Returns all bytes of a response, also of a stream or of pieces.
std::string BodyOf(const HttpResponse& response);

}  // namespace keys::gateway
