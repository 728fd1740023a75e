#include "tests/fakes/stripe_sandbox/call.h"

#include <algorithm>
#include <vector>

namespace stripe_sandbox {
namespace {

constexpr int64_t kDefaultLimit = 10;
constexpr int64_t kLargestLimit = 100;

std::optional<ApiError> CheckPaging(const Call& call) {
  const Json& limit = call.params["limit"];
  if (limit.is_int() && (limit.AsInt() < 1 || limit.AsInt() > kLargestLimit)) {
    return RefuseParams("parameter_invalid_integer", "limit",
                        "Invalid limit: must be between 1 and 100");
  }
  if (call.params.Has("starting_after") && call.params.Has("ending_before")) {
    return RefuseParams("", "starting_after",
                        "You can only provide one of starting_after or ending_before");
  }
  return std::nullopt;
}

bool CreatedFits(const Json& created, const Json& object) {
  const int64_t at = object["created"].AsInt();
  if (created.is_null()) return true;
  if (created.is_int()) return at == created.AsInt();
  if (created.Has("gt") && at <= created["gt"].AsInt()) return false;
  if (created.Has("gte") && at < created["gte"].AsInt()) return false;
  if (created.Has("lt") && at >= created["lt"].AsInt()) return false;
  return !created.Has("lte") || at <= created["lte"].AsInt();
}

// `matches` are in the order of the list. A cursor that does not match the filters is refused, like
// one that does not exist.
Outcome Page(const Call& call, const std::vector<const Json*>& matches) {
  const int64_t limit =
      call.params["limit"].is_int() ? call.params["limit"].AsInt() : kDefaultLimit;
  size_t begin = 0;
  size_t end = matches.size();
  for (const char* name : {"starting_after", "ending_before"}) {
    if (!call.params.Has(name)) continue;
    const std::string& cursor = call.params[name].AsString();
    const auto at = std::find_if(matches.begin(), matches.end(), [&cursor](const Json* object) {
      return (*object)["id"].AsString() == cursor;
    });
    if (at == matches.end()) return NoSuch("object", cursor, name);
    const size_t position = static_cast<size_t>(at - matches.begin());
    (name[0] == 's' ? begin : end) = position + (name[0] == 's' ? 1 : 0);
  }
  // Backwards, the page is the part next to the cursor.
  const size_t size = std::min<size_t>(end - begin, static_cast<size_t>(limit));
  const bool more = end - begin > size;
  if (call.params.Has("ending_before")) begin = end - size;
  Json data = Json::MakeArray();
  for (size_t i = begin; i < begin + size; ++i) data.Append(Shown(call.tx, *matches[i]));
  std::string url = call.operation.path;
  const size_t hole = url.find("{id}");
  if (hole != std::string::npos) url.replace(hole, 4, call.id);
  return Json::MakeObject(
      {{"object", "list"}, {"data", std::move(data)}, {"has_more", more}, {"url", url}});
}

}  // namespace

std::optional<ApiError> FindInPath(Call& call, const std::string& type, const std::string& noun,
                                   Json* found) {
  const Json* object = call.tx.Find(type, call.id);
  if (object == nullptr) return NoSuch(noun, call.id, "id");
  *found = *object;
  return std::nullopt;
}

void MergeMetadata(const Json& params, Json* object) {
  const Json* sent = params.Find("metadata");
  if (sent == nullptr) return;
  Json& metadata = object->Mutable("metadata");
  metadata.mutable_members();
  if (sent->is_string()) metadata = Json::MakeObject();
  for (const Json::Member& member : sent->members()) {
    if (member.value.AsString().empty()) {
      metadata.Remove(member.name);
    } else {
      metadata.Set(member.name, member.value);
    }
  }
}

Outcome ListPage(Call& call, const std::string& type,
                 const std::function<bool(const Json&)>& keep) {
  if (auto refusal = CheckPaging(call)) return *refusal;
  std::vector<const Json*> matches;
  call.tx.Newest(type, [&](const Json& object) {
    if (object["deleted"].AsBool()) return true;
    if (CreatedFits(call.params["created"], object) && keep(object)) matches.push_back(&object);
    return true;
  });
  return Page(call, matches);
}

Outcome ListOf(Call& call, const Json::Array& items) {
  if (auto refusal = CheckPaging(call)) return *refusal;
  std::vector<const Json*> matches;
  for (const Json& item : items) matches.push_back(&item);
  return Page(call, matches);
}

bool SameOrUnasked(const Call& call, const char* name, const Json& object) {
  const Json* asked = call.params.Find(name);
  return asked == nullptr || *asked == object[name];
}

}  // namespace stripe_sandbox
