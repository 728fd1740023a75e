// Tells readers of WatchIngestion about the runs of this process. Thread-safe.
//
//   progress.Started(ingestion); progress.Decided(asset); …; progress.Ended(ingestion, report);
//
// A reader that comes later first gets the missed events of the run under way, asset by asset, or
// else the end of the last one. For this the last run is kept, with at most kMaxReportedFindings
// findings.
#pragma once

#include <memory>
#include <vector>

#include "common/rpc/watch/server.h"
#include "keys/ingestion/v1/watch.pb.h"

namespace keys::ingestion {

class Progress {
 public:
  using Feed = rpc::Feed<v1::WatchIngestionResponse>;

  Progress();

  void Started(const v1::Ingestion& ingestion);
  // `asset` comes without its number and the run's id, which are filled in here.
  void Decided(v1::AssetProgress asset);
  void Ended(const v1::Ingestion& ingestion, const v1::IngestResponse& report);

  const std::shared_ptr<Feed>& feed() const { return feed_; }

 private:
  // Guarded by the feed's lock.
  std::vector<v1::WatchIngestionResponse> events_;
  std::string ingestion_id_;
  int number_ = 0;
  int findings_ = 0;
  // The last member, because its snapshots read the others.
  const std::shared_ptr<Feed> feed_;
};

}  // namespace keys::ingestion
