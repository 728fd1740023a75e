// Reading JSON that people write by hand: whatever is not as it should be is an INVALID_ARGUMENT
// whose message says what. Pure.
//
//   RETURN_IF_ERROR(OnlyMembers(object, {"name", "words"}));
//   ASSIGN_OR_RETURN(const std::string name, Text(object, "name"));
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "rapidjson/document.h"

namespace keys::discovery {

absl::Status Wrong(std::string_view what);
// The same complaint with `subject` in front: "discovery rules: 'points' must be …".
absl::Status About(std::string_view subject, const absl::Status& complaint);

// A document whose root is one object.
absl::StatusOr<rapidjson::Document> ReadObject(std::string_view json);

// No members but the known ones, and none twice.
absl::Status OnlyMembers(const rapidjson::Value& object,
                         std::initializer_list<std::string_view> known);

// Each a member of `object`, which is an object; they live as long as their document.
absl::StatusOr<std::string> Text(const rapidjson::Value& object, const char* name);
absl::StatusOr<std::vector<std::string>> Texts(const rapidjson::Value& object, const char* name);
absl::StatusOr<const rapidjson::Value*> Object(const rapidjson::Value& object, const char* name);
// A list of objects.
absl::StatusOr<std::vector<const rapidjson::Value*>> Objects(const rapidjson::Value& object,
                                                             const char* name);

}  // namespace keys::discovery
