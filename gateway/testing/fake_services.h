// One gRPC server that stands for all services behind the gateway: it answers each method with what
// a test told it, and remembers what it was asked. It knows no generated service.
//
//   FakeServices services;
//   services.On("/keys.catalog.v1.Catalog/GetKey", [](const FakeCall& call) {
//     return FakeAnswer::Of(response);
//   });
//
// Thread-safe.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "google/protobuf/message.h"

namespace keys::gateway {

struct FakeCall {
  std::string method;
  std::multimap<std::string, std::string> metadata;
  std::string request;

  // Empty when absent.
  std::string Metadata(const std::string& name) const;
  template <typename Message>
  Message As() const {
    Message message;
    message.ParseFromString(request);
    return message;
  }
};

struct FakeAnswer {
  absl::Status status;
  std::string response;
  std::map<std::string, std::string> trailers;
  // Answer nothing until the client gives up.
  bool silent = false;

  static FakeAnswer Of(const google::protobuf::Message& message) {
    return {.response = message.SerializeAsString()};
  }
};

class FakeServices {
 public:
  using Handler = std::function<FakeAnswer(const FakeCall&)>;

  FakeServices();
  ~FakeServices();

  // "127.0.0.1:<port>"
  const std::string& address() const { return address_; }
  // A method without a handler is UNIMPLEMENTED; health checks say SERVING until told otherwise.
  void On(const std::string& method, Handler handler);
  // Calls so far of that method.
  std::vector<FakeCall> Calls(const std::string& method) const;
  void SetServing(bool serving);
  // Nobody listens any more.
  void Stop();

 private:
  class Service;
  FakeAnswer Answer(const FakeCall& call);

  mutable std::mutex mutex_;
  std::map<std::string, Handler> handlers_;
  std::vector<FakeCall> calls_;
  bool serving_ = true;
  std::string address_;
  struct Running;
  std::unique_ptr<Running> running_;
};

}  // namespace keys::gateway
