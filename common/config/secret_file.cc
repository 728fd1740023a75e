#include "common/config/secret_file.h"

#include <fstream>
#include <string_view>

#include "absl/status/status.h"
#include "common/base/byte_order_mark.h"
#include "common/base/text.h"

namespace keys::config {

absl::StatusOr<std::string> ReadSecretFile(const std::string& path) {
  const auto refuse = [&path](std::string_view why) {
    return absl::InvalidArgumentError(StrCat("names a file that ", why, ": '", path, "'"));
  };
  std::ifstream file(path, std::ios::binary);
  std::string content(kMaxSecretFileBytes + 1, '\0');
  file.read(content.data(), static_cast<std::streamsize>(content.size()));
  // A folder opens and fails at the first byte; a file that ends early sets eof beside fail.
  if (!file.is_open() || file.bad() || (file.fail() && !file.eof())) {
    return refuse("cannot be read");
  }
  content.resize(static_cast<size_t>(file.gcount()));
  if (content.size() > kMaxSecretFileBytes) {
    return refuse(StrCat("is larger than ", kMaxSecretFileBytes, " bytes"));
  }
  std::string_view value = WithoutByteOrderMark(content);
  if (value.ends_with('\n')) value.remove_suffix(1);
  if (value.ends_with('\r')) value.remove_suffix(1);
  if (value.empty()) return refuse("is empty");
  if (value.find('\0') != std::string_view::npos) return refuse("has a NUL byte");
  return std::string(value);
}

}  // namespace keys::config
