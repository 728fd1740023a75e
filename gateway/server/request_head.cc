#include "gateway/server/request_head.h"

#include <arpa/inet.h>

#include <algorithm>
#include <charconv>
#include <vector>

#include "common/base/status_macros.h"
#include "common/base/text.h"
#include "common/error/error.h"
#include "gateway/server/grammar.h"

namespace keys::gateway {
namespace {

using error::Reason;

constexpr size_t kMaxMethodBytes = 32;
// Browsers send about as many, so that the list of fields seldom grows.
constexpr size_t kUsualFields = 16;
// The parts of the request line beside method and target: " HTTP/1.1" and the blank before the
// target.
constexpr size_t kRequestLineExtra = kMaxMethodBytes + 10;

absl::Status Malformed(std::string why) {
  return error::Make(Reason::INVALID_ARGUMENT, std::move(why));
}
absl::Status TargetTooLong(const HeadLimits& limits) {
  return error::Make(Reason::URI_TOO_LONG,
                     StrCat("The address is longer than ", limits.max_target_bytes, " bytes."));
}
absl::Status HeadTooLarge(const HeadLimits& limits) {
  return error::Make(Reason::HEADERS_TOO_LARGE,
                     StrCat("The header is longer than ", limits.max_head_bytes, " bytes or has ",
                            "more than ", limits.max_fields, " fields."));
}

bool IsVisible(char c) { return c > 0x20 && c < 0x7f; }

std::string_view StripOws(std::string_view text) {
  const size_t from = text.find_first_not_of(" \t");
  if (from == std::string_view::npos) return {};
  return text.substr(from, text.find_last_not_of(" \t") - from + 1);
}

bool IsHexDigit(char c) { return IsDigit(c) || (AsciiLower(c) >= 'a' && AsciiLower(c) <= 'f'); }

// Whether the text is a name or a v4 address (RFC 3986 §3.2.2). It must not be empty, as the http
// scheme demands.
bool IsHostName(std::string_view text) {
  constexpr std::string_view kOthers = "-._~!$&'()*+,;=";
  for (size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (IsDigit(c) || IsAsciiLetter(c) || kOthers.find(c) != std::string_view::npos) continue;
    if (c != '%' || i + 2 >= text.size()) return false;
    if (!IsHexDigit(text[i + 1]) || !IsHexDigit(text[i + 2])) return false;
    i += 2;
  }
  return !text.empty();
}

// Whether the text is a v6 address in brackets. The grammar leaves room for later kinds of
// addresses, but none exist.
bool IsHostLiteral(std::string_view text) {
  if (text.size() < 2 || text.front() != '[' || text.back() != ']') return false;
  in6_addr ignored{};
  return inet_pton(AF_INET6, std::string(text.substr(1, text.size() - 2)).c_str(), &ignored) == 1;
}

// Whether the text is host[:port]. The port may be empty (RFC 9110 §4.2.3).
bool IsHost(std::string_view text) {
  const size_t bracket = text.rfind(']');
  const size_t colon = text.find(':', bracket == std::string_view::npos ? 0 : bracket);
  const std::string_view host = text.substr(0, colon);
  if (colon != std::string_view::npos) {
    const std::string_view port = text.substr(colon + 1);
    if (!std::all_of(port.begin(), port.end(), IsDigit)) return false;
  }
  return host.starts_with('[') ? IsHostLiteral(host) : IsHostName(host);
}

// Takes scheme and authority off an absolute form, which servers must understand.
absl::StatusOr<std::string> OriginForm(std::string_view target, std::string_view method) {
  if (target == "*" && method == "OPTIONS") return std::string(target);
  for (const std::string_view scheme : {"http://", "https://"}) {
    if (ToAsciiLower(target.substr(0, scheme.size())) != scheme) continue;
    target.remove_prefix(scheme.size());
    const size_t path = target.find_first_of("/?");
    if (!IsHost(target.substr(0, path))) return Malformed("The address has no valid host.");
    // "OPTIONS http://host" is about the server as a whole (RFC 9112 §3.2.4).
    if (path == std::string_view::npos) return std::string(method == "OPTIONS" ? "*" : "/");
    target.remove_prefix(path);
    return StrCat(target.front() == '?' ? "/" : "", target);
  }
  if (target.empty() || target.front() != '/') return Malformed("The address must be a path.");
  return std::string(target);
}

bool IsVersion(std::string_view text) {
  return text.size() == 8 && text.starts_with("HTTP/") && IsDigit(text[5]) && text[6] == '.' &&
         IsDigit(text[7]);
}

// Whether a whole first line can be a request's. A client of another protocol, even HTTP/0.9, sends
// nothing more and waits for an answer.
bool EndsWithVersion(std::string_view line) {
  const size_t last = line.rfind(' ');
  return last != std::string_view::npos && IsVersion(line.substr(last + 1));
}

absl::Status ReadRequestLine(std::string_view line, const HeadLimits& limits, RequestHead& head) {
  const size_t first = line.find(' ');
  const size_t last = line.rfind(' ');
  if (first == std::string_view::npos || first == last) {
    return Malformed("The request line is not 'method target version'.");
  }
  const std::string_view method = line.substr(0, first);
  const std::string_view target = line.substr(first + 1, last - first - 1);
  const std::string_view version = line.substr(last + 1);
  if (!IsToken(method)) return Malformed("The method is no token.");
  if (target.size() > limits.max_target_bytes) return TargetTooLong(limits);
  if (!std::all_of(target.begin(), target.end(), IsVisible) ||
      target.find('#') != std::string_view::npos) {
    return Malformed("The address has characters that must be percent-encoded.");
  }
  if (!IsVersion(version)) return Malformed("The HTTP version is malformed.");
  if (version[5] != '1') {
    return error::Make(Reason::HTTP_VERSION_NOT_SUPPORTED, "This server speaks HTTP/1.1.");
  }
  head.http_1_0 = version[7] == '0';
  head.method = method;
  // No method is longer than this (RFC 9112 §3).
  if (method.size() > kMaxMethodBytes) {
    return error::Make(Reason::NOT_IMPLEMENTED, "There is no method of that name.");
  }
  if (method == "CONNECT") {
    return error::Make(Reason::NOT_IMPLEMENTED, "This server is no proxy.");
  }
  ASSIGN_OR_RETURN(head.target, OriginForm(target, method));
  return absl::OkStatus();
}

absl::Status ReadField(std::string_view line, RequestHead& head) {
  if (line.front() == ' ' || line.front() == '\t') {
    return Malformed("Header fields must not be folded over lines.");
  }
  const size_t colon = line.find(':');
  if (colon == std::string_view::npos || !IsToken(line.substr(0, colon))) {
    return Malformed("A header field is not 'name: value'.");
  }
  const std::string_view value = StripOws(line.substr(colon + 1));
  if (!std::all_of(value.begin(), value.end(), IsFieldChar)) {
    return Malformed("A header field has control characters.");
  }
  head.fields.Add(ToAsciiLower(line.substr(0, colon)), std::string(value));
  return absl::OkStatus();
}

absl::Status CheckHost(const RequestHead& head) {
  const size_t count = head.fields.Count("host");
  if (count == 0 && head.http_1_0) return absl::OkStatus();
  if (count != 1) return Malformed("A request has exactly one Host field.");
  if (!IsHost(*head.fields.Find("host"))) return Malformed("The Host field is not valid.");
  return absl::OkStatus();
}

// Returns the members of all fields of a list-valued name in lower case.
std::vector<std::string> ListOf(const HeaderFields& fields, std::string_view name) {
  std::vector<std::string> members;
  for (const auto& [field, value] : fields) {
    if (field != name) continue;
    for (const std::string_view part : Split(value, ',')) {
      members.push_back(ToAsciiLower(StripOws(part)));
    }
  }
  return members;
}

absl::Status ReadTransferEncoding(RequestHead& head) {
  const std::vector<std::string> codings = ListOf(head.fields, "transfer-encoding");
  if (codings.empty()) return absl::OkStatus();
  if (head.http_1_0) return Malformed("HTTP/1.0 has no Transfer-Encoding.");
  if (head.fields.Count("content-length") > 0) {
    return Malformed("Content-Length and Transfer-Encoding exclude each other.");
  }
  // Lists may have empty members, but a reader that takes this field as one word would understand
  // something else, so it is refused here.
  if (std::find(codings.begin(), codings.end(), "") != codings.end()) {
    return Malformed("Transfer-Encoding has an empty member.");
  }
  // If the last coding is not chunked, the end of the body is unknown. Chunked must not be applied
  // twice.
  if (codings.back() != "chunked" || std::count(codings.begin(), codings.end(), "chunked") != 1) {
    return Malformed("Transfer-Encoding must end with chunked, once.");
  }
  if (codings.size() > 1) {
    return error::Make(Reason::NOT_IMPLEMENTED, "The only transfer coding here is chunked.");
  }
  head.chunked = true;
  return absl::OkStatus();
}

absl::Status ReadContentLength(RequestHead& head) {
  const size_t count = head.fields.Count("content-length");
  if (count == 0) return absl::OkStatus();
  if (count > 1) return Malformed("There is more than one Content-Length.");
  const std::string& text = *head.fields.Find("content-length");
  const auto [end, problem] =
      std::from_chars(text.data(), text.data() + text.size(), head.content_length);
  if (text.empty() || !std::all_of(text.begin(), text.end(), IsDigit) || problem != std::errc() ||
      end != text.data() + text.size()) {
    return Malformed("Content-Length is not a number of bytes.");
  }
  return absl::OkStatus();
}

void ReadConnection(RequestHead& head) {
  const std::vector<std::string> options = ListOf(head.fields, "connection");
  const auto has = [&](std::string_view option) {
    return std::find(options.begin(), options.end(), option) != options.end();
  };
  head.keep_alive = !has("close") && (!head.http_1_0 || has("keep-alive"));
  // A client that also sends other expectations still waits for the answer to this one.
  const std::vector<std::string> expected = ListOf(head.fields, "expect");
  head.expects_continue = !head.http_1_0 && std::find(expected.begin(), expected.end(),
                                                      "100-continue") != expected.end();
}

}  // namespace

HeadSearch FindHeadEnd(std::string_view received, const HeadLimits& limits) {
  if (!received.empty() && !IsTokenChar(received.front())) {
    return {.status = Malformed("A request begins with its method.")};
  }
  size_t line = 0;
  while (true) {
    const size_t end = received.find('\n', line);
    const bool first = line == 0;
    const size_t line_end = std::min(end, received.size());
    if (first && line_end > limits.max_target_bytes + kRequestLineExtra) {
      return {.status = TargetTooLong(limits)};
    }
    if (line_end > limits.max_head_bytes) return {.status = HeadTooLarge(limits)};
    if (end == std::string_view::npos) return {};
    if (end == 0 || received[end - 1] != '\r') {
      return {.status = Malformed("Lines must end with CR LF.")};
    }
    if (first && !EndsWithVersion(received.substr(0, end - 1))) {
      return {.status = Malformed("The request line is not 'method target version'.")};
    }
    if (end == line + 1) return {.end = end + 1};
    line = end + 1;
  }
}

absl::StatusOr<RequestHead> ReadHead(std::string_view text, const HeadLimits& limits) {
  RequestHead head;
  head.fields.Reserve(kUsualFields);
  bool first = true;
  while (true) {
    const size_t end = text.find("\r\n");
    if (end == std::string_view::npos) return Malformed("Lines must end with CR LF.");
    const std::string_view line = text.substr(0, end);
    text.remove_prefix(end + 2);
    if (line.empty() && !first) break;
    if (first) {
      RETURN_IF_ERROR(ReadRequestLine(line, limits, head));
    } else {
      RETURN_IF_ERROR(ReadField(line, head));
    }
    if (head.fields.size() > limits.max_fields) return HeadTooLarge(limits);
    first = false;
  }
  RETURN_IF_ERROR(CheckHost(head));
  RETURN_IF_ERROR(ReadTransferEncoding(head));
  RETURN_IF_ERROR(ReadContentLength(head));
  ReadConnection(head);
  return head;
}

}  // namespace keys::gateway
