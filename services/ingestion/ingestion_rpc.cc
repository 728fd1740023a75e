#include "services/ingestion/ingestion_rpc.h"

namespace keys::ingestion {
namespace {

constexpr std::string_view kAdmin = "keys.ingestion.v1.IngestionAdmin";

constexpr std::string_view kWatch = "keys.ingestion.v1.IngestionWatch";

}  // namespace

grpc::ServerUnaryReactor* IngestionRpc::Ingest(grpc::CallbackServerContext* context,
                                               const v1::IngestRequest* request,
                                               v1::IngestResponse* response) {
  return unary_.Run(
      context, {kAdmin, "Ingest"}, request, response,
      [this](rpc::Call& call, const auto& in) { return ingestions_.Ingest(call, in); });
}

grpc::ServerUnaryReactor* IngestionRpc::IngestIndex(grpc::CallbackServerContext* context,
                                                    const v1::IngestIndexRequest* request,
                                                    v1::IngestResponse* response) {
  return unary_.Run(
      context, {kAdmin, "IngestIndex"}, request, response,
      [this](rpc::Call& call, const auto& in) { return ingestions_.IngestIndex(call, in); });
}

grpc::ServerUnaryReactor* IngestionRpc::ListIngestions(grpc::CallbackServerContext* context,
                                                       const v1::ListIngestionsRequest* request,
                                                       v1::ListIngestionsResponse* response) {
  return unary_.Run(context, {kAdmin, "ListIngestions"}, request, response,
                    [this](rpc::Call& call, const auto& in) { return ingestions_.List(call, in); });
}

grpc::ServerUnaryReactor* IngestionRpc::GetIngestion(grpc::CallbackServerContext* context,
                                                     const v1::GetIngestionRequest* request,
                                                     v1::GetIngestionResponse* response) {
  return unary_.Run(context, {kAdmin, "GetIngestion"}, request, response,
                    [this](rpc::Call& call, const auto& in) { return ingestions_.Get(call, in); });
}

grpc::ServerWriteReactor<v1::WatchIngestionResponse>* IngestionWatchRpc::WatchIngestion(
    grpc::CallbackServerContext* context, const v1::WatchIngestionRequest*) {
  return rpc::Open(watches_, context, {kWatch, "WatchIngestion"}, progress_.feed());
}

}  // namespace keys::ingestion
