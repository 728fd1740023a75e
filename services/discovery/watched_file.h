// Watches a file of data that people edit while the service runs. It looks at the file each second
// and takes it as a whole when its text changed. A text with a mistake is not taken and is logged
// once.
//
//   WatchedFile file("rules", path, [&](std::string_view text) { return Take(text); });
//   file.Start();
//
// Thread-safe; `take` is called by one thread at a time.
#pragma once

#include <condition_variable>
#include <functional>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

namespace keys::discovery {

class WatchedFile {
 public:
  // Takes a good text, or returns what is wrong with it.
  using Take = std::function<absl::Status(std::string_view text)>;

  // `name` is a word for the log: discovery.<name>_changed, discovery.<name>_refused. With an empty
  // path no file is watched.
  WatchedFile(std::string name, std::string path, Take take);
  ~WatchedFile() { Stop(); }

  // INVALID_ARGUMENT for a file that cannot be read or is larger than 1 MiB, else the result of
  // `take`.
  absl::Status TakeFirst();
  void Start();
  void Stop();
  // Looks once: takes a new text that is good, logs a new one that is not.
  void Look();

 private:
  absl::StatusOr<std::string> Read() const;
  void Run();

  const std::string name_;
  const std::string path_;
  const Take take_;
  // The text at the last look, good or bad, so that a bad one is logged once.
  std::string seen_;
  std::mutex mutex_;
  std::condition_variable wake_;
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace keys::discovery
