// The rules and the situations in force. A file is read again when it changes, so that new rules
// need no restart. Each request is answered by one set from beginning to end. A file with a mistake
// changes nothing, and the log names the mistake.
//
//   ASSIGN_OR_RETURN(auto book, MakeRuleBook(path));   // "" = the rules built in
//   book->Start();
//   const std::shared_ptr<const Rules> rules = book->Current();
//
// Thread-safe.
#pragma once

#include <memory>
#include <mutex>
#include <string>
#include <utility>

#include "absl/status/statusor.h"
#include "common/base/status_macros.h"
#include "keys/discovery/v1/discovery.pb.h"
#include "services/discovery/domain/rules.h"
#include "services/discovery/watched_file.h"

namespace keys::discovery {

template <typename Value>
class Book {
 public:
  using Parse = absl::StatusOr<Value> (*)(std::string_view json);

  explicit Book(Value value) : value_(std::make_shared<const Value>(std::move(value))) {}
  ~Book() { Stop(); }

  // INVALID_ARGUMENT says what is wrong in the file at `path`. `name` is as in WatchedFile.
  static absl::StatusOr<std::unique_ptr<Book>> Make(const char* name, const std::string& path,
                                                    std::string_view built_in, Parse parse) {
    ASSIGN_OR_RETURN(Value value, parse(built_in));
    auto book = std::make_unique<Book>(std::move(value));
    book->file_ = std::make_unique<WatchedFile>(
        name, path, [self = book.get(), parse](std::string_view text) -> absl::Status {
          ASSIGN_OR_RETURN(Value read, parse(text));
          self->Replace(std::move(read));
          return absl::OkStatus();
        });
    RETURN_IF_ERROR(book->file_->TakeFirst());
    return book;
  }

  std::shared_ptr<const Value> Current() const {
    std::lock_guard lock(mutex_);
    return value_;
  }

  // Looks at the file each second. Without a file it does nothing.
  void Start() {
    if (file_ != nullptr) file_->Start();
  }
  void Stop() {
    if (file_ != nullptr) file_->Stop();
  }
  void Look() {
    if (file_ != nullptr) file_->Look();
  }

 private:
  void Replace(Value value) {
    auto changed = std::make_shared<const Value>(std::move(value));
    std::lock_guard lock(mutex_);
    value_ = std::move(changed);
  }

  mutable std::mutex mutex_;
  std::shared_ptr<const Value> value_;
  std::unique_ptr<WatchedFile> file_;
};

using RuleBook = Book<Rules>;
using SituationBook = Book<v1::ListSituationsResponse>;

// Checks what FromJson checks, and that families and maturities are words that a KEY can have.
absl::StatusOr<Rules> ParseRules(std::string_view json);
absl::StatusOr<std::unique_ptr<RuleBook>> MakeRuleBook(const std::string& path);

// Checks what SituationsFromJson checks, and that filters are words that a KEY can have.
absl::StatusOr<v1::ListSituationsResponse> ParseSituations(std::string_view json);
absl::StatusOr<std::unique_ptr<SituationBook>> MakeSituationBook(const std::string& path);

}  // namespace keys::discovery
