// gRPC's side of ingestion, with one line for each RPC.
#pragma once

#include <memory>

#include "common/rpc/unary.h"
#include "common/rpc/watch/server.h"
#include "keys/ingestion/v1/watch.grpc.pb.h"
#include "services/ingestion/ingestions.h"
#include "services/ingestion/progress.h"

namespace keys::ingestion {

// IngestionAdmin. The arguments must outlive it.
std::unique_ptr<grpc::Service> MakeIngestionAdmin(rpc::Unary& unary, Ingestions& ingestions);

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
