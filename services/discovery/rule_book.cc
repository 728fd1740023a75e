#include "services/discovery/rule_book.h"

#include <fstream>
#include <sstream>

#include "common/base/status_macros.h"
#include "common/base/text.h"
#include "common/log/log.h"
#include "services/catalog/client.h"
#include "services/discovery/rules_text.h"

namespace keys::discovery {
namespace {

constexpr std::chrono::seconds kInterval{1};
// Rules are written by hand: a few KiB. A larger file is something else.
constexpr size_t kMaxBytes = size_t{1} << 20;

absl::StatusOr<std::string> Read(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::stringstream text;
  if (file) text << file.rdbuf();
  if (!file) return absl::InvalidArgumentError("discovery rules: the file cannot be read");
  if (text.str().size() > kMaxBytes) {
    return absl::InvalidArgumentError("discovery rules: the file is larger than 1 MiB");
  }
  return text.str();
}

}  // namespace

absl::StatusOr<Rules> ParseRules(std::string_view json) {
  ASSIGN_OR_RETURN(Rules rules, Rules::FromJson(json));
  for (const SignalRules& signal : rules.signals) {
    for (const Row& row : signal.rows) {
      for (const std::string& family : row.families) {
        if (catalog::IsTool(family)) continue;
        return absl::InvalidArgumentError(
            StrCat("discovery rules: no KEY is of the family '", family, "'"));
      }
    }
  }
  for (const std::string& word : rules.maturity_words) {
    if (catalog::IsMaturity(word)) continue;
    return absl::InvalidArgumentError(
        StrCat("discovery rules: no KEY is of the maturity '", word, "'"));
  }
  return rules;
}

absl::StatusOr<std::unique_ptr<RuleBook>> RuleBook::Make(const std::string& path) {
  std::string text(kRulesText);
  if (!path.empty()) {
    ASSIGN_OR_RETURN(text, Read(path));
  }
  ASSIGN_OR_RETURN(Rules rules, ParseRules(text));
  auto book = std::make_unique<RuleBook>(std::move(rules));
  book->path_ = path;
  book->seen_ = std::move(text);
  return book;
}

std::shared_ptr<const Rules> RuleBook::Current() const {
  std::lock_guard lock(mutex_);
  return rules_;
}

void RuleBook::Start() {
  if (!path_.empty()) thread_ = std::thread([this] { Run(); });
}

void RuleBook::Stop() {
  {
    std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  wake_.notify_all();
  if (thread_.joinable()) thread_.join();
}

void RuleBook::Look() {
  absl::StatusOr<std::string> text = Read(path_);
  // What cannot be read has no text; its complaint tells one trouble from the next.
  const std::string now = text.ok() ? *text : std::string(MessageOf(text.status()));
  if (now == seen_) return;
  seen_ = now;
  absl::StatusOr<Rules> rules = text.ok() ? ParseRules(*text) : text.status();
  if (!rules.ok()) {
    log::Error("discovery.rules_refused", {{"file", path_},
                                           {"why", MessageOf(rules.status())},
                                           {"effect", "the rules before it stay in force"}});
    return;
  }
  {
    auto changed = std::make_shared<const Rules>(*std::move(rules));
    std::lock_guard lock(mutex_);
    rules_ = std::move(changed);
  }
  log::Info("discovery.rules_changed", {{"file", path_}});
}

void RuleBook::Run() {
  std::unique_lock lock(mutex_);
  while (!stopping_) {
    lock.unlock();
    Look();
    lock.lock();
    wake_.wait_for(lock, kInterval, [this] { return stopping_; });
  }
}

}  // namespace keys::discovery
