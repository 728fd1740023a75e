// How discovery is put together: configuration in, a running service out.
#pragma once

#include "common/run/run.h"

namespace keys::discovery {

run::Spec Spec();

}  // namespace keys::discovery
