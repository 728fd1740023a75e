#include "gateway/server/shared_answer.h"

#include <algorithm>
#include <utility>

namespace keys::gateway {
namespace {

std::string LinesOf(const HeaderFields& headers) {
  std::string lines;
  for (const auto& [name, value] : headers) AppendFieldLine(lines, name, value);
  return lines;
}

}  // namespace

SharedAnswerPtr ShareAnswer(int status, HeaderFields headers, std::string body) {
  auto answer = std::make_shared<SharedAnswer>();
  if (status == 200 && headers.Find("etag") != nullptr) {
    auto unmodified = std::make_shared<SharedAnswer>();
    unmodified->status = 304;
    unmodified->headers = headers;
    RemoveContentFields(unmodified->headers);
    unmodified->field_lines = LinesOf(unmodified->headers);
    answer->not_modified = std::move(unmodified);
  }
  answer->status = status;
  answer->field_lines = LinesOf(headers);
  answer->headers = std::move(headers);
  answer->body = std::move(body);
  return answer;
}

const std::string& TextOf(const HttpResponse& response) {
  return response.shared == nullptr ? response.body : response.shared->body;
}

void Unshare(HttpResponse& response) {
  const SharedAnswerPtr shared = std::exchange(response.shared, nullptr);
  if (shared == nullptr) return;
  response.status = shared->status;
  response.body = shared->body;
  HeaderFields own = std::exchange(response.headers, shared->headers);
  for (const auto& [name, value] : own) response.headers.Add(name, value);
}

void AppendFieldLine(std::string& lines, std::string_view name, std::string_view value) {
  lines += name;
  lines += ": ";
  const size_t from = lines.size();
  lines += value;
  if (value.find_first_of("\r\n") != std::string_view::npos) {
    std::replace_if(
        lines.begin() + static_cast<std::ptrdiff_t>(from), lines.end(),
        [](char c) { return c == '\r' || c == '\n'; }, ' ');
  }
  lines += "\r\n";
}

}  // namespace keys::gateway
