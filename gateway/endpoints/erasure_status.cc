#include "gateway/endpoints/erasure_status.h"

#include <memory>
#include <string>
#include <utility>

#include "common/base/status_macros.h"
#include "common/error/error.h"
#include "common/id/id.h"
#include "gateway/endpoints/erasing.h"
#include "gateway/endpoints/erasures.h"
#include "gateway/transcode/json_writer.h"
#include "google/protobuf/arena.h"
#include "keys/person/v1/erasure.pb.h"
#include "keys/person/v1/person.pb.h"

namespace keys::gateway {
namespace {

constexpr absl::Duration kStatusTimeout = absl::Seconds(2);

absl::StatusOr<std::string> UserOf(const RpcRoute& route, const Exchange& exchange) {
  google::protobuf::Arena arena;
  ASSIGN_OR_RETURN(
      const google::protobuf::Message* bound,
      route.binder.Bind({exchange.variables, exchange.request.query(), exchange.request.body},
                        &arena));
  if (route.method->full_name() == kGetOwnErasure) return exchange.caller.user_id;
  person::v1::GetUserErasureRequest request;
  request.CopyFrom(*bound);
  auto user_id = NormalizeUuid(request.id());
  if (user_id.has_value()) return *std::move(user_id);
  return error::Make(error::Reason::NOT_FOUND, "There is no user of this id: it is no UUID.");
}

// A service of which billing has no record yet is shown as waiting.
person::v1::Erasure Shown(const person::v1::ErasureState& state,
                          const std::vector<std::string>& order) {
  person::v1::Erasure erasure;
  erasure.set_state(state.has_ended_at() ? "done" : "running");
  *erasure.mutable_began_at() = state.began_at();
  *erasure.mutable_updated_at() = state.updated_at();
  if (state.has_ended_at()) *erasure.mutable_ended_at() = state.ended_at();
  for (const std::string& name : order) {
    auto& shown = *erasure.add_services();
    shown.set_name(name);
    shown.set_state(state.has_ended_at() ? "done" : "waiting");
    for (const auto& service : state.services()) {
      if (service.name() != name) continue;
      shown.set_rows(service.rows());
      if (!state.has_ended_at()) shown.set_state(service.done() ? "done" : "running");
    }
  }
  return erasure;
}

template <typename Response>
HttpResponse Respond(const RpcRoute& route, person::v1::Erasure erasure) {
  const bool goes_on = !erasure.has_ended_at();
  Response body;
  *body.mutable_erasure() = std::move(erasure);
  HttpResponse response;
  response.headers.Add("Content-Type", "application/json");
  response.headers.Add("Cache-Control", "no-store");
  if (goes_on) response.headers.Add("Retry-After", std::to_string(kErasureRetryAfterSeconds));
  response.body = WriteJson(body, *route.response);
  return response;
}

struct Flight {
  ExchangePtr exchange;
  Reply reply;
  person::v1::GetErasureRequest request;
  person::v1::ErasureState state;
};

}  // namespace

void ErasureStatusEndpoint::Serve(ExchangePtr exchange, Reply reply) const {
  absl::StatusOr<std::string> user_id = UserOf(route_, *exchange);
  if (!user_id.ok()) return reply(user_id.status());
  const auto flight = std::make_shared<Flight>();
  flight->exchange = std::move(exchange);
  flight->reply = std::move(reply);
  flight->request.set_user_id(*std::move(user_id));
  upstream_.Call(
      {.process = kErasureHolder,
       .grpc_path = kGetErasure,
       .request = &flight->request,
       .response = &flight->state,
       .exchange = *flight->exchange,
       .timeout = kStatusTimeout},
      [this, flight](const UpstreamAnswer& answer) {
        if (!answer.status.ok()) return flight->reply(answer.status);
        person::v1::Erasure erasure = Shown(flight->state, ErasureOrder(upstream_));
        const bool own = route_.method->full_name() == kGetOwnErasure;
        flight->reply(
            own ? Respond<person::v1::GetOwnErasureResponse>(route_, std::move(erasure))
                : Respond<person::v1::GetUserErasureResponse>(route_, std::move(erasure)));
      });
}

}  // namespace keys::gateway
