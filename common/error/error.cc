#include "common/error/error.h"

#include <utility>

#include "absl/strings/cord.h"
#include "common/base/check.h"
#include "google/rpc/status.pb.h"

namespace keys::error {
namespace {

constexpr char kPayloadUrl[] = "type.googleapis.com/keys.error.v1.ErrorDetail";

}  // namespace

const ReasonInfo& InfoOf(Reason reason) {
  const auto* value = v1::Reason_descriptor()->FindValueByNumber(reason);
  if (value == nullptr) value = v1::Reason_descriptor()->FindValueByNumber(0);
  return value->options().GetExtension(v1::info);
}

const std::string& CodeOf(Reason reason) {
  static const std::string* const kInternal = new std::string("INTERNAL");
  const auto* value = v1::Reason_descriptor()->FindValueByNumber(reason);
  return value == nullptr || value->number() == 0 ? *kInternal : value->name();
}

absl::Status Make(ErrorDetail detail) {
  CHECK_THAT(detail.reason() != Reason::REASON_UNSPECIFIED, "an error needs a reason");
  const ReasonInfo& info = InfoOf(detail.reason());
  if (detail.detail().empty()) detail.set_detail(info.title());
  absl::Status status(static_cast<absl::StatusCode>(info.grpc()), detail.detail());
  status.SetPayload(kPayloadUrl, absl::Cord(detail.SerializeAsString()));
  return status;
}

absl::Status Make(Reason reason, std::string detail) {
  ErrorDetail message;
  message.set_reason(reason);
  message.set_detail(std::move(detail));
  return Make(std::move(message));
}

Violation MakeViolation(std::string pointer, std::string code, std::string detail) {
  Violation violation;
  violation.set_pointer(std::move(pointer));
  violation.set_code(std::move(code));
  violation.set_detail(std::move(detail));
  return violation;
}

absl::Status Invalid(std::string pointer, std::string code, std::string detail) {
  return Invalid({MakeViolation(std::move(pointer), std::move(code), std::move(detail))});
}

absl::Status Invalid(std::vector<Violation> violations) {
  if (violations.empty()) return absl::OkStatus();
  ErrorDetail detail;
  detail.set_reason(Reason::INVALID_ARGUMENT);
  detail.set_detail(violations.size() == 1 ? violations.front().detail()
                                           : "Several values are not valid; see errors.");
  for (Violation& violation : violations) *detail.add_violations() = std::move(violation);
  return Make(std::move(detail));
}

absl::Status WithAction(absl::Status status, std::string action) {
  std::optional<ErrorDetail> detail = DetailOf(status);
  CHECK_THAT(detail.has_value(), "an action needs an error with a reason");
  detail->add_actions(std::move(action));
  return Make(*std::move(detail));
}

std::optional<ErrorDetail> DetailOf(const absl::Status& status) {
  const auto payload = status.GetPayload(kPayloadUrl);
  if (!payload.has_value()) return std::nullopt;
  ErrorDetail detail;
  if (!detail.ParseFromString(std::string(*payload))) return std::nullopt;
  return detail;
}

Reason ReasonOf(const absl::Status& status) {
  const auto detail = DetailOf(status);
  return detail.has_value() ? detail->reason() : Reason::REASON_UNSPECIFIED;
}

std::string ToRpcStatus(const absl::Status& status) {
  google::rpc::Status rpc;
  rpc.set_code(static_cast<int>(status.code()));
  if (const auto detail = DetailOf(status)) {
    rpc.set_message(detail->detail());
    rpc.add_details()->PackFrom(*detail);
  }
  return rpc.SerializeAsString();
}

absl::Status FromRpcStatus(absl::StatusCode code, const std::string& message,
                           const std::string& details) {
  if (code == absl::StatusCode::kOk) return absl::OkStatus();
  absl::Status status(code, message);
  google::rpc::Status rpc;
  if (details.empty() || !rpc.ParseFromString(details)) return status;
  for (const auto& any : rpc.details()) {
    ErrorDetail detail;
    if (any.UnpackTo(&detail)) {
      status.SetPayload(kPayloadUrl, absl::Cord(detail.SerializeAsString()));
      break;
    }
  }
  return status;
}

}  // namespace keys::error
