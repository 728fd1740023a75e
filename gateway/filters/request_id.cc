#include "gateway/filters/request_id.h"

#include <algorithm>

#include "common/base/text.h"

namespace keys::gateway {

std::string RequestIdOf(const HeaderFields& headers, IdSource& ids) {
  constexpr size_t kMaxLength = 128;
  const std::string* sent = headers.Find("x-request-id");
  const auto fits = [](char c) {
    return IsDigit(c) || IsAsciiLetter(c) || c == '.' || c == '_' || c == '-';
  };
  if (sent != nullptr && headers.Count("x-request-id") == 1 && !sent->empty() &&
      sent->size() <= kMaxLength && std::all_of(sent->begin(), sent->end(), fits)) {
    return *sent;
  }
  return ids.NewUuid();
}

}  // namespace keys::gateway
