#include "services/catalog/domain/precondition.h"

#include "common/base/text.h"
#include "common/error/error.h"

namespace keys::catalog {

std::string EntityTag(int64_t row_version) { return "k" + std::to_string(row_version); }

absl::Status ChangedMeanwhile() {
  return error::Make(error::Reason::PRECONDITION_FAILED,
                     "It was changed since you read it; read it again and decide anew.");
}

absl::Status CheckIfMatch(std::string_view if_match, int64_t row_version) {
  if (if_match.empty()) return absl::OkStatus();
  const std::string whole = Concat({"\"", EntityTag(row_version), "\""});
  const std::string with_hash = Concat({"\"", EntityTag(row_version), "."});
  for (const std::string_view part : Split(if_match, ',')) {
    const std::string tag(StripBlanks(part));
    if (tag == "*" || tag == whole || tag.rfind(with_hash, 0) == 0) return absl::OkStatus();
  }
  return ChangedMeanwhile();
}

}  // namespace keys::catalog
