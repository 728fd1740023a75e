// EntitlementWatch: tells readers whose access changed, over all entitlement processes.
//
// Start begins to listen for what the database's triggers tell at each commit (migration 0008);
// until it listens, and whenever the database cannot be asked, no stream is open: a reader without
// one knows that it may have missed something. Thread-safe.
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

// "user:<uuid>", "org:<uuid>" or "org:<uuid>:<user's uuid>"; nothing for anything else.
std::optional<v1::AccessChange> ParseAccessChange(const std::string& payload);

class AccessWatch {
 public:
  using Feed = rpc::Feed<v1::WatchAccessResponse>;

  explicit AccessWatch(rpc::Watches& watches);
  ~AccessWatch();

  // As role keys_entitlement.
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
