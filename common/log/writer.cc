#include "common/log/writer.h"

#include <poll.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <climits>
#include <deque>
#include <string_view>
#include <thread>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "common/base/check.h"
#include "common/base/text.h"

namespace keys::log {
namespace {

std::atomic<int64_t> dropped_lines = 0;

// This blocks for as long as the reader of stderr does not read.
bool WriteAll(std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t written = write(STDERR_FILENO, bytes.data(), bytes.size());
    if (written >= 0) {
      bytes.remove_prefix(static_cast<size_t>(written));
    } else if (errno == EAGAIN) {
      // Another process that shares the file has made it non-blocking.
      pollfd file{.fd = STDERR_FILENO, .events = POLLOUT, .revents = 0};
      poll(&file, 1, -1);
    } else if (errno != EINTR) {
      return false;
    }
  }
  return true;
}

// The writer and its thread live until the process ends, because a thread that is blocked in
// write() cannot be joined.
class Writer {
 public:
  Writer() {
    std::thread([this] { Loop(); }).detach();
  }

  void Put(std::string line) {
    absl::MutexLock lock(&mutex_);
    if (waiting_bytes_ + line.size() > kBufferBytes) {
      ++dropped_lines;
      ++missing_;
      return;
    }
    waiting_bytes_ += line.size();
    lines_.push_back(std::move(line));
  }

  bool Flush(absl::Duration patience) {
    absl::MutexLock lock(&mutex_);
    const auto written = [this]() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) {
      return lines_.empty() && !writing_;
    };
    return mutex_.AwaitWithTimeout(absl::Condition(&written), patience);
  }

 private:
  // Takes whole lines, at most as many bytes as a pipe writes in one piece, so that the lines of
  // processes that share the pipe are not mixed. A longer line is written alone.
  std::string Next(int64_t& lines) {
    absl::MutexLock lock(&mutex_);
    writing_ = false;
    mutex_.Await(absl::Condition(
        +[](std::deque<std::string>* waiting) { return !waiting->empty(); }, &lines_));
    writing_ = true;
    std::string chunk;
    if (missing_ > 0) {
      chunk = StrCat(R"({"level":"warning","event":"log.lines_dropped","lines":)", missing_, "}\n");
      missing_ = 0;
    }
    while (!lines_.empty() && (lines == 0 || chunk.size() + lines_.front().size() <= PIPE_BUF)) {
      chunk += lines_.front();
      waiting_bytes_ -= lines_.front().size();
      lines_.pop_front();
      ++lines;
    }
    return chunk;
  }

  void Loop() {
    while (true) {
      int64_t lines = 0;
      const std::string chunk = Next(lines);
      if (!WriteAll(chunk)) dropped_lines += lines;
    }
  }

  absl::Mutex mutex_;
  std::deque<std::string> lines_ ABSL_GUARDED_BY(mutex_);
  size_t waiting_bytes_ ABSL_GUARDED_BY(mutex_) = 0;
  int64_t missing_ ABSL_GUARDED_BY(mutex_) = 0;
  bool writing_ ABSL_GUARDED_BY(mutex_) = false;
};

std::atomic<Writer*> writer = nullptr;

}  // namespace

void StartWriter() {
  CHECK_THAT(writer == nullptr, "the log's writer is started once");
  writer = new Writer;
}

void Put(std::string line) {
  if (Writer* const started = writer) {
    started->Put(std::move(line));
  } else if (!WriteAll(line)) {
    ++dropped_lines;
  }
}

bool Flush(absl::Duration patience) {
  Writer* const started = writer;
  return started == nullptr || started->Flush(patience);
}

int64_t DroppedLines() { return dropped_lines; }

}  // namespace keys::log
