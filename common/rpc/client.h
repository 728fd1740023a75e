// Blocking calls to another service.
//
//   rpc::Channel channel(address, minter);
//   catalog::v1::CatalogInternal::Stub stub(channel.grpc());
//   BatchGetKeysRequest request;
//   ASSIGN_OR_RETURN(auto response,
//                    channel.Invoke(&stub, &decltype(stub)::BatchGetKeys, request, call));
//
// Every call carries the service token, the request id and the trace; none lacks a deadline. A
// service that cannot be reached gives UNAVAILABLE with Reason UNAVAILABLE; errors of the other
// side keep their detail. Thread-safe.
#pragma once

#include <grpcpp/channel.h>
#include <grpcpp/client_context.h>

#include <atomic>
#include <cstdint>
#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/rpc/call.h"
#include "common/rpc/service_token.h"

namespace keys::rpc {

// The data that a call passes on: taken from the Call that is being served, or made for background
// work.
struct Outgoing {
  Deadline deadline = Deadline::Never();
  std::string request_id;
  TraceContext trace;

  Outgoing(const Call& call)  // NOLINT: implicit, so that handlers pass their call on
      : deadline(call.deadline()), request_id(call.request_id()), trace(call.trace()) {}
  Outgoing(Deadline by, std::string id) : deadline(by), request_id(std::move(id)) {
    trace = keys::trace::New();
  }
};

class Channel {
 public:
  // `address` is host:port. Connects on first use and again whenever needed.
  Channel(const std::string& address, TokenMinter& minter);

  const std::shared_ptr<grpc::Channel>& grpc() const { return channel_; }

  template <typename Stub, typename Request, typename Response>
  absl::StatusOr<Response> Invoke(Stub* stub,
                                  grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&,
                                                               Response*),
                                  const Request& request, const Outgoing& outgoing) {
    grpc::ClientContext context;
    Prepare(context, outgoing);
    Response response;
    const grpc::Status status = (stub->*method)(&context, request, &response);
    NoteRevision(context);
    if (!status.ok()) return Translate(status);
    return response;
  }

  // The highest x-keys-revision that any answer on this channel has had, failures included; 0
  // before the first. A change made over this channel has this revision or a lower one.
  int64_t revision() const { return revision_; }

 private:
  void NoteRevision(const grpc::ClientContext& context);
  void Prepare(grpc::ClientContext& context, const Outgoing& outgoing);
  static absl::Status Translate(const grpc::Status& status);

  TokenMinter& minter_;
  std::shared_ptr<grpc::Channel> channel_;
  std::atomic<int64_t> revision_ = 0;
};

}  // namespace keys::rpc
