#include "gateway/filters/conditional.h"

#include <string>
#include <string_view>
#include <utility>

#include "gateway/filters/entity_tag.h"
#include "gateway/filters/problem.h"

namespace keys::gateway {

absl::StatusOr<HttpResponse> ApplyConditions(const HttpRequest& request, HttpResponse answer) {
  const bool reads = request.method == "GET" || request.method == "HEAD";
  if (!reads || answer.status != 200) return answer;
  const std::string* tag = answer.headers.Find("etag");
  switch (CheckConditions(request.headers, tag == nullptr ? std::string_view() : *tag)) {
    case Condition::kNone:
      return answer;
    case Condition::kFailed:
      return PreconditionFailed();
    case Condition::kNotModified:
      break;
  }
  answer.status = 304;
  answer.body.clear();
  answer.stream.reset();
  answer.pieces.reset();
  // RFC 9110 §15.4.5: fields that describe the bytes which the client has already are left out.
  for (const char* name : {"Content-Type", "Content-Disposition", "Repr-Digest"}) {
    answer.headers.Remove(name);
  }
  return answer;
}

}  // namespace keys::gateway
