// Serves a public RPC over HTTP: it checks headers and body, binds them to the request message,
// fetches what the rule needs, calls the service and writes the answer as JSON with its cache
// headers. Answers of the catalog that are the same for everybody are kept and found again
// (CatalogCache); an answer to a change is held back until the cache knows of it.
//
// Const after construction; thread-safe. The objects that it refers to must outlive it.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <utility>

#include "absl/status/statusor.h"
#include "gateway/cache/catalog_cache.h"
#include "gateway/endpoints/event_gatherer.h"
#include "gateway/endpoints/event_names.h"
#include "gateway/exchange.h"
#include "gateway/routing/rpc_route.h"
#include "gateway/transcode/shape.h"
#include "gateway/upstream.h"

namespace keys::gateway {

// Checks the names in clients' events, and then gathers the events.
struct ClientEvents {
  EventNames names;
  EventGatherer& gatherer;
};

class RpcEndpoint : public Endpoint {
 public:
  // Another representation of the finished answer, such as a page of it.
  struct Presentation {
    // Distinguishes its kept answers from those of other presentations of the same route.
    std::string name;
    // Changes body and headers before the entity tag is made. It must depend on the answer only.
    std::function<void(AnswerDraft&)> rewrite;
  };

  RpcEndpoint(const RpcRoute& route, Upstream& upstream, CatalogCache& cache)
      : RpcEndpoint(route, upstream, cache, Presentation{}) {}
  // `events` is null for every route but that of clients' events.
  RpcEndpoint(const RpcRoute& route, Upstream& upstream, CatalogCache& cache,
              Presentation presentation, std::unique_ptr<const ClientEvents> events = nullptr)
      : route_(route),
        upstream_(upstream),
        cache_(cache),
        presentation_(std::move(presentation)),
        events_(std::move(events)) {}

  void Serve(ExchangePtr exchange, Reply reply) const override;

 private:
  // One call under way: its messages and the reply that waits for it.
  struct Flight;
  using FlightPtr = std::shared_ptr<Flight>;

  absl::Status Prepare(Flight& flight) const;
  void FetchAccessSet(const FlightPtr& flight) const;
  void Call(const FlightPtr& flight) const;
  // Like Call, for a client's event.
  void Gather(const FlightPtr& flight) const;
  void OnAnswer(const FlightPtr& flight, const UpstreamAnswer& answer) const;
  // True for the catalog's public answers. Other answers have no revision to be compared with.
  bool MayBeKept() const;
  std::string CacheKey(const Flight& flight) const;
  // Returns the kept answer to an earlier request with the same address, or null.
  KeptAnswerPtr FindSpelled(const Exchange& exchange) const;
  std::string SpellingOf(const Exchange& exchange) const;
  AnswerDraft Write(const Flight& flight, const UpstreamAnswer& answer) const;
  // Makes the response for the caller alone.
  HttpResponse Respond(AnswerDraft draft, const UpstreamAnswer& answer) const;
  // Keeps the answer and makes a response that shares its bytes.
  HttpResponse KeepAndRespond(const Flight& flight, AnswerDraft draft,
                              const UpstreamAnswer& answer) const;

  const RpcRoute route_;
  Upstream& upstream_;
  CatalogCache& cache_;
  const Presentation presentation_;
  const std::unique_ptr<const ClientEvents> events_;
};

// Returns the Idempotency-Key to pass on, or an empty text when it is absent. INVALID_ARGUMENT
// unless it is 1–255 visible ASCII characters and sent once.
absl::StatusOr<std::string> IdempotencyKeyOf(const HeaderFields& headers);

// Returns UNSUPPORTED_MEDIA_TYPE unless the body is JSON in UTF-8, or there is neither a body nor a
// type for it.
absl::Status CheckJsonContentType(const HttpRequest& request);

}  // namespace keys::gateway
