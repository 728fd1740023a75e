#include "services/ingestion/work_folder.h"

#include <signal.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <filesystem>
#include <system_error>

#include "absl/status/status.h"
#include "common/base/text.h"

namespace keys::ingestion {
namespace {

constexpr std::string_view kPrefix = "keys-ingestion-";  // then pid, '-', six letters

// Whether the folder belongs to a process that no longer exists.
bool IsAbandoned(std::string_view name) {
  if (name.substr(0, kPrefix.size()) != kPrefix) return false;
  const std::string digits(name.substr(kPrefix.size(), name.rfind('-') - kPrefix.size()));
  if (digits.empty() || digits.size() > 9 ||
      digits.find_first_not_of("0123456789") != std::string::npos) {
    return false;
  }
  return ::kill(std::stoi(digits), 0) != 0 && errno == ESRCH;
}

void RemoveAbandoned(const std::filesystem::path& parent) {
  std::error_code ignored;
  for (const auto& entry : std::filesystem::directory_iterator(parent, ignored)) {
    if (!IsAbandoned(entry.path().filename().string())) continue;
    std::filesystem::remove_all(entry.path(), ignored);
  }
}

}  // namespace

absl::StatusOr<std::unique_ptr<WorkFolder>> WorkFolder::Make() {
  std::error_code failure;
  const std::filesystem::path parent = std::filesystem::temp_directory_path(failure);
  if (failure) return absl::UnavailableError("there is no TMPDIR");
  RemoveAbandoned(parent);
  std::string pattern =
      Concat({parent.string(), "/", kPrefix, std::to_string(::getpid()), "-XXXXXX"});
  if (::mkdtemp(pattern.data()) == nullptr) {
    return absl::UnavailableError(Concat({"cannot make ", pattern}));
  }
  return std::unique_ptr<WorkFolder>(new WorkFolder(pattern));
}

WorkFolder::~WorkFolder() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

}  // namespace keys::ingestion
