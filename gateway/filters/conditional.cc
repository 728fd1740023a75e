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
  // §15.4.5: what describes the bytes the client has is not said again.
  for (const char* name : {"Content-Type", "Content-Disposition", "Repr-Digest"}) {
    answer.headers.Remove(name);
  }
  return answer;
}

}  // namespace keys::gateway
