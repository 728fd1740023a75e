// The gateway as a process: its configuration and its wiring.
#pragma once

#include "common/run/run.h"

namespace keys::gateway {

run::Spec Spec();

}  // namespace keys::gateway
