// The handlers of ingestion's RPCs. Thread-safe.
#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "common/idempotency/idempotency.h"
#include "common/page/cursor.h"
#include "common/pg/pool.h"
#include "common/rpc/call.h"
#include "common/time/clock.h"
#include "keys/ingestion/v1/ingestion.pb.h"
#include "services/ingestion/ingestion_runner.h"

namespace keys::ingestion {

class Ingestions {
 public:
  struct Parts {
    IngestionRunner& runner;
    pg::Pool& pool;
    const page::CursorCodec& cursors;
    const Clock& clock;
    std::string assets_root;
  };
  explicit Ingestions(Parts parts) : parts_(std::move(parts)), answers_("ingestion") {}

  absl::StatusOr<v1::IngestResponse> Ingest(rpc::Call& call, const v1::IngestRequest& request);
  absl::StatusOr<v1::IngestResponse> IngestIndex(rpc::Call& call,
                                                 const v1::IngestIndexRequest& request);
  absl::StatusOr<v1::ListIngestionsResponse> List(rpc::Call& call,
                                                  const v1::ListIngestionsRequest& request);
  absl::StatusOr<v1::GetIngestionResponse> Get(rpc::Call& call,
                                               const v1::GetIngestionRequest& request);

 private:
  absl::StatusOr<v1::IngestResponse> RunOnce(rpc::Call& call, const std::string& rpc,
                                             const std::string& request_hash,
                                             IngestionRunner::Job job);
  // Sets the catalog revision even on an error or a stored answer, so that the caller's next read
  // shows what was published.
  void MarkRevision(rpc::Call& call) const;

  const Parts parts_;
  const idempotency::Store answers_;
};

}  // namespace keys::ingestion
