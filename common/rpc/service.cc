#include "common/rpc/service.h"

#include <cstdio>
#include <cstdlib>
#include <string>

#include "absl/status/status.h"
#include "common/base/text.h"

namespace keys::rpc {

absl::StatusOr<std::vector<const Rpc*>> InOrderOfProto(std::string_view service,
                                                       const std::vector<Rpc>& rpcs) {
  const auto* declared =
      google::protobuf::DescriptorPool::generated_pool()->FindServiceByName(std::string(service));
  if (declared == nullptr) {
    return absl::InvalidArgumentError(StrCat("there is no service ", service));
  }
  std::vector<const Rpc*> ordered(static_cast<size_t>(declared->method_count()), nullptr);
  for (const Rpc& rpc : rpcs) {
    const auto* method = declared->FindMethodByName(std::string(rpc.name));
    const std::string path = StrCat(service, "/", rpc.name);
    if (method == nullptr) return absl::InvalidArgumentError(StrCat("there is no RPC ", path));
    if (method->input_type() != rpc.request || method->output_type() != rpc.response) {
      return absl::InvalidArgumentError(
          StrCat("the handler of ", path, " takes or answers another message"));
    }
    const Rpc*& place = ordered[static_cast<size_t>(method->index())];
    if (place != nullptr) return absl::InvalidArgumentError(StrCat(path, " has two handlers"));
    place = &rpc;
  }
  for (size_t index = 0; index < ordered.size(); ++index) {
    if (ordered[index] != nullptr) continue;
    return absl::InvalidArgumentError(
        StrCat(service, "/", declared->method(static_cast<int>(index))->name(), " has no handler"));
  }
  return ordered;
}

std::vector<const Rpc*> InOrderOrDie(std::string_view service, const std::vector<Rpc>& rpcs) {
  auto ordered = InOrderOfProto(service, rpcs);
  if (ordered.ok()) return *std::move(ordered);
  const std::string why(MessageOf(ordered.status()));
  std::fprintf(stderr, "{\"level\":\"fatal\",\"check\":\"%s\"}\n", why.c_str());
  std::abort();
}

}  // namespace keys::rpc
