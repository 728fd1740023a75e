// Wires billing together.
#pragma once

#include "common/run/run.h"

namespace keys::billing {

run::Spec Spec();

}  // namespace keys::billing
