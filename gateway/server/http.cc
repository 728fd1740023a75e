#include "gateway/server/http.h"

#include <algorithm>

#include "common/base/text.h"

namespace keys::gateway {
namespace {

bool SameName(std::string_view a, std::string_view b) {
  return a.size() == b.size() && std::equal(a.begin(), a.end(), b.begin(), [](char x, char y) {
           return AsciiLower(x) == AsciiLower(y);
         });
}

}  // namespace

const std::string* HeaderFields::Find(std::string_view name) const {
  for (const Field& field : fields_) {
    if (SameName(field.first, name)) return &field.second;
  }
  return nullptr;
}

size_t HeaderFields::Count(std::string_view name) const {
  return static_cast<size_t>(std::count_if(
      fields_.begin(), fields_.end(), [&](const Field& f) { return SameName(f.first, name); }));
}

std::optional<std::string> HeaderFields::Joined(std::string_view name) const {
  std::optional<std::string> list;
  for (const Field& field : fields_) {
    if (!SameName(field.first, name)) continue;
    if (list.has_value()) {
      StrAppend(&*list, ", ", field.second);
    } else {
      list = field.second;
    }
  }
  return list;
}

void HeaderFields::Add(std::string name, std::string value) {
  fields_.emplace_back(std::move(name), std::move(value));
}

void HeaderFields::Set(std::string_view name, std::string value) {
  Remove(name);
  fields_.emplace_back(std::string(name), std::move(value));
}

void HeaderFields::Remove(std::string_view name) {
  std::erase_if(fields_, [&](const Field& field) { return SameName(field.first, name); });
}

void HeaderFields::AddToList(std::string_view name, std::string_view member) {
  for (Field& field : fields_) {
    if (!SameName(field.first, name)) continue;
    for (const std::string_view part : Split(field.second, ',')) {
      if (SameName(StripBlanks(part), member)) return;
    }
    StrAppend(&field.second, ", ", member);
    return;
  }
  Add(std::string(name), std::string(member));
}

void RemoveContentFields(HeaderFields& headers) {
  for (const char* name :
       {"Content-Type", "Content-Disposition", "Content-Encoding", "Repr-Digest"}) {
    headers.Remove(name);
  }
}

}  // namespace keys::gateway
