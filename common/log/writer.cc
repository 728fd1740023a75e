#include "common/log/writer.h"

#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <climits>
#include <string>
#include <string_view>
#include <thread>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "common/base/check.h"
#include "common/base/text.h"
#include "common/time/deadline.h"

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

// Returns how many bytes one write() may carry. A pipe takes PIPE_BUF bytes in one piece, so that
// the lines of processes that share it are not mixed; a file takes any number.
size_t MostBytesAtOnce() {
  struct stat file {};
  const bool regular = fstat(STDERR_FILENO, &file) == 0 && S_ISREG(file.st_mode);
  return regular ? kBufferBytes : PIPE_BUF;
}

// The writer and its thread live until the process ends, because a thread that is blocked in
// write() cannot be joined.
class Writer {
 public:
  Writer() {
    std::thread([this] { Loop(); }).detach();
  }

  void Put(std::string_view line) {
    absl::MutexLock lock(&mutex_);
    if (waiting_.size() + line.size() > kBufferBytes) {
      ++dropped_lines;
      ++missing_;
      return;
    }
    waiting_.append(line);
    // The thread wakes by itself while it gathers, so only the first line has to wake it.
    if (idle_) wake_.Signal();
    idle_ = false;
  }

  bool Flush(absl::Duration patience) {
    const Deadline until = Deadline::After(patience);
    absl::MutexLock lock(&mutex_);
    flushing_ = true;
    wake_.Signal();
    while (!waiting_.empty() || writing_) {
      if (written_.WaitWithTimeout(&mutex_, until.Remaining())) break;
    }
    flushing_ = false;
    return waiting_.empty() && !writing_;
  }

 private:
  // Fills `taken`, which is empty, with everything that is logged in the next moment.
  void Gather(std::string& taken) {
    absl::MutexLock lock(&mutex_);
    writing_ = false;
    if (waiting_.empty()) written_.SignalAll();
    while (waiting_.empty()) {
      idle_ = true;
      wake_.Wait(&mutex_);
    }
    idle_ = false;
    if (!flushing_) wake_.WaitWithTimeout(&mutex_, kGathering);
    taken.swap(waiting_);
    writing_ = true;
    if (missing_ == 0) return;
    // The missing lines found the buffer full, so their place is behind what was in it.
    StrAppend(&taken, R"({"level":"warning","event":"log.lines_dropped","lines":)", missing_,
              "}\n");
    missing_ = 0;
  }

  // Returns the whole lines at the front of `bytes` that are written together. A line longer than
  // `most` is written alone.
  static std::string_view Chunk(std::string_view bytes, size_t most) {
    if (bytes.size() <= most) return bytes;
    const size_t last = bytes.rfind('\n', most - 1);
    return bytes.substr(0, (last == std::string_view::npos ? bytes.find('\n') : last) + 1);
  }

  void Loop() {
    const size_t most = MostBytesAtOnce();
    std::string taken;
    while (true) {
      taken.clear();
      Gather(taken);
      for (std::string_view rest = taken; !rest.empty();) {
        const std::string_view chunk = Chunk(rest, most);
        rest.remove_prefix(chunk.size());
        if (!WriteAll(chunk)) dropped_lines += std::count(chunk.begin(), chunk.end(), '\n');
      }
    }
  }

  absl::Mutex mutex_;
  absl::CondVar wake_;
  absl::CondVar written_;
  std::string waiting_ ABSL_GUARDED_BY(mutex_);
  int64_t missing_ ABSL_GUARDED_BY(mutex_) = 0;
  // The thread waits for a first line.
  bool idle_ ABSL_GUARDED_BY(mutex_) = false;
  bool writing_ ABSL_GUARDED_BY(mutex_) = false;
  bool flushing_ ABSL_GUARDED_BY(mutex_) = false;
};

std::atomic<Writer*> writer = nullptr;

}  // namespace

void StartWriter() {
  CHECK_THAT(writer == nullptr, "the log's writer is started once");
  writer = new Writer;
}

void Put(std::string_view line) {
  if (Writer* const started = writer) {
    started->Put(line);
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
