// gRPC's side of ingestion, with one line for each RPC.
#pragma once

#include "common/rpc/unary.h"
#include "common/rpc/watch/server.h"
#include "keys/ingestion/v1/ingestion.grpc.pb.h"
#include "keys/ingestion/v1/watch.grpc.pb.h"
#include "services/ingestion/ingestions.h"
#include "services/ingestion/progress.h"

namespace keys::ingestion {

class IngestionRpc final : public v1::IngestionAdmin::CallbackService {
 public:
  // The arguments must outlive it.
  IngestionRpc(rpc::Unary& unary, Ingestions& ingestions)
      : unary_(unary), ingestions_(ingestions) {}

  grpc::ServerUnaryReactor* Ingest(grpc::CallbackServerContext* context,
                                   const v1::IngestRequest* request,
                                   v1::IngestResponse* response) override;
  grpc::ServerUnaryReactor* IngestIndex(grpc::CallbackServerContext* context,
                                        const v1::IngestIndexRequest* request,
                                        v1::IngestResponse* response) override;
  grpc::ServerUnaryReactor* ListIngestions(grpc::CallbackServerContext* context,
                                           const v1::ListIngestionsRequest* request,
                                           v1::ListIngestionsResponse* response) override;
  grpc::ServerUnaryReactor* GetIngestion(grpc::CallbackServerContext* context,
                                         const v1::GetIngestionRequest* request,
                                         v1::GetIngestionResponse* response) override;

 private:
  rpc::Unary& unary_;
  Ingestions& ingestions_;
};

class IngestionWatchRpc final : public v1::IngestionWatch::CallbackService {
 public:
  // The arguments must outlive it.
  IngestionWatchRpc(rpc::Watches& watches, const Progress& progress)
      : watches_(watches), progress_(progress) {}

  grpc::ServerWriteReactor<v1::WatchIngestionResponse>* WatchIngestion(
      grpc::CallbackServerContext* context, const v1::WatchIngestionRequest* request) override;

 private:
  rpc::Watches& watches_;
  const Progress& progress_;
};

}  // namespace keys::ingestion
