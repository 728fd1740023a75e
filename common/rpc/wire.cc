#include "common/rpc/wire.h"

#include <cctype>

#include "absl/strings/escaping.h"
#include "common/base/text.h"
#include "common/error/error.h"
#include "common/log/log.h"

namespace keys::rpc {

grpc::Status ToGrpcStatus(const absl::Status& status) {
  if (status.ok()) return grpc::Status::OK;
  const auto code = static_cast<grpc::StatusCode>(status.code());
  if (!error::DetailOf(status).has_value()) return grpc::Status(code, "");
  return grpc::Status(code, std::string(status.message()), error::ToRpcStatus(status));
}

absl::Status FromGrpcStatus(const grpc::Status& status) {
  if (status.ok()) return absl::OkStatus();
  if (status.error_code() == grpc::StatusCode::UNAUTHENTICATED && status.error_details().empty()) {
    log::Error("rpc.token_refused", {{"why", std::string_view(status.error_message())}});
    return error::Make(error::Reason::UNAVAILABLE,
                       "A part of the shop does not answer at the moment. Try again shortly.");
  }
  return error::FromRpcStatus(static_cast<absl::StatusCode>(status.error_code()),
                              status.error_message(), status.error_details());
}

std::string grpc_code_name(absl::StatusCode code) { return absl::StatusCodeToString(code); }

std::string PercentEncode(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (std::isalnum(static_cast<unsigned char>(c)) || c == '-' || c == '.' || c == '_' ||
        c == '~' || c == ' ' || c == '/' || c == '(' || c == ')' || c == ';' || c == ',') {
      out += c;
    } else {
      StrAppend(&out, "%", absl::BytesToHexString(absl::string_view(&c, 1)));
    }
  }
  return out;
}

std::string PercentDecode(std::string_view text) {
  std::string out;
  for (size_t i = 0; i < text.size(); ++i) {
    const bool escape = text[i] == '%' && i + 2 < text.size() &&
                        std::isxdigit(static_cast<unsigned char>(text[i + 1])) &&
                        std::isxdigit(static_cast<unsigned char>(text[i + 2]));
    if (escape) {
      out += absl::HexStringToBytes(std::string(text.substr(i + 1, 2)));
      i += 2;
    } else {
      out += text[i];
    }
  }
  return out;
}

}  // namespace keys::rpc
