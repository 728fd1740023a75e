#include "gateway/filters/problem.h"

#include <optional>

#include "common/base/text.h"
#include "common/error/error.h"
#include "common/log/log.h"
#include "rapidjson/stringbuffer.h"
#include "rapidjson/writer.h"

namespace keys::gateway {
namespace {

using error::ErrorDetail;
using error::Reason;
using Writer = rapidjson::Writer<rapidjson::StringBuffer>;

constexpr int kDefaultRetrySeconds = 1;

// Returns the part of a status without a Reason that a client may see.
ErrorDetail PublicDetail(const absl::Status& status, const std::string& request_id) {
  if (auto detail = error::DetailOf(status)) return *std::move(detail);
  ErrorDetail detail;
  detail.set_reason(PublicReason(status));
  detail.set_detail(detail.reason() == Reason::UNAVAILABLE
                        ? "A part of the shop does not answer at the moment. Try again shortly."
                        : "Something went wrong on our side.");
  log::Error("request.unexpected_error", {{"request_id", request_id},
                                          {"code", absl::StatusCodeToString(status.code())},
                                          {"why", MessageOf(status)}});
  return detail;
}

void Member(Writer& writer, const char* name, const std::string& value) {
  writer.Key(name);
  writer.String(value);
}

void WriteViolations(Writer& writer, const ErrorDetail& detail) {
  if (detail.violations().empty()) return;
  writer.Key("errors");
  writer.StartArray();
  for (const auto& violation : detail.violations()) {
    writer.StartObject();
    Member(writer, "pointer", violation.pointer());
    Member(writer, "code", violation.code());
    Member(writer, "detail", violation.detail());
    writer.EndObject();
  }
  writer.EndArray();
}

std::string Document(const ErrorDetail& detail, const std::string& request_id) {
  const error::ReasonInfo& info = error::InfoOf(detail.reason());
  const std::string& code = error::CodeOf(detail.reason());
  rapidjson::StringBuffer buffer;
  Writer writer(buffer);
  writer.StartObject();
  Member(writer, "type", ProblemType(code));
  Member(writer, "title", info.title());
  writer.Key("status");
  writer.Int(info.http());
  Member(writer, "detail", detail.detail());
  Member(writer, "code", code);
  Member(writer, "requestId", request_id);
  WriteViolations(writer, detail);
  if (!detail.actions().empty()) {
    writer.Key("actions");
    writer.StartArray();
    for (const std::string& action : detail.actions()) writer.String(action);
    writer.EndArray();
  }
  // Existing clients read these two members (docs/contract.md §1, "Errors").
  Member(writer, "error", info.title());
  Member(writer, "message", detail.detail());
  writer.EndObject();
  return {buffer.GetString(), buffer.GetSize()};
}

}  // namespace

error::Reason PublicReason(const absl::Status& status) {
  if (const auto detail = error::DetailOf(status)) return detail->reason();
  switch (status.code()) {
    case absl::StatusCode::kUnavailable:
    case absl::StatusCode::kDeadlineExceeded:
    case absl::StatusCode::kResourceExhausted:
    case absl::StatusCode::kCancelled:
      return Reason::UNAVAILABLE;
    default:
      return Reason::REASON_UNSPECIFIED;
  }
}

HttpResponse ProblemResponse(const absl::Status& status, const std::string& request_id) {
  const ErrorDetail detail = PublicDetail(status, request_id);
  HttpResponse response;
  response.status = error::InfoOf(detail.reason()).http();
  response.headers.Add("Content-Type", "application/problem+json");
  response.headers.Add("Cache-Control", "no-store");
  if (response.status == 401) response.headers.Add("WWW-Authenticate", "Bearer");
  if (response.status == 429 || response.status == 503) {
    const int seconds = detail.retry_after_seconds();
    response.headers.Add("Retry-After",
                         std::to_string(seconds > 0 ? seconds : kDefaultRetrySeconds));
  }
  response.body = Document(detail, request_id);
  return response;
}

absl::Status PreconditionFailed() {
  return error::Make(error::Reason::PRECONDITION_FAILED,
                     "This is not, or no longer, what If-Match names.");
}

std::string ProblemType(const std::string& code) {
  std::string type = StrCat("/problems/", ToAsciiLower(code));
  for (char& c : type) c = c == '_' ? '-' : c;
  return type;
}

}  // namespace keys::gateway
