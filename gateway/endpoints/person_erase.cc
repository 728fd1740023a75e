#include "gateway/endpoints/person_erase.h"

#include <utility>

#include "common/base/status_macros.h"
#include "common/base/text.h"
#include "common/error/error.h"
#include "common/id/id.h"
#include "gateway/endpoints/erasing.h"
#include "gateway/endpoints/rpc_endpoint.h"
#include "gateway/transcode/json_writer.h"
#include "google/protobuf/arena.h"
#include "keys/person/v1/erasure.pb.h"

namespace keys::gateway {
namespace {

constexpr absl::Duration kTimeout = absl::Seconds(8);

// The body as the route's message has it.
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

absl::StatusOr<Erasure> ReadUser(const RpcRoute& route, const Exchange& exchange) {
  ASSIGN_OR_RETURN(const auto request, Bind<person::v1::EraseUserRequest>(route, exchange));
  auto user_id = NormalizeUuid(request.id());
  if (!user_id.has_value()) {
    return error::Make(error::Reason::NOT_FOUND, "There is no user of this id: it is no UUID.");
  }
  return Erasure{.user_id = *std::move(user_id), .reason = request.reason(), .timeout = kTimeout};
}

absl::StatusOr<Erasure> ReadMe(const RpcRoute& route, const Exchange& exchange) {
  ASSIGN_OR_RETURN(const auto request, Bind<person::v1::EraseMeRequest>(route, exchange));
  if (request.confirm() != kEraseMyAccount) {
    return error::Invalid("/confirm", "NOT_CONFIRMED",
                          Concat({"To erase your account send the words: ", kEraseMyAccount}));
  }
  return Erasure{.user_id = exchange.caller.user_id,
                 .reason = "asked by the person themselves",
                 .timeout = kTimeout};
}

template <typename Response>
HttpResponse Erased(const RpcRoute& route, const std::string& user_id) {
  Response done;
  done.set_user_id(user_id);
  done.set_erased(true);
  HttpResponse response;
  response.headers.Add("Content-Type", "application/json");
  response.headers.Add("Cache-Control", "no-store");
  response.body = WriteJson(done, *route.response);
  return response;
}

}  // namespace

void PersonEraseEndpoint::Serve(ExchangePtr exchange, Reply reply) const {
  const bool own = route_.method->full_name() == kEraseMe;
  absl::StatusOr<Erasure> erasure = own ? ReadMe(route_, *exchange) : ReadUser(route_, *exchange);
  if (!erasure.ok()) return reply(erasure.status());
  const std::string user_id = erasure->user_id;
  erasure->begun = [this, user_id] { erased_.Add(user_id); };
  EraseEverywhere(upstream_, exchange, *erasure,
                  [this, own, user_id, reply = std::move(reply)](const absl::Status& status) {
                    if (!status.ok()) return reply(status);
                    reply(own ? Erased<person::v1::EraseMeResponse>(route_, user_id)
                              : Erased<person::v1::EraseUserResponse>(route_, user_id));
                  });
}

}  // namespace keys::gateway
