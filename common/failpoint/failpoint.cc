#include "common/failpoint/failpoint.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <fstream>
#include <optional>
#include <sstream>
#include <utility>

#include "absl/time/clock.h"
#include "common/base/text.h"
#include "common/error/error.h"
#include "common/log/log.h"
#include "common/log/writer.h"

namespace keys::failpoint {
namespace {

std::string& RulesFile() {
  static std::string* const file = new std::string();
  return *file;
}

struct Rule {
  std::string id;
  std::string point;
  std::string action;
  int arrival = 1;
};

// The record of arrivals at failpoints, locked against every other thread and process of the stack.
class Notes {
 public:
  explicit Notes(const std::string& path)
      : path_(path), file_(open(path.c_str(), O_RDWR | O_APPEND | O_CREAT | O_CLOEXEC, 0600)) {
    if (file_ >= 0) flock(file_, LOCK_EX);
  }
  ~Notes() {
    if (file_ >= 0) close(file_);
  }
  Notes(const Notes&) = delete;
  Notes& operator=(const Notes&) = delete;

  int ArrivalsOf(const std::string& id) const {
    std::ifstream file(path_);
    std::string line;
    int arrivals = 0;
    while (std::getline(file, line)) {
      if (line.substr(0, line.find(' ')) == id) ++arrivals;
    }
    return arrivals;
  }

  // The note is written before the rule acts, so that a process that this rule ends does not end at
  // the same rule again.
  void Add(const Rule& rule, std::string_view done) const {
    const std::string line =
        Concat({rule.id, " ", rule.point, " ", done, " ", std::to_string(getpid()), "\n"});
    if (write(file_, line.data(), line.size()) < 0) log::Warning("failpoint.not_noted");
  }

 private:
  const std::string path_;
  const int file_;
};

std::optional<Rule> Parse(const std::string& line) {
  std::istringstream words(line);
  Rule rule;
  if (!(words >> rule.id >> rule.point >> rule.action)) return std::nullopt;
  const bool known = rule.action == "exit" || rule.action == "error" || rule.action == "hang";
  if (!known) return std::nullopt;
  if (!(words >> rule.arrival)) rule.arrival = 1;
  return rule;
}

// Returns the action of the first rule that is due at this point, or an empty text.
std::string TurnAt(std::string_view point) {
  std::ifstream file(RulesFile());
  std::string line;
  while (std::getline(file, line)) {
    const std::optional<Rule> rule = Parse(line);
    if (!rule.has_value() || rule->point != point) continue;
    const Notes notes(Concat({RulesFile(), ".fired"}));
    const int before = notes.ArrivalsOf(rule->id);
    if (before >= rule->arrival) continue;
    const bool now = before + 1 == rule->arrival;
    notes.Add(*rule, now ? rule->action : "pass");
    if (now) return rule->action;
  }
  return "";
}

}  // namespace

namespace internal {

std::atomic<bool> on = false;

absl::Status Act(std::string_view point, Deadline deadline) {
  const std::string action = TurnAt(point);
  if (action.empty()) return absl::OkStatus();
  log::Warning("failpoint.fired", {{"point", point}, {"action", action}});
  if (action == "exit") {
    log::Flush(absl::Seconds(1));
    kill(getpid(), SIGKILL);
  }
  if (action == "error") {
    return error::Make(error::Reason::UNAVAILABLE, Concat({"The failpoint ", point, "."}));
  }
  absl::SleepFor(deadline.Within(kLongestHang).Remaining());
  return absl::DeadlineExceededError(Concat({"the failpoint ", point, " hung"}));
}

}  // namespace internal

void Configure(std::string rules_file) {
  RulesFile() = std::move(rules_file);
  internal::on.store(!RulesFile().empty());
}

}  // namespace keys::failpoint
