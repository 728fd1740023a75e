#include "gateway/endpoints/download.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "common/base/status_macros.h"
#include "common/base/text.h"
#include "common/crypto/encode.h"
#include "common/error/error.h"
#include "common/log/log.h"
#include "gateway/endpoints/byte_range.h"
#include "gateway/filters/entity_tag.h"
#include "gateway/filters/problem.h"
#include "keys/entitlement/v1/entitlement.pb.h"

namespace keys::gateway {
namespace {

using error::Reason;

constexpr std::string_view kPrefix = "/marketplace/downloads/";
constexpr absl::Duration kDecisionTimeout = absl::Seconds(4);

// The time for opening an object and reading it through. The rest of the request's time is for the
// call before.
constexpr absl::Duration kOpening = absl::Seconds(5);

// Sends a part of an object as a response's body while the access lasts.
class ObjectPart : public BodySource {
 public:
  ObjectPart(std::shared_ptr<const VerifiedObjects::Object> object,
             std::shared_ptr<const OpenTransfers::Leave> leave, int64_t first, int64_t size)
      : object_(std::move(object)), leave_(std::move(leave)), first_(first), size_(size) {}
  ~ObjectPart() override { leave_->Unsubscribe(subscription_); }

  // Reads the first block ahead, so that damage there can still be answered with a status.
  absl::Status Prepare() { return size_ == 0 ? absl::OkStatus() : Load(first_ / kBlock); }

  int64_t size() const override { return size_; }
  absl::Status Check() const override { return leave_->Check(); }
  void TellWhenOver(std::function<void()> over) override {
    leave_->Unsubscribe(subscription_);
    subscription_ = over == nullptr ? 0 : leave_->Subscribe(std::move(over));
  }
  absl::Status Read(int64_t offset, absl::Span<char> buffer) override {
    RETURN_IF_ERROR(Check());
    if (leave_->Waits()) return absl::AbortedError("nobody says now whether access stands");
    int64_t at = first_ + offset;
    while (!buffer.empty()) {
      const int64_t index = at / kBlock;
      const int64_t within = at % kBlock;
      if (within == 0 && index != loaded_ &&
          static_cast<int64_t>(buffer.size()) >= BlockSize(index)) {
        const auto whole = buffer.subspan(0, static_cast<size_t>(BlockSize(index)));
        RETURN_IF_ERROR(object_->ReadBlock(index, whole));
        buffer.remove_prefix(whole.size());
        at += static_cast<int64_t>(whole.size());
        continue;
      }
      if (index != loaded_) RETURN_IF_ERROR(Load(index));
      const auto count = static_cast<size_t>(
          std::min(static_cast<int64_t>(buffer.size()), BlockSize(index) - within));
      std::copy_n(block_.begin() + within, count, buffer.begin());
      buffer.remove_prefix(count);
      at += static_cast<int64_t>(count);
      if (at % kBlock == 0) Unload();
    }
    return absl::OkStatus();
  }

 private:
  static constexpr int64_t kBlock = kObjectBlockBytes;

  int64_t BlockSize(int64_t index) const {
    return std::min(kBlock, object_->size() - index * kBlock);
  }
  absl::Status Load(int64_t index) {
    loaded_ = -1;
    block_.resize(static_cast<size_t>(BlockSize(index)));
    RETURN_IF_ERROR(object_->ReadBlock(index, absl::MakeSpan(block_)));
    loaded_ = index;
    return absl::OkStatus();
  }
  void Unload() {
    std::vector<char>().swap(block_);
    loaded_ = -1;
  }

  const std::shared_ptr<const VerifiedObjects::Object> object_;
  const std::shared_ptr<const OpenTransfers::Leave> leave_;
  const int64_t first_;
  const int64_t size_;
  int64_t subscription_ = 0;
  // The block in which a read began or ended within; -1 if none is loaded.
  std::vector<char> block_;
  int64_t loaded_ = -1;
};

// Makes a file name for a quoted string. Characters that are not plain become "_".
std::string PlainFileName(std::string name) {
  for (char& c : name) {
    const bool plain =
        IsDigit(c) || IsAsciiLetter(c) || c == '.' || c == '-' || c == '_' || c == '+';
    if (!plain) c = '_';
  }
  return name.empty() ? "key.zip" : name;
}

// Returns the part that was asked for. Ranges are for GET only, and Range must be sent once,
// because two readers might each take another of two. If-Range holds one strong tag, or a date,
// which never matches, because the gateway sends none.
ByteRange RangeOf(const HttpRequest& request, const std::string& tag, int64_t size) {
  const HeaderFields& headers = request.headers;
  if (request.method != "GET" || headers.Count("range") != 1) return {};
  const auto condition = headers.Joined("if-range");
  if (condition.has_value() && *condition != tag) return {};
  return ReadByteRange(*headers.Find("range"), size);
}

void AddCommonFields(const std::string& tag, HeaderFields& headers) {
  headers.Add("ETag", tag);
  headers.Add("Accept-Ranges", "bytes");
  // A link may end at any moment, so no cache may give out bytes without asking again.
  headers.Add("Cache-Control", "private, no-cache");
}

void AddFileFields(const entitlement::v1::AuthorizeLinkResponse& file, HeaderFields& headers) {
  headers.Add("Content-Type", "application/zip");
  headers.Add("Content-Disposition",
              StrCat("attachment; filename=\"", PlainFileName(file.file_name()), "\""));
  const auto digest = crypto::HexDecode(file.sha256());
  if (digest.has_value()) {
    headers.Add("Repr-Digest", StrCat("sha-256=:", crypto::Base64Encode(*digest), ":"));
  }
}

}  // namespace

struct DownloadEndpoint::Link {
  ExchangePtr exchange;
  Reply reply;
  OpenTransfers::Moment asked_at;
  entitlement::v1::AuthorizeLinkRequest request;
  entitlement::v1::AuthorizeLinkResponse answer;
  std::shared_ptr<const OpenTransfers::Leave> leave;
};

DownloadEndpoint::DownloadEndpoint(Upstream& upstream, blob::ObjectStore& store,
                                   rpc::WorkerPool& workers, OpenTransfers& transfers,
                                   metrics::Registry& metrics)
    : upstream_(upstream),
      transfers_(transfers),
      missing_(metrics.Counter("keys_asset_missing_total",
                               "Downloads whose object was gone or not the digest's.")),
      objects_(std::make_unique<VerifiedObjects>(store, workers, metrics)) {}

void DownloadEndpoint::Serve(ExchangePtr exchange, Reply reply) const {
  auto link = std::make_shared<Link>();
  link->exchange = std::move(exchange);
  link->reply = std::move(reply);
  link->asked_at = std::chrono::steady_clock::now();
  // The route has matched a path with this prefix. A path that writes the prefix with needless
  // percent-encoding was not made by this shop.
  const std::string& target = link->exchange->request.target;
  if (target.starts_with(kPrefix)) link->request.set_token(target.substr(kPrefix.size()));
  const UpstreamCall call{.process = "entitlement",
                          .grpc_path = "/keys.entitlement.v1.EntitlementGateway/AuthorizeLink",
                          .request = &link->request,
                          .response = &link->answer,
                          .exchange = *link->exchange,
                          .timeout = kDecisionTimeout};
  upstream_.Call(call, [this, link](const UpstreamAnswer& answer) {
    if (!answer.status.ok()) return link->reply(answer.status);
    OnAuthorized(link);
  });
}

void DownloadEndpoint::OnAuthorized(const LinkPtr& link) const {
  const auto& answer = link->answer;
  // From here on the access is watched, even while the object is being opened.
  link->leave = transfers_.Begin(answer.holding(), link->asked_at);
  objects_->Open(
      {.path = answer.storage_path(), .sha256 = answer.sha256(), .size_bytes = answer.size_bytes()},
      link->exchange->deadline.Within(kOpening), [this, link](VerifiedObjects::Opened opened) {
        link->reply(OnOpened(*link, std::move(opened)));
      });
}

absl::Status DownloadEndpoint::Missing(const Link& link, const absl::Status& why) const {
  missing_.Increment();
  log::Error("download.asset_missing", {{"request_id", link.exchange->request_id},
                                        {"path", link.answer.storage_path()},
                                        {"expected_bytes", link.answer.size_bytes()},
                                        {"why", MessageOf(why)}});
  return error::Make(Reason::ASSET_MISSING,
                     "The file is missing on our side. Your access is not affected; try later.");
}

absl::StatusOr<HttpResponse> DownloadEndpoint::OnOpened(const Link& link,
                                                        VerifiedObjects::Opened opened) const {
  const bool missing = absl::IsNotFound(opened.status()) || absl::IsDataLoss(opened.status()) ||
                       absl::IsInvalidArgument(opened.status());
  if (missing) return Missing(link, opened.status());
  if (!opened.ok()) return opened.status();
  const std::string tag = StrCat("\"", link.answer.sha256(), "\"");
  const int64_t size = link.answer.size_bytes();
  const HttpRequest& request = link.exchange->request;
  // Ranges count only when the conditions hold (RFC 9110 §14.2). When they do not, the answer is
  // made further out, after it is known that these bytes can be had: a damaged file is 503 even for
  // a client that has it.
  const bool holds = CheckConditions(request.headers, tag) == Condition::kNone;
  ByteRange range = holds ? RangeOf(request, tag, size) : ByteRange();
  HttpResponse response;
  if (range.kind == ByteRange::Kind::kUnsatisfiable) {
    response = ProblemResponse(
        error::Make(Reason::RANGE_NOT_SATISFIABLE, StrCat("The file has ", size, " bytes.")),
        link.exchange->request_id);
    response.headers.Add("Content-Range", StrCat("bytes */", size));
    return response;
  }
  AddCommonFields(tag, response.headers);
  if (range.kind == ByteRange::Kind::kPart) {
    response.status = 206;
    response.headers.Add("Content-Range",
                         StrCat("bytes ", range.first, "-", range.last, "/", size));
  } else {
    range = {.first = 0, .last = size - 1};
  }
  AddFileFields(link.answer, response.headers);
  auto part = std::make_unique<ObjectPart>(*std::move(opened), link.leave, range.first,
                                           range.last - range.first + 1);
  const absl::Status first = part->Prepare();
  if (absl::IsDataLoss(first)) return Missing(link, first);
  if (!first.ok()) return first;
  RETURN_IF_ERROR(part->Check());
  response.stream = std::move(part);
  return response;
}

}  // namespace keys::gateway
