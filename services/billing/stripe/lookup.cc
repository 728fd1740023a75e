#include "services/billing/stripe/lookup.h"

#include <rapidjson/document.h>

#include <algorithm>
#include <iterator>
#include <utility>
#include <vector>

#include "common/base/text.h"
#include "services/billing/stripe/form.h"

namespace keys::billing::stripe {
namespace {

// The clocks of this machine and of Stripe may differ by this much.
constexpr absl::Duration kClockSkew = absl::Minutes(5);

enum class Where {
  kRecent,  // the collection's list, of the time when the POST was sent
  kList,    // the collection's list, of any time
  kNamed,   // one object: the POST gives it its id
  kItself,  // one object: the POST changes it
  kParent,  // one object: the POST's path is its path and a verb
};

struct Place {
  // "*" stands for an id.
  std::string_view path;
  Where where = Where::kList;
  // The parameters of the POST that narrow the list. One that the POST does not have is not used.
  std::string_view filters;
  // The parameters of the POST that the object must show. For lists, all of its metadata is added.
  std::string_view shown;
  // Further values that the object must show, as a form.
  std::string_view also;
};

constexpr Place kPlaces[] = {
    {"/v1/customers", Where::kRecent, "email", "", ""},
    {"/v1/customers/*", Where::kItself, "", "email", ""},
    {"/v1/products", Where::kNamed, "", "", ""},
    {"/v1/products/*", Where::kItself, "", "name active", ""},
    {"/v1/prices", Where::kList, "product currency", "product currency unit_amount", "active=true"},
    {"/v1/prices/*", Where::kItself, "", "active", ""},
    {"/v1/coupons", Where::kRecent, "", "currency amount_off", "valid=true"},
    {"/v1/checkout/sessions", Where::kRecent, "customer", "", ""},
    {"/v1/checkout/sessions/*/expire", Where::kParent, "", "", "status=expired"},
    {"/v1/refunds", Where::kList, "payment_intent", "amount", ""},
};

bool Fits(std::string_view pattern, std::string_view path) {
  const std::vector<std::string_view> wanted = Split(pattern, '/');
  const std::vector<std::string_view> given = Split(path, '/');
  return std::equal(wanted.begin(), wanted.end(), given.begin(), given.end(),
                    [](std::string_view a, std::string_view b) { return a == "*" || a == b; });
}

const Place* PlaceOf(const Post& post) {
  const auto found = std::find_if(std::begin(kPlaces), std::end(kPlaces),
                                  [&](const Place& place) { return Fits(place.path, post.path); });
  return found == std::end(kPlaces) ? nullptr : &*found;
}

bool IsList(const Place& place) {
  return place.where == Where::kRecent || place.where == Where::kList;
}

bool Names(std::string_view words, std::string_view word) {
  const std::vector<std::string_view> all = Split(words, ' ');
  return std::find(all.begin(), all.end(), word) != all.end();
}

// Returns the values that the object must show: {"metadata[order_id]", "…"}, {"amount", "900"}.
std::vector<std::pair<std::string, std::string>> Marks(const Place& place, const Post& post) {
  std::vector<std::pair<std::string, std::string>> marks = FormPairs(place.also);
  for (auto& [name, value] : FormPairs(post.body)) {
    const bool metadata = IsList(place) && name.substr(0, 9) == "metadata[";
    // An empty value removes the member.
    if (value.empty()) continue;
    if (metadata || Names(place.shown, name)) marks.emplace_back(name, std::move(value));
  }
  return marks;
}

// In a list an object can be recognised only by the metadata that the shop gives to everything it
// makes.
bool IsRecognisable(const Place& place, const Post& post) {
  if (place.where == Where::kNamed) return !FormValue(post.body, "id").empty();
  const auto marks = Marks(place, post);
  return std::any_of(marks.begin(), marks.end(), [&](const auto& mark) {
    return !IsList(place) || mark.first.substr(0, 9) == "metadata[";
  });
}

bool Shows(const rapidjson::Value& object, std::string_view name, const std::string& text) {
  const auto found =
      object.FindMember(rapidjson::StringRef(name.data(), static_cast<unsigned>(name.size())));
  if (found == object.MemberEnd()) return false;
  const rapidjson::Value& value = found->value;
  if (value.IsBool()) return text == (value.GetBool() ? "true" : "false");
  if (value.IsInt64()) return text == std::to_string(value.GetInt64());
  if (value.IsString()) return text == std::string_view(value.GetString(), value.GetStringLength());
  // The reference may be expanded to an object.
  return value.IsObject() && Shows(value, "id", text);
}

bool Shows(const rapidjson::Value& object, const std::pair<std::string, std::string>& mark) {
  const std::size_t bracket = mark.first.find('[');
  if (bracket == mark.first.npos) return Shows(object, mark.first, mark.second);
  const auto inner = object.FindMember(mark.first.substr(0, bracket).c_str());
  if (inner == object.MemberEnd() || !inner->value.IsObject()) return false;
  return Shows(inner->value, mark.first.substr(bracket + 1, mark.first.size() - bracket - 2),
               mark.second);
}

std::string ListPath(const Place& place, const Post& post, absl::Time first, absl::Time last) {
  std::string path = Concat({post.path, "?limit=100"});
  for (const std::string_view filter : Split(place.filters, ' ')) {
    const std::string value = FormValue(post.body, filter);
    if (!value.empty()) path += Concat({"&", filter, "=", value});
  }
  if (place.where != Where::kRecent) return path;
  const auto seconds = [](absl::Time time) { return std::to_string(absl::ToUnixSeconds(time)); };
  return Concat({path, "&created[gte]=", seconds(first - kClockSkew),
                 "&created[lte]=", seconds(last + kClockSkew)});
}

}  // namespace

Lookup LookupOf(const Post& post, absl::Time first, absl::Time last) {
  const Place* place = PlaceOf(post);
  if (place == nullptr || !IsRecognisable(*place, post)) return {};
  switch (place->where) {
    case Where::kRecent:
    case Where::kList:
      return {ListPath(*place, post, first, last), true};
    case Where::kNamed:
      return {Concat({post.path, "/", FormValue(post.body, "id")}), false};
    case Where::kItself:
      return {post.path, false};
    case Where::kParent:
      return {post.path.substr(0, post.path.rfind('/')), false};
  }
  return {};
}

bool IsMadeBy(const Post& post, std::string_view object_json) {
  const Place* place = PlaceOf(post);
  rapidjson::Document object;
  object.Parse<rapidjson::kParseIterativeFlag>(object_json.data(), object_json.size());
  if (place == nullptr || object.HasParseError() || !object.IsObject()) return false;
  if (Shows(object, "deleted", "true")) return false;
  const auto marks = Marks(*place, post);
  return std::all_of(marks.begin(), marks.end(),
                     [&](const auto& mark) { return Shows(object, mark); });
}

}  // namespace keys::billing::stripe
