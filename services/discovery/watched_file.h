// A file of data that people edit while the service runs: looked at each second, taken as a whole
// when its text changed, left alone (and complained of once a text) when it is not as it should be.
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
  // Takes a good text; says what is wrong with another.
  using Take = std::function<absl::Status(std::string_view text)>;

  // `name` is a word for the log: discovery.<name>_changed, discovery.<name>_refused. An empty path
  // is no file: nothing is ever looked at.
  WatchedFile(std::string name, std::string path, Take take);
  ~WatchedFile() { Stop(); }

  // INVALID_ARGUMENT for a file that cannot be read or is larger than 1 MiB, and what `take` says.
  absl::Status TakeFirst();
  void Start();
  void Stop();
  // One look: takes what is new and good, logs what is new and bad.
  void Look();

 private:
  absl::StatusOr<std::string> Read() const;
  void Run();

  const std::string name_;
  const std::string path_;
  const Take take_;
  // As it was last looked at, good or bad: a bad file is spoken of once.
  std::string seen_;
  std::mutex mutex_;
  std::condition_variable wake_;
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace keys::discovery
