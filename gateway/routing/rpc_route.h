// Public RPCs as HTTP routes, read from the descriptors linked into this program.
//
//   ShapeSet shapes;
//   ASSIGN_OR_RETURN(std::vector<RpcRoute> routes, ReadRoutes(ContractFiles(), shapes));
//
// ReadRoutes fails with one line for every mistake: a public RPC without a rule, an internal one
// with a rule, a rule that contradicts itself or its messages. Routes are const; thread-safe.
#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "gateway/transcode/request_binder.h"
#include "gateway/transcode/shape.h"
#include "google/protobuf/descriptor.h"
#include "keys/http/v1/rule.pb.h"

namespace keys::gateway {

// A service's process and the proto file that holds its RPCs.
struct ContractFile {
  // catalog, billing, …: also the name in configuration and in readiness answers.
  std::string process;
  const google::protobuf::FileDescriptor* file;
};

// The six services of the contract. Aborts when one of their files is not linked in.
std::vector<ContractFile> ContractFiles();
// What the gateway serves itself, with a call to each of them.
ContractFile OwnFile();

struct RpcRoute {
  std::string process;
  const google::protobuf::MethodDescriptor* method;
  http::v1::Rule rule;
  // "GET", …
  std::string verb;
  std::string path_template;
  // "/keys.catalog.v1.Catalog/ListKeys"
  std::string grpc_path;
  RequestBinder binder;
  const MessageShape* response;
  // The field the gateway fills for NEED_ACCESS_SET; null without that need.
  const google::protobuf::FieldDescriptor* access_set = nullptr;
  // It takes a `format` (keys.report.v1.Format), and its answer, from one time to another, can be
  // written as a table.
  bool report = false;
  int success_status = 200;
  int timeout_ms = 0;
  size_t max_body_bytes = 0;
};

inline constexpr int kDefaultTimeoutMs = 8'000;
// What the rules of reads for browsing say, so that their answer is with the client within a
// second, whatever the database does.
inline constexpr int kBrowsingTimeoutMs = 800;
inline constexpr int kMaxTimeoutMs = 10'000;
inline constexpr size_t kDefaultMaxBodyBytes = size_t{1} << 20;

absl::StatusOr<std::vector<RpcRoute>> ReadRoutes(const std::vector<ContractFile>& files,
                                                 ShapeSet& shapes);

// The method behind "/package.Service/Method", for RPCs the gateway itself calls. Aborts when it is
// not linked in.
const google::protobuf::MethodDescriptor& FindMethod(const std::string& full_name);

}  // namespace keys::gateway
