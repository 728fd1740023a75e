#include "tests/fakes/stripe_sandbox/store.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fstream>

namespace stripe_sandbox {
namespace {

bool WriteAll(int file, std::string_view text) {
  while (!text.empty()) {
    const ssize_t written = ::write(file, text.data(), text.size());
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return false;
    text.remove_prefix(static_cast<size_t>(written));
  }
  return true;
}

std::string Line(const std::vector<Change>& changes) {
  Json entries = Json::MakeArray();
  for (const Change& change : changes) {
    entries.Append(Json::Array{change.type, change.id, change.object});
  }
  return entries.Write() + "\n";
}

// Nobody looks inside an event's data, and there are many events: it is kept as text.
void KeepDataAsText(const std::string& type, Json* object) {
  if (type != "event" || !(*object)["data"].is_object()) return;
  object->Set("data", Json(Json::Raw{(*object)["data"].Write()}));
}

std::string Reason(const std::string& what) { return what + ": " + std::strerror(errno); }

}  // namespace

Store::~Store() {
  if (journal_ >= 0) ::close(journal_);
  if (lock_ >= 0) ::close(lock_);
}

bool Store::Open(const std::string& file, std::string* why) {
  if (file.empty()) return true;
  lock_ = ::open((file + ".lock").c_str(), O_CREAT | O_RDWR | O_CLOEXEC, 0600);
  if (lock_ < 0 || ::flock(lock_, LOCK_EX | LOCK_NB) != 0) {
    *why = Reason("cannot lock " + file);
    return false;
  }
  if (!Load(file, why) || !Rewrite(file, why)) return false;
  journal_ = ::open(file.c_str(), O_WRONLY | O_APPEND | O_CLOEXEC);
  if (journal_ < 0) *why = Reason("cannot append to " + file);
  return journal_ >= 0;
}

bool Store::Load(const std::string& file, std::string* why) {
  std::ifstream stream(file, std::ios::binary);
  if (!stream) return true;  // the first start
  std::string line;
  size_t number = 0;
  while (std::getline(stream, line)) {
    ++number;
    const std::optional<Json> entries = Json::Parse(line);
    if (!entries) {
      // The process died while it wrote its last line: nobody was told of that change.
      if (stream.peek() == std::ifstream::traits_type::eof()) return true;
      *why = file + ":" + std::to_string(number) + " is not JSON";
      return false;
    }
    for (const Json& entry : entries->items()) {
      const Json::Array& parts = entry.items();
      if (parts.size() != 3) continue;
      Change change{parts[0].AsString(), parts[1].AsString(), parts[2]};
      KeepDataAsText(change.type, &change.object);
      ApplyInMemory(change);
    }
  }
  return true;
}

bool Store::Rewrite(const std::string& file, std::string* why) {
  const std::string fresh = file + ".new";
  const int out = ::open(fresh.c_str(), O_CREAT | O_TRUNC | O_WRONLY | O_CLOEXEC, 0600);
  if (out < 0) {
    *why = Reason("cannot write " + fresh);
    return false;
  }
  bool written = true;
  for (const auto& [type, collection] : collections_) {
    for (const auto& [sequence, object] : collection.by_age) {
      const std::string& id = (*object)["id"].AsString();
      written = written && WriteAll(out, Line({{type, id, *object}}));
    }
  }
  written = written && ::fsync(out) == 0;
  ::close(out);
  if (!written || ::rename(fresh.c_str(), file.c_str()) != 0) {
    *why = Reason("cannot write " + file);
    return false;
  }
  return true;
}

const Json* Store::Find(const std::string& type, const std::string& id) const {
  const auto collection = collections_.find(type);
  if (collection == collections_.end()) return nullptr;
  const auto record = collection->second.by_id.find(id);
  return record == collection->second.by_id.end() ? nullptr : &record->second.object;
}

void Store::Newest(const std::string& type, const std::function<bool(const Json&)>& visit) const {
  const auto collection = collections_.find(type);
  if (collection == collections_.end()) return;
  const auto& by_age = collection->second.by_age;
  for (auto entry = by_age.rbegin(); entry != by_age.rend(); ++entry) {
    if (!visit(*entry->second)) return;
  }
}

size_t Store::Count(const std::string& type) const {
  const auto collection = collections_.find(type);
  return collection == collections_.end() ? 0 : collection->second.by_id.size();
}

std::vector<std::pair<std::string, std::string>> Store::Due(int64_t now, size_t limit) const {
  std::vector<std::pair<std::string, std::string>> due;
  for (const auto& [deadline, object] : deadlines_) {
    if (deadline > now || due.size() >= limit) break;
    due.push_back(object);
  }
  return due;
}

void Store::Apply(const std::vector<Change>& changes) {
  if (changes.empty()) return;
  if (journal_ >= 0 && !WriteAll(journal_, Line(changes))) {
    std::fprintf(stderr, "stripe_sandbox: cannot write the journal: %s\n", std::strerror(errno));
    std::abort();
  }
  for (const Change& change : changes) ApplyInMemory(change);
}

void Store::ApplyInMemory(const Change& change) {
  Collection& collection = collections_[change.type];
  const auto found = collection.by_id.find(change.id);
  const std::pair<std::string, std::string> name{change.type, change.id};
  if (found != collection.by_id.end()) {
    const Json& deadline = found->second.object["_deadline"];
    if (deadline.is_int()) deadlines_.erase({deadline.AsInt(), name});
  }
  if (change.object.is_null()) {
    if (found == collection.by_id.end()) return;
    collection.by_age.erase(found->second.sequence);
    collection.by_id.erase(found);
    return;
  }
  if (found != collection.by_id.end()) {
    found->second.object = change.object;
  } else {
    Record& record = collection.by_id[change.id];
    record = {next_sequence_++, change.object};
    // unordered_map never moves its nodes, so the pointer lasts as long as the record.
    collection.by_age[record.sequence] = &record.object;
  }
  const Json& deadline = change.object["_deadline"];
  if (deadline.is_int()) deadlines_.insert({deadline.AsInt(), name});
}

}  // namespace stripe_sandbox
