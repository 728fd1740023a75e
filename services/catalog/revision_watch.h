// CatalogWatch reports the catalog's revision, which all catalog processes share in one row, to its
// readers.
//
// Start begins to follow the row. Until it was read, and whenever the database does not answer, no
// stream is open, so that a reader knows that its copies may be out of date. Thread-safe.
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

  // Connects as role keys_catalog.
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
