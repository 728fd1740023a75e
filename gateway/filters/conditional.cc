#include "gateway/filters/conditional.h"

#include <string>
#include <string_view>
#include <utility>

#include "gateway/filters/entity_tag.h"
#include "gateway/filters/problem.h"
#include "gateway/server/shared_answer.h"

namespace keys::gateway {

absl::StatusOr<HttpResponse> ApplyConditions(const HttpRequest& request, HttpResponse answer) {
  const bool reads = request.method == "GET" || request.method == "HEAD";
  if (!reads || answer.status != 200) return answer;
  const HeaderFields& fields = answer.shared == nullptr ? answer.headers : answer.shared->headers;
  const std::string* tag = fields.Find("etag");
  switch (CheckConditions(request.headers, tag == nullptr ? std::string_view() : *tag)) {
    case Condition::kNone:
      return answer;
    case Condition::kFailed:
      return PreconditionFailed();
    case Condition::kNotModified:
      break;
  }
  if (answer.shared != nullptr && answer.shared->not_modified != nullptr) {
    answer.shared = answer.shared->not_modified;
    answer.status = answer.shared->status;
    return answer;
  }
  Unshare(answer);
  answer.status = 304;
  answer.body.clear();
  answer.stream.reset();
  answer.pieces.reset();
  RemoveContentFields(answer.headers);
  return answer;
}

}  // namespace keys::gateway
