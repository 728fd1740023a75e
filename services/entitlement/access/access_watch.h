// EntitlementWatch tells its readers whose access changed, in any entitlement process.
//
// Start begins to listen for the notifications that the database's triggers send at each commit
// (migration 0008). Until it listens, and whenever the database does not answer, no stream is open,
// so that a reader knows that it may have missed changes. Thread-safe.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "common/pg/listener.h"
#include "common/rpc/watch/server.h"
#include "keys/entitlement/v1/watch.pb.h"

namespace grpc {
class Service;
}

namespace keys::entitlement {

// Reads "user:<uuid>", "org:<uuid>" or "org:<uuid>:<user's uuid>". Returns nothing for anything
// else.
std::optional<v1::AccessChange> ParseAccessChange(const std::string& payload);

class AccessWatch {
 public:
  using Feed = rpc::Feed<v1::WatchAccessResponse>;

  explicit AccessWatch(rpc::Watches& watches);
  ~AccessWatch();

  // Connects as role keys_entitlement.
  void Start(const std::string& conninfo);
  void Stop();
  grpc::Service& service() { return *service_; }

 private:
  absl::Status ReadChanges(pg::Executor& db);
  void Hear(const std::vector<std::string>& payloads);
  void Lose();

  // Shared with the streams, which may live longer.
  const std::shared_ptr<Feed> feed_;
  const std::unique_ptr<grpc::Service> service_;
  std::unique_ptr<pg::Listener> listener_;
};

}  // namespace keys::entitlement
