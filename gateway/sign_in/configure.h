// Reads from the configuration how people sign in here.
#pragma once

#include <vector>

#include "absl/status/statusor.h"
#include "common/config/config.h"
#include "common/time/clock.h"
#include "gateway/sign_in/desk.h"

namespace keys::gateway {

std::vector<config::Variable> SignInVariables();

// INVALID_ARGUMENT names the variable that is missing or does not fit the others. Development
// sign-in lets anybody be an administrator, so it is refused with a listener that other machines
// can reach.
absl::StatusOr<SignInDesk::Options> SignInOptionsOf(const config::Config& config,
                                                    const Clock& clock);

}  // namespace keys::gateway
