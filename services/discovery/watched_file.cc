#include "services/discovery/watched_file.h"

#include <fstream>
#include <sstream>

#include "common/base/status_macros.h"
#include "common/base/text.h"
#include "common/log/log.h"

namespace keys::discovery {
namespace {

constexpr std::chrono::seconds kLookInterval{1};
// Such files are written by hand and have a few KiB, so a larger file is a mistake.
constexpr size_t kMaxBytes = size_t{1} << 20;

}  // namespace

WatchedFile::WatchedFile(std::string name, std::string path, Take take)
    : name_(std::move(name)), path_(std::move(path)), take_(std::move(take)) {}

absl::StatusOr<std::string> WatchedFile::Read() const {
  std::ifstream file(path_, std::ios::binary);
  std::stringstream text;
  if (file) text << file.rdbuf();
  if (!file) {
    return absl::InvalidArgumentError(StrCat("discovery ", name_, ": the file cannot be read"));
  }
  if (text.str().size() > kMaxBytes) {
    return absl::InvalidArgumentError(
        StrCat("discovery ", name_, ": the file is larger than 1 MiB"));
  }
  return text.str();
}

absl::Status WatchedFile::TakeFirst() {
  if (path_.empty()) return absl::OkStatus();
  ASSIGN_OR_RETURN(seen_, Read());
  return take_(seen_);
}

void WatchedFile::Start() {
  if (!path_.empty()) thread_ = std::thread([this] { Run(); });
}

void WatchedFile::Stop() {
  {
    std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  wake_.notify_all();
  if (thread_.joinable()) thread_.join();
}

void WatchedFile::Look() {
  const absl::StatusOr<std::string> text = Read();
  // A file that cannot be read has no text; its error is remembered instead, so that each error is
  // logged once.
  const std::string now = text.ok() ? *text : std::string(MessageOf(text.status()));
  if (now == seen_) return;
  seen_ = now;
  const absl::Status taken = text.ok() ? take_(*text) : text.status();
  if (taken.ok()) return log::Info(StrCat("discovery.", name_, "_changed"), {{"file", path_}});
  log::Error(StrCat("discovery.", name_, "_refused"),
             {{"file", path_},
              {"why", MessageOf(taken)},
              {"effect", StrCat("the ", name_, " before it stay in force")}});
}

void WatchedFile::Run() {
  std::unique_lock lock(mutex_);
  while (!stopping_) {
    lock.unlock();
    Look();
    lock.lock();
    wake_.wait_for(lock, kLookInterval, [this] { return stopping_; });
  }
}

}  // namespace keys::discovery
