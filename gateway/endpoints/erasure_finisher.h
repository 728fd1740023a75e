// Goes on with erasures that were begun and not finished, without waiting for the client to ask
// again. Billing keeps them as open and is asked for one every kLookEvery.
//
// Several gateways may do so at once, because a step that another has done finds nothing to do. Has
// a thread of its own; thread-safe. Stops when destroyed, which waits for the step under way: stop
// `upstream` first.
#pragma once

#include <condition_variable>
#include <memory>
#include <mutex>
#include <thread>

#include "absl/status/status.h"
#include "common/metrics/metrics.h"
#include "gateway/endpoints/erasures.h"
#include "gateway/exchange.h"
#include "gateway/upstream.h"
#include "keys/person/v1/person.pb.h"

namespace keys::gateway {

class ErasureFinisher {
 public:
  ErasureFinisher(Upstream& upstream, Erasures& erasures, metrics::Registry& metrics);
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
  prometheus::Counter& finished_;
  std::mutex mutex_;
  std::condition_variable wake_;
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace keys::gateway
