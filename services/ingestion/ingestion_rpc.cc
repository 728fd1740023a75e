#include "services/ingestion/ingestion_rpc.h"

#include "common/rpc/service.h"
#include "keys/ingestion/v1/ingestion.grpc.pb.h"

namespace keys::ingestion {

std::unique_ptr<grpc::Service> MakeIngestionAdmin(rpc::Unary& unary, Ingestions& ingestions) {
  return rpc::MakeService<v1::IngestionAdmin>(
      unary, {
                 rpc::On("Ingest", ingestions, &Ingestions::Ingest),
                 rpc::On("IngestIndex", ingestions, &Ingestions::IngestIndex),
                 rpc::On("ListIngestions", ingestions, &Ingestions::List),
                 rpc::On("GetIngestion", ingestions, &Ingestions::Get),
             });
}

grpc::ServerWriteReactor<v1::WatchIngestionResponse>* IngestionWatchRpc::WatchIngestion(
    grpc::CallbackServerContext* context, const v1::WatchIngestionRequest*) {
  return rpc::Open(watches_, context, {v1::IngestionWatch::service_full_name(), "WatchIngestion"},
                   progress_.feed());
}

}  // namespace keys::ingestion
