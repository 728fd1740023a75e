// The handlers of ingestion's RPCs. Thread-safe.
#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "common/page/cursor.h"
#include "common/pg/pool.h"
#include "common/rpc/call.h"
#include "keys/ingestion/v1/ingestion.pb.h"
#include "services/ingestion/ingestion_runner.h"

namespace keys::ingestion {

class Ingestions {
 public:
  struct Parts {
    IngestionRunner& runner;
    pg::Pool& pool;
    const page::CursorCodec& cursors;
    std::string assets_root;
  };
  explicit Ingestions(Parts parts) : parts_(std::move(parts)) {}

  absl::StatusOr<v1::IngestResponse> Ingest(rpc::Call& call, const v1::IngestRequest& request);
  absl::StatusOr<v1::IngestResponse> IngestIndex(rpc::Call& call,
                                                 const v1::IngestIndexRequest& request);
  absl::StatusOr<v1::ListIngestionsResponse> List(rpc::Call& call,
                                                  const v1::ListIngestionsRequest& request);
  absl::StatusOr<v1::GetIngestionResponse> Get(rpc::Call& call,
                                               const v1::GetIngestionRequest& request);

 private:
  const Parts parts_;
};

}  // namespace keys::ingestion
