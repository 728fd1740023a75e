// A public RPC as an HTTP endpoint: headers and body checked, bound to the request message, what
// the rule needs fetched, the service called, the answer written as JSON with its cache headers.
// Answers of the catalog that are the same for everybody are kept and found again (CatalogCache);
// an answer to a change is held back until the cache knows of it.
//
// Const after construction; thread-safe. What it refers to must outlive it.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <utility>

#include "absl/status/statusor.h"
#include "gateway/cache/catalog_cache.h"
#include "gateway/endpoints/event_names.h"
#include "gateway/exchange.h"
#include "gateway/routing/rpc_route.h"
#include "gateway/transcode/shape.h"
#include "gateway/upstream.h"

namespace keys::gateway {

class RpcEndpoint : public Endpoint {
 public:
  // Another representation of the finished answer, such as a page of it.
  struct Presentation {
    // What tells its kept answers from those of other presentations of the same route.
    std::string name;
    // Changes body and headers before the entity tag is made; must depend on the answer only.
    std::function<void(KeptAnswer&)> rewrite;
  };

  RpcEndpoint(const RpcRoute& route, Upstream& upstream, CatalogCache& cache)
      : RpcEndpoint(route, upstream, cache, Presentation{}) {}
  // `names`: for client events, whose names are checked first; null for every other route.
  RpcEndpoint(const RpcRoute& route, Upstream& upstream, CatalogCache& cache,
              Presentation presentation, std::unique_ptr<const EventNames> names = nullptr)
      : route_(route),
        upstream_(upstream),
        cache_(cache),
        presentation_(std::move(presentation)),
        names_(std::move(names)) {}

  void Serve(ExchangePtr exchange, Reply reply) const override;

 private:
  // One call on its way: the messages and who waits for them.
  struct Flight;
  using FlightPtr = std::shared_ptr<Flight>;

  absl::Status Prepare(Flight& flight) const;
  void FetchAccessSet(const FlightPtr& flight) const;
  void Call(const FlightPtr& flight) const;
  void OnAnswer(const FlightPtr& flight, const UpstreamAnswer& answer) const;
  // The catalog's public answers; what else could be kept has no revision to be held against.
  bool MayBeKept() const;
  std::string CacheKey(const Flight& flight) const;
  KeptAnswer Write(const Flight& flight, const UpstreamAnswer& answer) const;
  HttpResponse Respond(const KeptAnswer& answer) const;

  const RpcRoute route_;
  Upstream& upstream_;
  CatalogCache& cache_;
  const Presentation presentation_;
  const std::unique_ptr<const EventNames> names_;
};

// The Idempotency-Key to pass on; empty when absent. INVALID_ARGUMENT when it is not 1–255 visible
// ASCII characters, sent once.
absl::StatusOr<std::string> IdempotencyKeyOf(const HeaderFields& headers);

// UNSUPPORTED_MEDIA_TYPE unless the body is JSON in UTF-8, or there is none and no type for it.
absl::Status CheckJsonContentType(const HttpRequest& request);

}  // namespace keys::gateway
