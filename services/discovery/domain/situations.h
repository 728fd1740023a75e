// The situations with which a visitor begins, as data (situations.json beside the service).
//
//   ASSIGN_OR_RETURN(const auto situations, SituationsFromJson(text));
//
// Pure.
#pragma once

#include <string_view>

#include "absl/status/statusor.h"
#include "keys/discovery/v1/discovery.pb.h"

namespace keys::discovery {

// A page cannot show more, and nobody would read them.
inline constexpr int kMostSituations = 24;
inline constexpr int kFewestChoices = 2;
inline constexpr int kMostChoices = 4;
// Lengths count characters.
inline constexpr size_t kLongestTitle = 80;
inline constexpr size_t kLongestSentence = 200;

// INVALID_ARGUMENT says what is wrong. It also refuses an id that occurs twice, a choice that would
// change nothing, and signals that nobody can tell.
absl::StatusOr<v1::ListSituationsResponse> SituationsFromJson(std::string_view json);

}  // namespace keys::discovery
