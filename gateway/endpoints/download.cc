#include "gateway/endpoints/download.h"

#include <algorithm>
#include <utility>

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
constexpr absl::Duration kTimeout = absl::Seconds(4);

// A part of an object as a response's body.
class ObjectPart : public BodySource {
 public:
  ObjectPart(std::unique_ptr<blob::ObjectReader> reader, int64_t first, int64_t size)
      : reader_(std::move(reader)), first_(first), size_(size) {}

  int64_t size() const override { return size_; }
  absl::Status Read(int64_t offset, absl::Span<char> buffer) override {
    while (!buffer.empty()) {
      ASSIGN_OR_RETURN(const size_t got, reader_->ReadAt(first_ + offset, buffer));
      if (got == 0) return absl::DataLossError("the object became shorter while it was sent");
      buffer.remove_prefix(got);
      offset += static_cast<int64_t>(got);
    }
    return absl::OkStatus();
  }

 private:
  const std::unique_ptr<blob::ObjectReader> reader_;
  const int64_t first_;
  const int64_t size_;
};

// A file name for a quoted string: what is not plain becomes "_".
std::string PlainFileName(std::string name) {
  for (char& c : name) {
    const bool plain =
        IsDigit(c) || IsAsciiLetter(c) || c == '.' || c == '-' || c == '_' || c == '+';
    if (!plain) c = '_';
  }
  return name.empty() ? "key.zip" : name;
}

// Ranges are for GET only. If-Range holds one strong tag, or a date, of which we give none.
bool RangeApplies(const HttpRequest& request, const std::string& tag) {
  const std::string* condition = request.headers.Find("if-range");
  return request.method == "GET" && (condition == nullptr || *condition == tag);
}

}  // namespace

struct DownloadEndpoint::Link {
  ExchangePtr exchange;
  Reply reply;
  entitlement::v1::AuthorizeLinkRequest request;
  entitlement::v1::AuthorizeLinkResponse answer;
};

DownloadEndpoint::DownloadEndpoint(Upstream& upstream, blob::ObjectStore& store,
                                   rpc::WorkerPool& workers, metrics::Registry& metrics)
    : upstream_(upstream),
      store_(store),
      workers_(workers),
      missing_(metrics.Counter("keys_asset_missing_total",
                               "Downloads whose object was gone or of the wrong size.")) {}

void DownloadEndpoint::Serve(ExchangePtr exchange, Reply reply) const {
  auto link = std::make_shared<Link>();
  link->exchange = std::move(exchange);
  link->reply = std::move(reply);
  // The route matched a path of this prefix, maybe written with needless percent-encoding; that is
  // no link of ours.
  const std::string& target = link->exchange->request.target;
  if (target.starts_with(kPrefix)) link->request.set_token(target.substr(kPrefix.size()));
  const UpstreamCall call{.process = "entitlement",
                          .grpc_path = "/keys.entitlement.v1.EntitlementGateway/AuthorizeLink",
                          .request = &link->request,
                          .response = &link->answer,
                          .exchange = *link->exchange,
                          .timeout = kTimeout};
  upstream_.Call(call, [this, link](const UpstreamAnswer& answer) {
    if (!answer.status.ok()) return link->reply(answer.status);
    const bool taken = workers_.TrySubmit([this, link] { link->reply(Open(*link)); });
    if (!taken) link->reply(absl::ResourceExhaustedError("too many objects are being opened"));
  });
}

absl::StatusOr<std::unique_ptr<blob::ObjectReader>> DownloadEndpoint::OpenObject(
    const Link& link) const {
  auto reader = store_.Open(link.answer.storage_path());
  if (!reader.ok() && error::DetailOf(reader.status()).has_value()) return reader.status();
  const bool whole = reader.ok() && (*reader)->Size() == link.answer.size_bytes();
  if (whole) return reader;
  missing_.Increment();
  log::Error("download.asset_missing",
             {{"request_id", link.exchange->request_id},
              {"path", link.answer.storage_path()},
              {"expected_bytes", link.answer.size_bytes()},
              {"why", reader.ok() ? "wrong size" : MessageOf(reader.status())}});
  return error::Make(Reason::ASSET_MISSING,
                     "The file is missing on our side. Your access is not affected; try later.");
}

absl::StatusOr<HttpResponse> DownloadEndpoint::Open(const Link& link) const {
  const HeaderFields& asked = link.exchange->request.headers;
  const std::string tag = StrCat("\"", link.answer.sha256(), "\"");
  const int64_t size = link.answer.size_bytes();
  HttpResponse response;
  HeaderFields& headers = response.headers;
  headers.Add("ETag", tag);
  headers.Add("Accept-Ranges", "bytes");
  // A link may die at any moment: nobody keeps bytes without asking again.
  headers.Add("Cache-Control", "private, no-cache");
  const std::string* known = asked.Find("if-none-match");
  if (known != nullptr && MatchesAny(*known, tag)) {
    response.status = 304;
    return response;
  }
  ASSIGN_OR_RETURN(auto reader, OpenObject(link));
  const std::string* field = asked.Find("range");
  ByteRange range;
  if (field != nullptr && RangeApplies(link.exchange->request, tag))
    range = ReadByteRange(*field, size);
  if (range.kind == ByteRange::Kind::kUnsatisfiable) {
    response = ProblemResponse(
        error::Make(Reason::RANGE_NOT_SATISFIABLE, StrCat("The file has ", size, " bytes.")),
        link.exchange->request_id);
    response.headers.Add("Content-Range", StrCat("bytes */", size));
    return response;
  }
  if (range.kind == ByteRange::Kind::kPart) {
    response.status = 206;
    headers.Add("Content-Range", StrCat("bytes ", range.first, "-", range.last, "/", size));
  } else {
    range = {.first = 0, .last = size - 1};
  }
  headers.Add("Content-Type", "application/zip");
  headers.Add("Content-Disposition",
              StrCat("attachment; filename=\"", PlainFileName(link.answer.file_name()), "\""));
  const auto digest = crypto::HexDecode(link.answer.sha256());
  if (digest.has_value()) {
    headers.Add("Repr-Digest", StrCat("sha-256=:", crypto::Base64Encode(*digest), ":"));
  }
  response.stream =
      std::make_unique<ObjectPart>(std::move(reader), range.first, range.last - range.first + 1);
  return response;
}

}  // namespace keys::gateway
