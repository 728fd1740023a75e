// Keeps the name of a KEY or bundle in a client's event only if the catalog knows it. Anybody may
// post events, and reports, popularity and the roll-up must not fill with invented names.
//
// An event with an unknown name is stored without the name, and
// keys_gateway_event_names_dropped_total counts it. While the catalog does not answer, a name is
// kept, because statistics must not wait for it. KEYS found are remembered for the catalog's
// revision. Thread-safe.
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

  // `request` is a keys.analytics.v1.RecordEventRequest and must live until `then` was called.
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
