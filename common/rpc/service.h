// A gRPC service made of plain handlers, with one line for each RPC.
//
//   std::unique_ptr<grpc::Service> MakeCatalogRpc(rpc::Unary& unary, Handlers& handlers) {
//     return rpc::MakeService<v1::Catalog>(unary, {
//         rpc::On("ListKeys", handlers.keys, &Keys::List),
//         rpc::On("GetKey", handlers.keys, &Keys::Get),
//     });
//   }
//
// The handler's types must be those of the RPC in the proto, and every RPC of the service must be
// named once: otherwise the process ends when the service is made, which is when it starts. What
// happens around a handler is written in unary.h. `unary` and the handlers must outlive the
// service.
#pragma once

#include <google/protobuf/descriptor.h>
#include <grpcpp/impl/codegen/server_callback_handlers.h>
#include <grpcpp/impl/service_type.h>

#include <functional>
#include <memory>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "common/rpc/unary.h"

namespace keys::rpc {

// The pool in which an RPC's calls run, and who is admitted to it. Without `admit` all calls wait
// in one line.
struct Lane {
  Unary& pool;
  Admit admit = nullptr;
};

// One RPC and its handler, whose types are forgotten.
struct Rpc {
  std::string_view name;
  const google::protobuf::Descriptor* request;
  const google::protobuf::Descriptor* response;
  // Makes what gRPC calls for this method. gRPC owns it.
  std::function<grpc::internal::MethodHandler*(const Lane&, Method)> bind;
  // Calls run in the pool of the service unless the RPC has a lane of its own.
  std::optional<Lane> lane = std::nullopt;
};

// `handle` is called as handle(Call&, const Request&) and returns StatusOr<Response>.
template <typename Request, typename Response, typename Handle>
Rpc OnCall(std::string_view name, Handle handle) {
  return {.name = name,
          .request = Request::descriptor(),
          .response = Response::descriptor(),
          .bind = [handle = std::move(handle)](const Lane& lane, Method method) {
            return new grpc::internal::CallbackUnaryHandler<Request, Response>(
                [lane, method, handle](grpc::CallbackServerContext* context, const Request* request,
                                       Response* response) {
                  return lane.pool.Run(context, method, request, response, handle, lane.admit);
                });
          }};
}

template <typename Object, typename Class, typename CallType, typename Request, typename Response>
Rpc On(std::string_view name, Object& object,
       absl::StatusOr<Response> (Class::*method)(CallType&, const Request&)) {
  return OnCall<Request, Response>(name, [&object, method](Call& call, const Request& request) {
    return (object.*method)(call, request);
  });
}
template <typename Object, typename Class, typename CallType, typename Request, typename Response>
Rpc On(std::string_view name, Object& object,
       absl::StatusOr<Response> (Class::*method)(CallType&, const Request&) const) {
  return OnCall<Request, Response>(name, [&object, method](Call& call, const Request& request) {
    return (object.*method)(call, request);
  });
}

// The RPC with a lane of its own, for calls that must not take the threads of others. The lane's
// pool must outlive the service.
inline Rpc In(Lane lane, Rpc rpc) {
  rpc.lane.emplace(std::move(lane));
  return rpc;
}

// The RPCs in the order in which the proto declares them. INVALID_ARGUMENT says which RPC is
// missing, unknown, named twice or of other types.
absl::StatusOr<std::vector<const Rpc*>> InOrderOfProto(std::string_view service,
                                                       const std::vector<Rpc>& rpcs);

// Ends the process with the reason on stderr.
std::vector<const Rpc*> InOrderOrDie(std::string_view service, const std::vector<Rpc>& rpcs);

template <typename Generated>
std::unique_ptr<grpc::Service> MakeService(Unary& unary, const std::vector<Rpc>& rpcs) {
  class PlainService final : public Generated::Service {
   public:
    PlainService(Unary& unary, const std::vector<const Rpc*>& ordered) {
      for (size_t index = 0; index < ordered.size(); ++index) {
        const Rpc& rpc = *ordered[index];
        const Method method{Generated::service_full_name(), rpc.name};
        const Lane lane = rpc.lane.has_value() ? *rpc.lane : Lane{unary};
        this->MarkMethodCallback(static_cast<int>(index), rpc.bind(lane, method));
      }
    }
  };
  return std::make_unique<PlainService>(unary, InOrderOrDie(Generated::service_full_name(), rpcs));
}

}  // namespace keys::rpc
