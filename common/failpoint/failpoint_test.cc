#include "common/failpoint/failpoint.h"

#include <sys/wait.h>
#include <unistd.h>

#include <catch2/catch.hpp>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

namespace keys::failpoint {
namespace {

class Rules {
 public:
  Rules()
      : path_(
            (std::filesystem::temp_directory_path() / ("failpoints_" + std::to_string(::getpid())))
                .string()) {
    Configure(path_);
  }
  ~Rules() {
    Configure("");
    std::filesystem::remove(path_);
    std::filesystem::remove(path_ + ".fired");
  }
  void Write(const std::string& text) { std::ofstream(path_, std::ios::trunc) << text; }
  // Returns the recorded arrivals without the process ids.
  std::vector<std::string> Fired() const {
    std::ifstream file(path_ + ".fired");
    std::vector<std::string> lines;
    for (std::string line; std::getline(file, line);) {
      lines.push_back(line.substr(0, line.rfind(' ')));
    }
    return lines;
  }

 private:
  const std::string path_;
};

Deadline Soon() { return Deadline::After(absl::Milliseconds(30)); }

TEST_CASE("without rules every point lets pass") {
  CHECK(Reach("a", Soon()).ok());
  Rules rules;
  CHECK(Reach("a", Soon()).ok());
  rules.Write("r1 a error\n");
  Configure("");
  CHECK(Reach("a", Soon()).ok());
}

TEST_CASE("a rule acts once at its point, and again only as another rule") {
  Rules rules;
  rules.Write("r1 a error\n");
  CHECK(Reach("b", Soon()).ok());
  CHECK(absl::IsUnavailable(Reach("a", Soon())));
  CHECK(Reach("a", Soon()).ok());
  rules.Write("r2 a error\n");
  CHECK(absl::IsUnavailable(Reach("a", Soon())));
  CHECK(rules.Fired() == std::vector<std::string>{"r1 a error", "r2 a error"});
}

TEST_CASE("a rule may wait for the n-th arrival") {
  Rules rules;
  rules.Write("r1 a error 3\n");
  CHECK(Reach("a", Soon()).ok());
  CHECK(Reach("a", Soon()).ok());
  CHECK_FALSE(Reach("a", Soon()).ok());
  CHECK(Reach("a", Soon()).ok());
  CHECK(rules.Fired() == std::vector<std::string>{"r1 a pass", "r1 a pass", "r1 a error"});
}

TEST_CASE("a hang ends with the caller's deadline") {
  Rules rules;
  rules.Write("r1 a hang\n");
  const Deadline deadline = Soon();
  CHECK(absl::IsDeadlineExceeded(Reach("a", deadline)));
  CHECK(deadline.Expired());
}

TEST_CASE("exit is the death of the process, once, also for the one that follows") {
  Rules rules;
  rules.Write("r1 a exit\n");
  const auto child = [] {
    const pid_t pid = fork();
    if (pid == 0) _exit(Reach("a", Soon()).ok() ? 0 : 1);
    int status = 0;
    waitpid(pid, &status, 0);
    return status;
  };
  const int first = child();
  CHECK(WIFSIGNALED(first));
  CHECK(WTERMSIG(first) == SIGKILL);
  CHECK(child() == 0);
}

TEST_CASE("a line that is no rule is ignored") {
  Rules rules;
  rules.Write("\nr1 a\nr2 a explode\nr3 a error\n");
  CHECK(absl::IsUnavailable(Reach("a", Soon())));
}

}  // namespace
}  // namespace keys::failpoint
