#include "common/log/writer.h"

#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <catch2/catch.hpp>
#include <string>

#include "absl/strings/match.h"
#include "common/log/log.h"

namespace keys::log {
namespace {

// A process that logs into one pipe and reports through another how it fared. It is forked before
// this program has threads.
struct Logger {
  template <typename Body>
  explicit Logger(Body body) {
    int log_pipe[2];
    REQUIRE(pipe(log_pipe) == 0);
    pid = fork();
    REQUIRE(pid >= 0);
    if (pid == 0) {
      dup2(log_pipe[1], STDERR_FILENO);
      close(log_pipe[0]);
      close(log_pipe[1]);
      StartWriter();
      _exit(body());
    }
    close(log_pipe[1]);
    reader = log_pipe[0];
  }
  ~Logger() { close(reader); }

  int ExitCode() {
    int status = 0;
    REQUIRE(waitpid(pid, &status, 0) == pid);
    REQUIRE(WIFEXITED(status));
    return WEXITSTATUS(status);
  }
  std::string ReadAll() {
    std::string text;
    char bytes[4096];
    ssize_t got = 0;
    while ((got = read(reader, bytes, sizeof bytes)) > 0) text.append(bytes, got);
    return text;
  }

  pid_t pid = 0;
  int reader = -1;
};

constexpr int kLines = 100'000;

TEST_CASE("a reader that stands still stops nobody, and what is dropped is counted") {
  Logger logger([] {
    for (int i = 0; i < kLines; ++i) Info("test.line", {{"i", i}});
    if (Flush(absl::Milliseconds(50))) return 1;  // it cannot have been written
    return DroppedLines() > 0 && DroppedLines() < kLines ? 0 : 2;
  });
  // The pipe is read only after the process has ended by itself.
  CHECK(logger.ExitCode() == 0);
}

TEST_CASE("when the reader goes on, the log says how many lines are missing where") {
  Logger logger([] {
    for (int i = 0; i < kLines; ++i) Info("test.line", {{"i", i}});
    const int64_t dropped = DroppedLines();
    if (!Flush(absl::Minutes(1))) return 1;
    Info("test.after");
    if (!Flush(absl::Minutes(1))) return 2;
    return DroppedLines() == dropped ? 0 : 3;
  });
  const std::string text = logger.ReadAll();
  CHECK(logger.ExitCode() == 0);
  const size_t written = std::count(text.begin(), text.end(), '\n');
  CHECK(absl::StrContains(text, "test.after"));
  // Each line is there or counted as missing.
  size_t missing = 0;
  const std::string word = "\"event\":\"log.lines_dropped\",\"lines\":";
  size_t notices = 0;
  for (size_t at = text.find(word); at != std::string::npos; at = text.find(word, at + 1)) {
    missing += std::stoul(text.substr(at + word.size()));
    ++notices;
  }
  CHECK(written - notices + missing == kLines + 1);
}

TEST_CASE("lines come whole and in order") {
  Logger logger([] {
    for (int i = 0; i < 200; ++i) Info("test.line", {{"text", std::string(i * 50, 'x')}, {"i", i}});
    return Flush(absl::Minutes(1)) ? 0 : 1;
  });
  const std::string text = logger.ReadAll();
  CHECK(logger.ExitCode() == 0);
  size_t from = 0;
  for (int i = 0; i < 200; ++i) {
    const size_t end = text.find('\n', from);
    REQUIRE(end != std::string::npos);
    CHECK(absl::EndsWith(text.substr(from, end - from), "\"i\":" + std::to_string(i) + "}"));
    from = end + 1;
  }
  CHECK(from == text.size());
}

}  // namespace
}  // namespace keys::log
