// CatalogWatch: tells readers the catalog's revision, as its row says, over all catalog processes.
//
// Start begins to follow the row; until it was read, and whenever the database cannot be asked, no
// stream is open: a reader that hears nothing knows that it knows nothing. Thread-safe.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "common/pg/listener.h"
#include "common/rpc/watch/server.h"
#include "keys/catalog/v1/watch.pb.h"

namespace grpc {
class Service;
}

namespace keys::catalog {

class RevisionWatch {
 public:
  using Feed = rpc::Feed<v1::WatchRevisionResponse>;

  explicit RevisionWatch(rpc::Watches& watches);
  ~RevisionWatch();

  // As role keys_catalog.
  void Start(const std::string& conninfo);
  void Stop();
  grpc::Service& service() { return *service_; }

 private:
  absl::Status Look(pg::Executor& db);
  void Lose();

  // Shared with the streams' feed, which may live longer.
  struct State {
    std::optional<int64_t> revision;
  };
  const std::shared_ptr<State> state_;
  const std::shared_ptr<Feed> feed_;
  const std::unique_ptr<grpc::Service> service_;
  std::unique_ptr<pg::Listener> listener_;
};

}  // namespace keys::catalog
