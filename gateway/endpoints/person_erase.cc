#include "gateway/endpoints/person_erase.h"

#include <utility>

#include "common/base/status_macros.h"
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
    return error::Make(error::Reason::NOT_FOUND, "There is no user of this id: it is no UUID.");
  }
  request.set_id(*user_id);
  return request;
}

HttpResponse Erased(const RpcRoute& route, const std::string& user_id) {
  person::v1::EraseUserResponse done;
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
  const absl::StatusOr<person::v1::EraseUserRequest> request = Read(route_, *exchange);
  if (!request.ok()) return reply(request.status());
  EraseEverywhere(
      upstream_, exchange,
      {.user_id = request->id(), .reason = request->reason(), .timeout = kTimeout},
      [this, user_id = request->id(), reply = std::move(reply)](const absl::Status& status) {
        if (!status.ok()) return reply(status);
        reply(Erased(route_, user_id));
      });
}

}  // namespace keys::gateway
