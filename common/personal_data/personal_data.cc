#include "common/personal_data/personal_data.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "common/base/status_macros.h"
#include "common/error/error.h"
#include "common/id/id.h"
#include "common/rpc/unary.h"
#include "keys/person/v1/person.grpc.pb.h"

namespace keys::personal_data {
namespace {

using person::v1::ExportPersonRequest;
using person::v1::ExportPersonResponse;

class Rpc final : public person::v1::PersonalData::CallbackService {
 public:
  Rpc(rpc::Unary& unary, Export& data, Eraser& eraser)
      : unary_(unary), data_(data), eraser_(eraser) {}
  grpc::ServerUnaryReactor* ExportPerson(grpc::CallbackServerContext* context,
                                         const ExportPersonRequest* request,
                                         ExportPersonResponse* response) override {
    return unary_.Run(context, {PersonalData::service_full_name(), "ExportPerson"}, request,
                      response,
                      [this](rpc::Call& call, const auto& in) { return data_.Page(call, in); });
  }
  grpc::ServerUnaryReactor* ErasePerson(grpc::CallbackServerContext* context,
                                        const person::v1::ErasePersonRequest* request,
                                        person::v1::ErasePersonResponse* response) override {
    return unary_.Run(context, {PersonalData::service_full_name(), "ErasePerson"}, request,
                      response,
                      [this](rpc::Call& call, const auto& in) { return eraser_.Erase(call, in); });
  }
  grpc::ServerUnaryReactor* ListErased(grpc::CallbackServerContext* context,
                                       const person::v1::ListErasedRequest* request,
                                       person::v1::ListErasedResponse* response) override {
    return unary_.Run(context, {PersonalData::service_full_name(), "ListErased"}, request, response,
                      [this](rpc::Call& call, const auto& in) { return eraser_.List(call, in); });
  }
  grpc::ServerUnaryReactor* RecordExport(grpc::CallbackServerContext* context,
                                         const person::v1::RecordExportRequest* request,
                                         person::v1::RecordExportResponse* response) override {
    return unary_.Run(
        context, {PersonalData::service_full_name(), "RecordExport"}, request, response,
        [this](rpc::Call& call, const auto& in) { return eraser_.RecordExport(call, in); });
  }
  grpc::ServerUnaryReactor* RecordErasure(grpc::CallbackServerContext* context,
                                          const person::v1::RecordErasureRequest* request,
                                          person::v1::RecordErasureResponse* response) override {
    return unary_.Run(context, {PersonalData::service_full_name(), "RecordErasure"}, request,
                      response,
                      [this](rpc::Call& call, const auto& in) { return eraser_.Record(call, in); });
  }
  grpc::ServerUnaryReactor* GetErasure(grpc::CallbackServerContext* context,
                                       const person::v1::GetErasureRequest* request,
                                       person::v1::ErasureState* response) override {
    return unary_.Run(context, {PersonalData::service_full_name(), "GetErasure"}, request, response,
                      [this](rpc::Call& call, const auto& in) { return eraser_.State(call, in); });
  }
  grpc::ServerUnaryReactor* NextErasure(grpc::CallbackServerContext* context,
                                        const person::v1::NextErasureRequest* request,
                                        person::v1::NextErasureResponse* response) override {
    return unary_.Run(context, {PersonalData::service_full_name(), "NextErasure"}, request,
                      response,
                      [this](rpc::Call& call, const auto&) { return eraser_.Next(call); });
  }

 private:
  using PersonalData = person::v1::PersonalData;
  rpc::Unary& unary_;
  Export& data_;
  Eraser& eraser_;
};

}  // namespace

absl::StatusOr<ExportPersonResponse> Export::Page(rpc::Call& call,
                                                  const ExportPersonRequest& request) {
  ASSIGN_OR_RETURN(
      const std::string user_id,
      CheckPerson(call, request.user_id(), "Only administrators export somebody else's data."));
  if (request.from().section() < 0) return error::Invalid("/from", "INVALID", "This is no place.");
  ASSIGN_OR_RETURN(pg::Connection db, pool_.Acquire(call.deadline()));
  ExportPersonResponse response;
  int rows_left = kPageRows;
  size_t bytes = 0;
  std::string after = request.from().after();
  for (auto at = static_cast<size_t>(request.from().section()); at < sections_.size(); ++at) {
    // One row more than fits is read, to know whether the section ends here.
    int fit = std::min(rows_left, sections_[at].rows);
    ASSIGN_OR_RETURN(
        std::vector<ExportRow> rows,
        db.Query<ExportRow>(sections_[at].page, user_id, std::exchange(after, ""), fit + 1));
    auto& section = *response.add_sections();
    section.set_name(std::string(sections_[at].name));
    for (ExportRow& row : rows) {
      if (fit == 0 || bytes > kPageBytes) {
        response.mutable_next()->set_section(static_cast<int32_t>(at));
        response.mutable_next()->set_after(after);
        return response;
      }
      --fit;
      --rows_left;
      bytes += row.row.size();
      after = std::move(row.place);
      if (!row.row.empty()) section.add_rows(std::move(row.row));
    }
    after.clear();
  }
  return response;
}

std::unique_ptr<grpc::Service> MakeRpc(rpc::Unary& unary, Export& data, Eraser& eraser) {
  return std::make_unique<Rpc>(unary, data, eraser);
}

}  // namespace keys::personal_data
