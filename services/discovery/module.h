// Puts discovery together: makes a running service of its configuration.
#pragma once

#include "common/run/run.h"

namespace keys::discovery {

run::Spec Spec();

}  // namespace keys::discovery
