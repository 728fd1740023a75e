#include "gateway/endpoints/person_export.h"

#include <memory>
#include <utility>
#include <vector>

#include "common/base/text.h"
#include "common/error/error.h"
#include "common/id/id.h"
#include "keys/person/v1/person.pb.h"

namespace keys::gateway {
namespace {

using error::Reason;

constexpr char kExport[] = "/keys.person.v1.PersonalData/ExportPerson";
constexpr char kRecordExport[] = "/keys.person.v1.PersonalData/RecordExport";
// The service that writes down who exported whose data.
constexpr char kRecords[] = "billing";
constexpr absl::Duration kTimeout = absl::Seconds(8);

// One export on its way through the services, one after the other.
class Gathering : public std::enable_shared_from_this<Gathering> {
 public:
  Gathering(Upstream& upstream, ExchangePtr exchange, Reply reply, const std::string& user_id)
      : upstream_(upstream),
        exchange_(std::move(exchange)),
        reply_(std::move(reply)),
        processes_(upstream.processes()) {
    request_.set_user_id(user_id);
    json_ = Concat({"{\"user_id\":\"", user_id, "\",\"services\":{"});
  }

  void Ask() {
    if (at_ == processes_.size()) return Record();
    response_.Clear();
    const UpstreamCall call{.process = processes_[at_],
                            .grpc_path = kExport,
                            .request = &request_,
                            .response = &response_,
                            .exchange = *exchange_,
                            .timeout = kTimeout};
    upstream_.Call(call, [self = shared_from_this()](const UpstreamAnswer& answer) {
      self->OnPage(answer.status);
    });
  }

 private:
  void OnPage(const absl::Status& status) {
    if (!status.ok()) return reply_(status);
    for (const person::v1::ExportSection& section : response_.sections()) Take(section);
    if (json_.size() > kMaxExportBytes) {
      return reply_(error::Make(Reason::BODY_TOO_LARGE, "There is too much for one answer."));
    }
    if (response_.has_next()) {
      *request_.mutable_from() = response_.next();
    } else {
      CloseService();
      request_.clear_from();
      ++at_;
    }
    Ask();
  }

  // The names are the services' own words and need no escaping; the rows are JSON already.
  void Take(const person::v1::ExportSection& section) {
    if (section.name() != section_) {
      if (section_.empty()) {
        StrAppend(&json_, at_ == 0 ? "" : ",", "\"", processes_[at_], "\":{");
      } else {
        json_ += "],";
      }
      StrAppend(&json_, "\"", section.name(), "\":[");
      section_ = section.name();
      first_row_ = true;
    }
    for (const std::string& row : section.rows()) {
      if (!first_row_) json_ += ',';
      first_row_ = false;
      json_ += row;
    }
  }
  void CloseService() {
    if (section_.empty()) {
      StrAppend(&json_, at_ == 0 ? "" : ",", "\"", processes_[at_], "\":{}");
    } else {
      json_ += "]}";
    }
    section_.clear();
  }

  // What is not written down is not given. After the pages, so that an export does not tell of
  // itself.
  void Record() {
    record_.set_user_id(request_.user_id());
    const UpstreamCall call{.process = kRecords,
                            .grpc_path = kRecordExport,
                            .request = &record_,
                            .response = &recorded_,
                            .exchange = *exchange_,
                            .timeout = kTimeout};
    upstream_.Call(call, [self = shared_from_this()](const UpstreamAnswer& answer) {
      if (!answer.status.ok()) return self->reply_(answer.status);
      self->Finish();
    });
  }

  void Finish() {
    json_ += "}}";
    HttpResponse response;
    response.headers.Add("Content-Type", "application/json");
    response.headers.Add("Cache-Control", "no-store");
    response.body = std::move(json_);
    reply_(std::move(response));
  }

  Upstream& upstream_;
  const ExchangePtr exchange_;
  const Reply reply_;
  const std::vector<std::string> processes_;
  person::v1::ExportPersonRequest request_;
  person::v1::ExportPersonResponse response_;
  person::v1::RecordExportRequest record_;
  person::v1::RecordExportResponse recorded_;
  size_t at_ = 0;
  std::string section_;
  bool first_row_ = true;
  std::string json_;
};

}  // namespace

void PersonExportEndpoint::Serve(ExchangePtr exchange, Reply reply) const {
  const std::string_view query = exchange->request.query();
  if (!query.empty()) {
    return reply(error::Invalid(Concat({"?", query.substr(0, query.find_first_of("=&"))}),
                                "UNKNOWN_FIELD", "This takes no parameters."));
  }
  const auto user_id = NormalizeUuid(of_ == Of::kCaller ? exchange->caller.user_id
                                                        : exchange->variables.front().second);
  if (!user_id.has_value()) {
    return reply(error::Make(Reason::NOT_FOUND, "There is no user of this id: it is no UUID."));
  }
  std::make_shared<Gathering>(upstream_, std::move(exchange), std::move(reply), *user_id)->Ask();
}

}  // namespace keys::gateway
