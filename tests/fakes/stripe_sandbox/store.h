// All objects of the sandbox, in memory and in a journal. A change is one line of the journal,
// written with one write(2) before anyone is told of it: a killed process loses nothing that was
// answered. (A machine that loses power may lose the last lines; there is no fsync per change.)
//
// Members whose names begin with '_' are the sandbox's own and never leave it. An object with the
// member "_deadline" (seconds) is found by Due once that moment has passed.
//
// Guarded by `mutex()`: hold it around every call but Open. Pointers live until the next change.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <mutex>
#include <set>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "tests/fakes/stripe_sandbox/json.h"

namespace stripe_sandbox {

struct Change {
  std::string type;  // the object's word: "customer", "checkout.session", …
  std::string id;
  Json object;  // null deletes
};

class Store {
 public:
  Store() = default;
  ~Store();
  Store(const Store&) = delete;
  Store& operator=(const Store&) = delete;

  // Reads `file` ("" keeps everything in memory only), rewrites it without what has been replaced,
  // and holds a lock on it so that two processes cannot share it. False with `*why` on failure.
  bool Open(const std::string& file, std::string* why);

  std::mutex& mutex() { return mutex_; }

  const Json* Find(const std::string& type, const std::string& id) const;
  // Visits objects from the newest to the oldest until `visit` returns false.
  void Newest(const std::string& type, const std::function<bool(const Json&)>& visit) const;
  size_t Count(const std::string& type) const;
  std::vector<std::pair<std::string, std::string>> Due(int64_t now, size_t limit) const;

  // All or nothing. Ends the process if the journal cannot be written: what cannot be kept must not
  // be answered.
  void Apply(const std::vector<Change>& changes);

 private:
  struct Record {
    uint64_t sequence;
    Json object;
  };
  struct Collection {
    std::unordered_map<std::string, Record> by_id;
    std::map<uint64_t, const Json*> by_age;
  };

  void ApplyInMemory(const Change& change);
  bool Load(const std::string& file, std::string* why);
  bool Rewrite(const std::string& file, std::string* why);

  std::mutex mutex_;
  std::unordered_map<std::string, Collection> collections_;
  std::set<std::pair<int64_t, std::pair<std::string, std::string>>> deadlines_;
  uint64_t next_sequence_ = 1;
  int journal_ = -1;
  int lock_ = -1;
};

}  // namespace stripe_sandbox
