// The names of time zones that clients may use: a list, because the loader of zones takes paths
// too.
//
// Pure; thread-safe.
#pragma once

#include <string_view>

namespace keys::report {

// Accepts "Europe/Berlin", "UTC" and also links such as "US/Pacific". Case matters.
bool IsZoneName(std::string_view name);

}  // namespace keys::report
