#include "gateway/endpoints/erasing.h"

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "common/base/status_macros.h"
#include "common/base/text.h"
#include "common/error/error.h"
#include "common/failpoint/failpoint.h"

namespace keys::gateway {

const char kGetErasure[] = "/keys.person.v1.PersonalData/GetErasure";
namespace {

using error::Reason;

constexpr char kErase[] = "/keys.person.v1.PersonalData/ErasePerson";
constexpr char kRecordErasure[] = "/keys.person.v1.PersonalData/RecordErasure";
constexpr char kFirst[] = "billing";
constexpr char kLast[] = "analytics";
constexpr int kRetryAfterSeconds = 2;

class Erasing : public std::enable_shared_from_this<Erasing> {
 public:
  Erasing(Upstream& upstream, ExchangePtr exchange, const Erasure& erasure,
          std::function<void(absl::Status)> done)
      : upstream_(upstream),
        exchange_(std::move(exchange)),
        timeout_(erasure.timeout),
        done_(std::move(done)),
        begun_(erasure.begun),
        stepped_(erasure.stepped),
        steps_(ErasureOrder(upstream)) {
    steps_.emplace_back(kFirst);
    request_.set_user_id(erasure.user_id);
    request_.set_reason(erasure.reason);
  }

  void Ask() {
    response_.Clear();
    request_.set_finish(at_ + 1 == steps_.size());
    if (absl::Status cut = Reach(); !cut.ok()) return done_(Failure(cut));
    const UpstreamCall call{.process = steps_[at_],
                            .grpc_path = kErase,
                            .request = &request_,
                            .response = &response_,
                            .exchange = *exchange_,
                            .timeout = timeout_};
    upstream_.Call(call, [self = shared_from_this()](const UpstreamAnswer& answer) {
      self->OnAnswer(answer.status);
    });
  }

 private:
  absl::Status Reach() const {
    return failpoint::Reach(Concat({"gateway.erase.", request_.finish() ? "finish" : steps_[at_]}),
                            exchange_->deadline);
  }

  void OnAnswer(const absl::Status& status) {
    if (!status.ok()) return done_(Failure(status));
    if (at_ == 0) {
      request_.set_stand_in(response_.stand_in());
      if (begun_ != nullptr) begun_();
    }
    if (request_.finish()) return done_(absl::OkStatus());
    Record();
  }

  void Record() {
    step_.set_user_id(request_.user_id());
    step_.set_stand_in(request_.stand_in());
    step_.set_service(steps_[at_]);
    step_.set_rows(response_.erased());
    step_.set_done(!response_.more());
    const UpstreamCall call{.process = kFirst,
                            .grpc_path = kRecordErasure,
                            .request = &step_,
                            .response = &recorded_,
                            .exchange = *exchange_,
                            .timeout = timeout_};
    upstream_.Call(call, [self = shared_from_this()](const UpstreamAnswer& answer) {
      self->OnRecorded(answer.status);
    });
  }

  void OnRecorded(const absl::Status& status) {
    if (!status.ok()) return done_(Failure(status));
    if (stepped_ != nullptr) stepped_();
    // A service that has more to do is asked again. Its finished steps are not repeated.
    if (step_.done()) ++at_;
    Ask();
  }

  // A service that ran out of time may or may not have finished. The administrator gets the same
  // answer either way: try again.
  static absl::Status Failure(const absl::Status& status) {
    if (error::DetailOf(status).has_value() && !absl::IsDeadlineExceeded(status)) return status;
    error::ErrorDetail detail;
    detail.set_reason(Reason::UNAVAILABLE);
    detail.set_detail(
        "Not every service has erased them yet. It goes on; ask again to hear of it.");
    detail.set_retry_after_seconds(kRetryAfterSeconds);
    return error::Make(std::move(detail));
  }

  Upstream& upstream_;
  const ExchangePtr exchange_;
  const absl::Duration timeout_;
  const std::function<void(absl::Status)> done_;
  const std::function<void()> begun_, stepped_;
  std::vector<std::string> steps_;
  person::v1::ErasePersonRequest request_;
  person::v1::ErasePersonResponse response_;
  person::v1::RecordErasureRequest step_;
  person::v1::RecordErasureResponse recorded_;
  size_t at_ = 0;
};

}  // namespace

std::vector<std::string> ErasureOrder(const Upstream& upstream) {
  std::vector<std::string> order = {kFirst};
  for (std::string& process : upstream.processes()) {
    if (process != kFirst && process != kLast) order.push_back(std::move(process));
  }
  order.emplace_back(kLast);
  return order;
}

void EraseEverywhere(Upstream& upstream, const ExchangePtr& exchange, const Erasure& erasure,
                     std::function<void(absl::Status)> done) {
  std::make_shared<Erasing>(upstream, exchange, erasure, std::move(done))->Ask();
}

}  // namespace keys::gateway
