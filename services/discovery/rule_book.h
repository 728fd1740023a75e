// The rules in force. Those of a file are read again when it changes, so that new rules need no
// restart: each request is answered by one set of rules from beginning to end, and a file that is
// not as it should be changes nothing and says so in the log.
//
//   ASSIGN_OR_RETURN(auto book, RuleBook::Make(path));   // "" = the rules built in
//   book->Start();
//   const std::shared_ptr<const Rules> rules = book->Current();
//
// Thread-safe.
#pragma once

#include <condition_variable>
#include <memory>
#include <mutex>
#include <string>
#include <thread>

#include "absl/status/statusor.h"
#include "services/discovery/domain/rules.h"

namespace keys::discovery {

// What FromJson checks, and that families and maturities are words a KEY can have.
absl::StatusOr<Rules> ParseRules(std::string_view json);

class RuleBook {
 public:
  explicit RuleBook(Rules rules) : rules_(std::make_shared<const Rules>(std::move(rules))) {}
  ~RuleBook() { Stop(); }

  // INVALID_ARGUMENT with what is wrong in the file at `path`.
  static absl::StatusOr<std::unique_ptr<RuleBook>> Make(const std::string& path);

  std::shared_ptr<const Rules> Current() const;

  // Looks at the file each second. Without a file there is nothing to do.
  void Start();
  void Stop();
  // One look: takes what is new and good, logs what is new and bad.
  void Look();

 private:
  void Run();

  mutable std::mutex mutex_;
  std::shared_ptr<const Rules> rules_;
  std::string path_;
  // As it was last looked at, good or bad: a bad file is spoken of once. By one thread only.
  std::string seen_;
  std::condition_variable wake_;
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace keys::discovery
