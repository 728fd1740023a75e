// Wires analytics together.
#pragma once

#include "common/run/run.h"

namespace keys::analytics {

run::Spec Spec();

}  // namespace keys::analytics
