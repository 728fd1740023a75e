#include "gateway/endpoints/person_erase.h"

#include <utility>

#include "common/base/status_macros.h"
#include "common/base/text.h"
#include "common/error/error.h"
#include "common/id/id.h"
#include "gateway/endpoints/rpc_endpoint.h"
#include "gateway/transcode/json_writer.h"
#include "google/protobuf/arena.h"
#include "keys/person/v1/erasure.pb.h"

namespace keys::gateway {
namespace {

// The address at which somebody's own erasure shows its state.
constexpr char kOwnErasure[] = "/marketplace/me/erase";

// Reads the body into the route's message.
template <typename Request>
absl::StatusOr<Request> Bind(const RpcRoute& route, const Exchange& exchange) {
  const HttpRequest& http = exchange.request;
  RETURN_IF_ERROR(CheckJsonContentType(http));
  google::protobuf::Arena arena;
  ASSIGN_OR_RETURN(const google::protobuf::Message* bound,
                   route.binder.Bind({exchange.variables, http.query(), http.body}, &arena));
  Request request;
  request.CopyFrom(*bound);
  return request;
}

absl::StatusOr<Erasures::Person> ReadUser(const RpcRoute& route, const Exchange& exchange) {
  ASSIGN_OR_RETURN(const auto request, Bind<person::v1::EraseUserRequest>(route, exchange));
  auto user_id = NormalizeUuid(request.id());
  if (!user_id.has_value()) {
    return error::Make(error::Reason::NOT_FOUND, "There is no user of this id: it is no UUID.");
  }
  return Erasures::Person{.user_id = *std::move(user_id), .reason = request.reason()};
}

absl::StatusOr<Erasures::Person> ReadMe(const RpcRoute& route, const Exchange& exchange) {
  ASSIGN_OR_RETURN(const auto request, Bind<person::v1::EraseMeRequest>(route, exchange));
  if (request.confirm() != kEraseMyAccount) {
    return error::Invalid("/confirm", "NOT_CONFIRMED",
                          Concat({"To erase your account send the words: ", kEraseMyAccount}));
  }
  return Erasures::Person{.user_id = exchange.caller.user_id,
                          .reason = "asked by the person themselves"};
}

template <typename Response>
HttpResponse Answer(const RpcRoute& route, const std::string& user_id, bool erased,
                    const std::string& location) {
  Response body;
  body.set_user_id(user_id);
  body.set_erased(erased);
  HttpResponse response;
  response.headers.Add("Content-Type", "application/json");
  response.headers.Add("Cache-Control", "no-store");
  response.body = WriteJson(body, *route.response);
  if (!erased) {
    response.status = 202;
    response.headers.Add("Location", location);
    response.headers.Add("Retry-After", std::to_string(kErasureRetryAfterSeconds));
  }
  return response;
}

}  // namespace

void PersonEraseEndpoint::Serve(ExchangePtr exchange, Reply reply) const {
  const bool own = route_.method->full_name() == kEraseMe;
  const absl::StatusOr<Erasures::Person> person =
      own ? ReadMe(route_, *exchange) : ReadUser(route_, *exchange);
  if (!person.ok()) return reply(person.status());
  erasures_.Begin(
      *exchange, *person,
      [this, own, user_id = person->user_id,
       reply = std::move(reply)](absl::StatusOr<Erasures::Outcome> outcome) {
        if (!outcome.ok()) return reply(outcome.status());
        const bool erased = *outcome == Erasures::Outcome::kErased;
        reply(own ? Answer<person::v1::EraseMeResponse>(route_, user_id, erased, kOwnErasure)
                  : Answer<person::v1::EraseUserResponse>(
                        route_, user_id, erased,
                        Concat({"/marketplace/admin/users/", user_id, "/erase"})));
      });
}

}  // namespace keys::gateway
