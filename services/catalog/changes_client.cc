#include "services/catalog/changes_client.h"

#include "keys/catalog/v1/changes.grpc.pb.h"

namespace keys::catalog {
namespace {

class RemoteChanges final : public ChangesClient {
 public:
  using Stub = v1::CatalogChanges::Stub;
  RemoteChanges(const std::string& address, rpc::TokenMinter& minter)
      : channel_(address, minter), stub_(channel_.grpc()) {}

  absl::StatusOr<v1::ListChangedKeysResponse> ListChangedKeys(
      const v1::ListChangedKeysRequest& request, const rpc::Outgoing& outgoing) override {
    return channel_.Invoke(&stub_, &Stub::ListChangedKeys, request, outgoing);
  }

 private:
  rpc::Channel channel_;
  Stub stub_;
};

}  // namespace

std::unique_ptr<ChangesClient> MakeRemoteChanges(const std::string& address,
                                                 rpc::TokenMinter& minter) {
  return std::make_unique<RemoteChanges>(address, minter);
}

}  // namespace keys::catalog
