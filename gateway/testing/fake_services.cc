#include "gateway/testing/fake_services.h"

#include <grpcpp/generic/async_generic_service.h>
#include <grpcpp/security/server_credentials.h>
#include <grpcpp/server.h>
#include <grpcpp/server_builder.h>

#include <atomic>

#include "common/base/text.h"
#include "common/rpc/wire.h"

namespace keys::gateway {
namespace {

std::string TextOf(const grpc::ByteBuffer& buffer) {
  std::vector<grpc::Slice> slices;
  std::string text;
  if (!buffer.Dump(&slices).ok()) return text;
  for (const auto& slice : slices) text.append(slice.begin(), slice.end());
  return text;
}

// Reads one message, answers it and ends the call.
class Reactor : public grpc::ServerGenericBidiReactor {
 public:
  Reactor(grpc::GenericCallbackServerContext* context,
          std::function<FakeAnswer(const FakeCall&)> answer)
      : context_(context), answer_(std::move(answer)) {
    StartRead(&request_);
  }

  void OnReadDone(bool ok) override {
    if (!ok) return End(grpc::Status::CANCELLED);
    FakeCall call{.method = context_->method(), .request = TextOf(request_)};
    for (const auto& [name, value] : context_->client_metadata()) {
      call.metadata.emplace(std::string(name.data(), name.size()),
                            std::string(value.data(), value.size()));
    }
    const FakeAnswer answer = answer_(call);
    if (answer.silent) return;
    for (const auto& [name, value] : answer.trailers) context_->AddTrailingMetadata(name, value);
    if (!answer.status.ok()) return End(rpc::ToGrpcStatus(answer.status));
    if (ended_.exchange(true)) return;
    const grpc::Slice slice(answer.response);
    response_ = grpc::ByteBuffer(&slice, 1);
    StartWriteAndFinish(&response_, grpc::WriteOptions(), grpc::Status::OK);
  }
  void OnCancel() override { End(grpc::Status::CANCELLED); }
  void OnDone() override { delete this; }

 private:
  // A call that is cancelled may be answered at the same moment.
  void End(const grpc::Status& status) {
    if (!ended_.exchange(true)) Finish(status);
  }

  grpc::GenericCallbackServerContext* const context_;
  const std::function<FakeAnswer(const FakeCall&)> answer_;
  grpc::ByteBuffer request_;
  grpc::ByteBuffer response_;
  std::atomic<bool> ended_ = false;
};

}  // namespace

class FakeServices::Service : public grpc::CallbackGenericService {
 public:
  explicit Service(FakeServices& fakes) : fakes_(fakes) {}
  grpc::ServerGenericBidiReactor* CreateReactor(
      grpc::GenericCallbackServerContext* context) override {
    return new Reactor(context, [this](const FakeCall& call) { return fakes_.Answer(call); });
  }

 private:
  FakeServices& fakes_;
};

struct FakeServices::Running {
  explicit Running(FakeServices& fakes) : service(fakes) {}
  Service service;
  std::unique_ptr<grpc::Server> server;
};

std::string FakeCall::Metadata(const std::string& name) const {
  const auto found = metadata.find(name);
  return found == metadata.end() ? "" : found->second;
}

FakeServices::FakeServices() : running_(std::make_unique<Running>(*this)) {
  int port = 0;
  grpc::ServerBuilder builder;
  builder.AddListeningPort("127.0.0.1:0", grpc::InsecureServerCredentials(), &port);
  builder.AddChannelArgument(GRPC_ARG_MAX_METADATA_SIZE, 16 * 1024);  // as run.cc
  builder.RegisterCallbackGenericService(&running_->service);
  running_->server = builder.BuildAndStart();
  address_ = StrCat("127.0.0.1:", port);
}

FakeServices::~FakeServices() { Stop(); }

void FakeServices::Stop() {
  if (running_->server == nullptr) return;
  running_->server->Shutdown(gpr_time_0(GPR_CLOCK_MONOTONIC));
  running_->server.reset();
}

void FakeServices::On(const std::string& method, Handler handler) {
  std::lock_guard lock(mutex_);
  handlers_[method] = std::move(handler);
}

std::vector<FakeCall> FakeServices::Calls(const std::string& method) const {
  std::lock_guard lock(mutex_);
  std::vector<FakeCall> calls;
  for (const FakeCall& call : calls_) {
    if (call.method == method) calls.push_back(call);
  }
  return calls;
}

void FakeServices::SetServing(bool serving) {
  std::lock_guard lock(mutex_);
  serving_ = serving;
}

FakeAnswer FakeServices::Answer(const FakeCall& call) {
  std::unique_lock lock(mutex_);
  calls_.push_back(call);
  // HealthCheckResponse{status: SERVING or NOT_SERVING}
  if (call.method == "/grpc.health.v1.Health/Check") {
    return {.response = std::string("\x08") + (serving_ ? '\x01' : '\x02')};
  }
  const auto found = handlers_.find(call.method);
  if (found == handlers_.end()) return {.status = absl::UnimplementedError("no such fake")};
  const Handler handler = found->second;
  lock.unlock();
  return handler(call);
}

}  // namespace keys::gateway
