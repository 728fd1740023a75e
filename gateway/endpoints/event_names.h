// What clients say they saw or clicked is kept under the name of a KEY or bundle only where the
// catalog knows one of that name: whoever likes may post events, and reports, popularity and the
// roll-up must not fill with names that clients thought up.
//
// The event itself is stored either way, as one that named nothing; names left out are counted in
// keys_gateway_event_names_dropped_total. While the catalog does not answer, a name stays: no
// statistics wait for it. KEYS found are remembered for the catalog's revision. Thread-safe.
#pragma once

#include <functional>

#include "common/metrics/metrics.h"
#include "gateway/cache/catalog_cache.h"
#include "gateway/exchange.h"
#include "gateway/upstream.h"
#include "google/protobuf/message.h"

namespace keys::gateway {

class EventNames {
 public:
  EventNames(Upstream& upstream, CatalogCache& cache, metrics::Registry& metrics);

  // `request` is a keys.analytics.v1.RecordEventRequest and lives until `then` was called.
  void Check(const ExchangePtr& exchange, google::protobuf::Message* request,
             std::function<void()> then) const;

 private:
  struct Question;
  using QuestionPtr = std::shared_ptr<Question>;
  void CheckKey(const QuestionPtr& question) const;
  void CheckBundle(const QuestionPtr& question) const;

  Upstream& upstream_;
  CatalogCache& cache_;
  prometheus::Counter& keys_dropped_;
  prometheus::Counter& bundles_dropped_;
};

}  // namespace keys::gateway
