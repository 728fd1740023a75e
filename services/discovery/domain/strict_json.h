// Reads JSON that people write by hand. Every mistake is an INVALID_ARGUMENT whose message names
// it. Pure.
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
// Puts `subject` in front of an error: "discovery rules: 'points' must be …".
absl::Status About(std::string_view subject, const absl::Status& complaint);

// Reads a document whose root is one object.
absl::StatusOr<rapidjson::Document> ReadObject(std::string_view json);

// Refuses unknown members, and members that occur twice.
absl::Status OnlyMembers(const rapidjson::Value& object,
                         std::initializer_list<std::string_view> known);

// Each reads a member of `object`, which must be an object. Returned values live as long as their
// document.
absl::StatusOr<std::string> Text(const rapidjson::Value& object, const char* name);
absl::StatusOr<std::vector<std::string>> Texts(const rapidjson::Value& object, const char* name);
absl::StatusOr<const rapidjson::Value*> Object(const rapidjson::Value& object, const char* name);
// Reads a list of objects.
absl::StatusOr<std::vector<const rapidjson::Value*>> Objects(const rapidjson::Value& object,
                                                             const char* name);

}  // namespace keys::discovery
