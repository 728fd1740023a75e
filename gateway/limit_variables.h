// The variables that limit what one client may cost the gateway.
#pragma once

#include <vector>

#include "common/config/config.h"

namespace keys::gateway {

std::vector<config::Variable> LimitVariables();

}  // namespace keys::gateway
