#include "gateway/endpoints/erasure_finisher.h"

#include <chrono>
#include <future>
#include <string>
#include <utility>

#include "common/base/text.h"
#include "common/crypto/encode.h"
#include "common/crypto/secure.h"
#include "common/error/error.h"
#include "common/log/log.h"
#include "gateway/endpoints/erasing.h"

namespace keys::gateway {
namespace {

constexpr char kNext[] = "/keys.person.v1.PersonalData/NextErasure";
constexpr absl::Duration kListTimeout = absl::Seconds(2);
// No client waits, so a step may take as long as a service may need at all.
constexpr absl::Duration kStepTimeout = absl::Seconds(60);
constexpr absl::Duration kFinishTimeout = absl::Minutes(8);

// The promise is shared, because the waiting thread may be gone before the other one has left
// set_value.
using Outcome = std::promise<absl::Status>;

ExchangePtr NewExchange() {
  auto exchange = std::make_shared<Exchange>();
  exchange->request_id = Concat({"erasure-", crypto::HexEncode(crypto::RandomBytes(8))});
  exchange->trace = trace::New();
  exchange->caller.admin = true;
  exchange->deadline = Deadline::After(kFinishTimeout);
  return exchange;
}

}  // namespace

ErasureFinisher::ErasureFinisher(Upstream& upstream, Erasures& erasures, metrics::Registry& metrics,
                                 const Options& options)
    : upstream_(upstream),
      erasures_(erasures),
      options_(options),
      finished_(metrics.Counter("keys_erasures_finished_total",
                                "Erasures that were cut off and went on by themselves.")) {
  for (int i = 0; i < options_.at_once; ++i) threads_.emplace_back([this] { Run(); });
}

ErasureFinisher::~ErasureFinisher() {
  {
    std::lock_guard lock(mutex_);
    stopping_ = true;
    wake_.notify_all();
  }
  for (std::thread& thread : threads_) thread.join();
}

void ErasureFinisher::Run() {
  std::unique_lock lock(mutex_);
  const auto look_every = absl::ToChronoMilliseconds(options_.look_every);
  while (!wake_.wait_for(lock, look_every, [this] { return stopping_; })) {
    bool more = true;
    while (more && !stopping_) {
      lock.unlock();
      more = FinishNext();
      lock.lock();
    }
  }
}

absl::Status ErasureFinisher::Ask(const ExchangePtr& exchange,
                                  person::v1::NextErasureResponse* next) {
  const person::v1::NextErasureRequest request;
  const auto answered = std::make_shared<Outcome>();
  upstream_.Call({.process = kErasureHolder,
                  .grpc_path = kNext,
                  .request = &request,
                  .response = next,
                  .exchange = *exchange,
                  .timeout = kListTimeout},
                 [answered](const UpstreamAnswer& answer) { answered->set_value(answer.status); });
  return answered->get_future().get();
}

bool ErasureFinisher::FinishNext() {
  const ExchangePtr exchange = NewExchange();
  person::v1::NextErasureResponse next;
  // No erasure is open, or billing does not answer.
  if (!Ask(exchange, &next).ok()) return false;
  // This gateway works on this erasure already, and it takes long. Billing does not hand it out
  // again for a while, so the next answer is another person's.
  if (!erasures_.Enter(next.user_id())) return true;
  exchange->caller.user_id = next.asked_by();
  const auto ended = std::make_shared<Outcome>();
  EraseEverywhere(upstream_, exchange,
                  {.user_id = next.user_id(), .reason = next.reason(), .timeout = kStepTimeout},
                  [ended](const absl::Status& status) { ended->set_value(status); });
  const absl::Status status = ended->get_future().get();
  erasures_.Leave(next.user_id());
  if (!status.ok()) {
    log::Warning("erasure.cut_off",
                 {{"request_id", exchange->request_id}, {"why", MessageOf(status)}});
    return true;
  }
  finished_.Increment();
  log::Info("erasure.finished", {{"request_id", exchange->request_id}});
  return true;
}

}  // namespace keys::gateway
