#include "gateway/endpoints/person_export.h"

#include <string>
#include <utility>
#include <vector>

#include "common/base/text.h"
#include "common/error/error.h"
#include "common/id/id.h"
#include "gateway/endpoints/export_document.h"
#include "keys/person/v1/person.pb.h"

namespace keys::gateway {
namespace {

using error::Reason;

constexpr char kExport[] = "/keys.person.v1.PersonalData/ExportPerson";
constexpr char kRecordExport[] = "/keys.person.v1.PersonalData/RecordExport";
// This service records who exported whose data.
constexpr char kRecords[] = "billing";
constexpr absl::Duration kHealthTimeout = absl::Seconds(2);
constexpr absl::Duration kSectionTimeout = absl::Seconds(20);
// The limit is long, because the client sets the pace.
constexpr absl::Duration kExportTimeout = absl::Hours(2);
constexpr int kExportRetryAfterSeconds = 5;

absl::Status Outage(const char* detail_text) {
  error::ErrorDetail detail;
  detail.set_reason(Reason::UNAVAILABLE);
  detail.set_detail(detail_text);
  detail.set_retry_after_seconds(kExportRetryAfterSeconds);
  return error::Make(std::move(detail));
}

// Holds one of the kMostExports places while it lives.
class Place {
 public:
  explicit Place(std::shared_ptr<std::atomic<int>> open)
      : open_(std::move(open)), free_(open_->fetch_add(1) < kMostExports) {}
  ~Place() { --*open_; }
  Place(const Place&) = delete;

  bool free() const { return free_; }

 private:
  const std::shared_ptr<std::atomic<int>> open_;
  const bool free_;
};

ExchangePtr OutlivingRequest(const Exchange& asked) {
  auto exchange = std::make_shared<Exchange>();
  exchange->request_id = asked.request_id;
  exchange->trace = asked.trace;
  exchange->caller = asked.caller;
  exchange->deadline = Deadline::After(kExportTimeout);
  return exchange;
}

// One export, which asks the services one after the other, one call at a time.
class Gathering : public std::enable_shared_from_this<Gathering> {
 public:
  Gathering(Upstream& upstream, const Exchange& asked, std::unique_ptr<Place> place,
            const std::string& user_id)
      : upstream_(upstream),
        exchange_(OutlivingRequest(asked)),
        place_(std::move(place)),
        processes_(upstream.processes()),
        document_(user_id) {
    request_.set_user_id(user_id);
    record_.set_user_id(user_id);
  }

  // Calls `done` once, with Ok when the first piece is there.
  void Begin(std::function<void(absl::Status)> done) {
    begun_ = std::move(done);
    CheckHealth(0);
  }

  void Next(PieceSource::Done done) {
    if (!first_.empty()) return done(std::exchange(first_, ""));
    if (at_ == processes_.size()) return done(std::exchange(end_, ""));
    AskPage(std::move(done));
  }

 private:
  void CheckHealth(size_t at) {
    if (at == processes_.size()) return Record();
    upstream_.CheckHealth(processes_[at], kHealthTimeout,
                          [self = shared_from_this(), at](const absl::Status& health) {
                            if (health.ok()) return self->CheckHealth(at + 1);
                            self->Tell(Outage("Not every service can be asked at the moment."));
                          });
  }

  // Nothing is exported unless the export was recorded.
  void Record() {
    Call(kRecords, kRecordExport, record_, recorded_,
         [self = shared_from_this()](const UpstreamAnswer& answer) {
           if (!answer.status.ok()) return self->Tell(answer.status);
           self->AskPage([self](const absl::StatusOr<std::string>& piece) {
             if (piece.ok()) self->first_ = *piece;
             self->Tell(piece.status());
           });
         });
  }

  // The waiting caller holds this object, and `begun_` must not hold the caller any longer.
  void Tell(const absl::Status& status) { std::exchange(begun_, nullptr)(status); }

  void AskPage(PieceSource::Done done) {
    response_.Clear();
    Call(processes_[at_], kExport, request_, response_,
         [self = shared_from_this(), done = std::move(done)](const UpstreamAnswer& answer) {
           if (!answer.status.ok()) return done(answer.status);
           done(self->TakePage());
         });
  }

  std::string TakePage() {
    std::string piece = document_.Page(processes_[at_], response_);
    if (response_.has_next()) {
      *request_.mutable_from() = response_.next();
    } else {
      request_.clear_from();
      piece += document_.EndOfService();
      if (++at_ == processes_.size()) end_ = document_.End();
    }
    return piece;
  }

  void Call(const std::string& process, const char* path, const google::protobuf::Message& request,
            google::protobuf::Message& response, Upstream::Done done) {
    upstream_.Call({.process = process,
                    .grpc_path = path,
                    .request = &request,
                    .response = &response,
                    .exchange = *exchange_,
                    .timeout = kSectionTimeout},
                   std::move(done));
  }

  Upstream& upstream_;
  const ExchangePtr exchange_;
  const std::unique_ptr<Place> place_;
  const std::vector<std::string> processes_;
  ExportDocument document_;
  std::function<void(absl::Status)> begun_;
  person::v1::ExportPersonRequest request_;
  person::v1::ExportPersonResponse response_;
  person::v1::RecordExportRequest record_;
  person::v1::RecordExportResponse recorded_;
  size_t at_ = 0;
  std::string first_, end_;
};

// When a client goes away, the export ends with its next piece.
class Pieces final : public PieceSource {
 public:
  explicit Pieces(std::shared_ptr<Gathering> gathering) : gathering_(std::move(gathering)) {}
  void Next(Done done) override { gathering_->Next(std::move(done)); }

 private:
  const std::shared_ptr<Gathering> gathering_;
};

HttpResponse RespondWithExport(std::shared_ptr<Gathering> gathering) {
  HttpResponse response;
  response.headers.Add("Content-Type", "application/json");
  response.headers.Add("Cache-Control", "no-store");
  response.pieces = std::make_unique<Pieces>(std::move(gathering));
  return response;
}

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
  auto place = std::make_unique<Place>(open_);
  if (!place->free()) {
    return reply(Outage("Too many exports are being sent. Ask again in a moment."));
  }
  const auto gathering =
      std::make_shared<Gathering>(upstream_, *exchange, std::move(place), *user_id);
  gathering->Begin([gathering, reply = std::move(reply)](const absl::Status& status) {
    if (!status.ok()) return reply(status);
    reply(RespondWithExport(gathering));
  });
}

}  // namespace keys::gateway
