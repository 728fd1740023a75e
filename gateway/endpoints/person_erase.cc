#include "gateway/endpoints/person_erase.h"

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "common/base/status_macros.h"
#include "common/error/error.h"
#include "common/id/id.h"
#include "gateway/endpoints/rpc_endpoint.h"
#include "gateway/transcode/json_writer.h"
#include "google/protobuf/arena.h"
#include "keys/person/v1/erasure.pb.h"
#include "keys/person/v1/person.pb.h"

namespace keys::gateway {
namespace {

using error::Reason;

constexpr char kErase[] = "/keys.person.v1.PersonalData/ErasePerson";
constexpr char kFirst[] = "billing";
constexpr absl::Duration kTimeout = absl::Seconds(8);
constexpr int kRetryAfterSeconds = 2;

// One erasure on its way through the services.
class Erasing : public std::enable_shared_from_this<Erasing> {
 public:
  Erasing(const RpcRoute& route, Upstream& upstream, ExchangePtr exchange, Reply reply)
      : route_(route),
        upstream_(upstream),
        exchange_(std::move(exchange)),
        reply_(std::move(reply)),
        steps_({kFirst}) {
    for (std::string& process : upstream.processes()) {
      if (process != kFirst) steps_.push_back(std::move(process));
    }
    steps_.push_back(kFirst);
  }

  void Begin(const std::string& user_id, const std::string& reason) {
    request_.set_user_id(user_id);
    request_.set_reason(reason);
    Ask();
  }

 private:
  void Ask() {
    response_.Clear();
    request_.set_finish(at_ + 1 == steps_.size());
    const UpstreamCall call{.process = steps_[at_],
                            .grpc_path = kErase,
                            .request = &request_,
                            .response = &response_,
                            .exchange = *exchange_,
                            .timeout = kTimeout};
    upstream_.Call(call, [self = shared_from_this()](const UpstreamAnswer& answer) {
      self->OnAnswer(answer.status);
    });
  }

  void OnAnswer(const absl::Status& status) {
    if (!status.ok()) return reply_(Failure(status));
    if (at_ == 0) request_.set_stand_in(response_.stand_in());
    if (++at_ < steps_.size()) return Ask();
    person::v1::EraseUserResponse done;
    done.set_user_id(request_.user_id());
    done.set_erased(true);
    HttpResponse response;
    response.headers.Add("Content-Type", "application/json");
    response.headers.Add("Cache-Control", "no-store");
    response.body = WriteJson(done, *route_.response);
    reply_(std::move(response));
  }

  // A service that runs out of time may be done or not: to the administrator both is the same.
  static absl::Status Failure(const absl::Status& status) {
    if (error::DetailOf(status).has_value() && !absl::IsDeadlineExceeded(status)) return status;
    error::ErrorDetail detail;
    detail.set_reason(Reason::UNAVAILABLE);
    detail.set_detail("Not every service has erased them yet. Ask again to go on.");
    detail.set_retry_after_seconds(kRetryAfterSeconds);
    return error::Make(std::move(detail));
  }

  const RpcRoute& route_;
  Upstream& upstream_;
  const ExchangePtr exchange_;
  const Reply reply_;
  std::vector<std::string> steps_;
  person::v1::ErasePersonRequest request_;
  person::v1::ErasePersonResponse response_;
  size_t at_ = 0;
};

absl::StatusOr<person::v1::EraseUserRequest> Read(const RpcRoute& route, const Exchange& exchange) {
  const HttpRequest& http = exchange.request;
  RETURN_IF_ERROR(CheckJsonContentType(http));
  google::protobuf::Arena arena;
  ASSIGN_OR_RETURN(const google::protobuf::Message* bound,
                   route.binder.Bind({exchange.variables, http.query(), http.body}, &arena));
  person::v1::EraseUserRequest request;
  request.CopyFrom(*bound);
  const auto user_id = NormalizeUuid(request.id());
  if (!user_id.has_value()) {
    return error::Make(Reason::NOT_FOUND, "There is no user of this id: it is no UUID.");
  }
  request.set_id(*user_id);
  return request;
}

}  // namespace

void PersonEraseEndpoint::Serve(ExchangePtr exchange, Reply reply) const {
  const absl::StatusOr<person::v1::EraseUserRequest> request = Read(route_, *exchange);
  if (!request.ok()) return reply(request.status());
  std::make_shared<Erasing>(route_, upstream_, std::move(exchange), std::move(reply))
      ->Begin(request->id(), request->reason());
}

}  // namespace keys::gateway
