// Goes on with erasures that were begun and not finished, without waiting for the client to ask
// again. Billing keeps them as open and hands out the one that was tried longest ago, each at most
// once in some seconds.
//
// Several are worked on at the same time, so that one person's hanging step does not delay the
// others. Several gateways may do so at once, because a step that another has done finds nothing to
// do. Has threads of its own; thread-safe. Stops when destroyed, which waits for the steps under
// way: stop `upstream` first.
#pragma once

#include <condition_variable>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "common/metrics/metrics.h"
#include "gateway/endpoints/erasures.h"
#include "gateway/exchange.h"
#include "gateway/upstream.h"
#include "keys/person/v1/person.pb.h"

namespace keys::gateway {

class ErasureFinisher {
 public:
  struct Options {
    // The most erasures under way. Each holds a thread here and one of a service.
    int at_once = 4;
    absl::Duration look_every = absl::Seconds(5);
  };
  ErasureFinisher(Upstream& upstream, Erasures& erasures, metrics::Registry& metrics)
      : ErasureFinisher(upstream, erasures, metrics, Options{}) {}
  ErasureFinisher(Upstream& upstream, Erasures& erasures, metrics::Registry& metrics,
                  const Options& options);
  ~ErasureFinisher();
  ErasureFinisher(const ErasureFinisher&) = delete;
  ErasureFinisher& operator=(const ErasureFinisher&) = delete;

 private:
  void Run();
  // Works on one open erasure, if there is one. Returns true when another may follow.
  bool FinishNext();
  absl::Status Ask(const ExchangePtr& exchange, person::v1::NextErasureResponse* next);

  Upstream& upstream_;
  Erasures& erasures_;
  const Options options_;
  prometheus::Counter& finished_;
  std::mutex mutex_;
  std::condition_variable wake_;
  bool stopping_ = false;
  std::vector<std::thread> threads_;
};

}  // namespace keys::gateway
