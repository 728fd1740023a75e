// One gRPC server that stands for all services behind the gateway: it answers each method as the
// test says and remembers the calls. It uses no generated service.
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
  // Sends no answer until the client gives up.
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
  // Sets the handler of a method. A method without one is UNIMPLEMENTED. Health checks say SERVING
  // unless told otherwise.
  void On(const std::string& method, Handler handler);
  // Returns the calls of that method so far.
  std::vector<FakeCall> Calls(const std::string& method) const;
  void SetServing(bool serving);
  // Closes the port, so that calls are refused.
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
