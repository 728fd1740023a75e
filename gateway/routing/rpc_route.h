// Reads the HTTP routes of public RPCs from the descriptors linked into this program.
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
  // The name is catalog, billing, …, also in the configuration and in readiness answers.
  std::string process;
  const google::protobuf::FileDescriptor* file;
};

// The six services of the contract. Aborts when one of their files is not linked in.
std::vector<ContractFile> ContractFiles();
// Returns the file of RPCs that the gateway serves itself by calling all of these services.
ContractFile OwnFile();

struct RpcRoute {
  std::string process;
  const google::protobuf::MethodDescriptor* method;
  http::v1::Rule rule;
  // "GET", …
  std::string verb;
  std::string path_template;
  // The path as gRPC writes it, "/keys.catalog.v1.Catalog/ListKeys".
  std::string grpc_path;
  RequestBinder binder;
  const MessageShape* response;
  // The field that the gateway fills for NEED_ACCESS_SET. Null without that need.
  const google::protobuf::FieldDescriptor* access_set = nullptr;
  // The request takes a `format` (keys.report.v1.Format), and the answer covers a span of time and
  // can be written as a table.
  bool report = false;
  int success_status = 200;
  int timeout_ms = 0;
  size_t max_body_bytes = 0;
};

inline constexpr int kDefaultTimeoutMs = 8'000;
// Rules of reads for browsing set this time limit, so that the client has its answer within a
// second even when the database is stuck.
inline constexpr int kBrowsingTimeoutMs = 800;
// This is the default for a GET that needs a signed-in caller, so that people read their own data,
// or get a 503, within two seconds.
inline constexpr int kOwnReadTimeoutMs = 1'800;
inline constexpr int kMaxTimeoutMs = 10'000;
inline constexpr size_t kDefaultMaxBodyBytes = size_t{1} << 20;

absl::StatusOr<std::vector<RpcRoute>> ReadRoutes(const std::vector<ContractFile>& files,
                                                 ShapeSet& shapes);

// Finds the method of "/package.Service/Method" for RPCs that the gateway itself calls. Aborts when
// it is not linked in.
const google::protobuf::MethodDescriptor& FindMethod(const std::string& full_name);

}  // namespace keys::gateway
