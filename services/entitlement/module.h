// Wires entitlement together.
#pragma once

#include "common/run/run.h"

namespace keys::entitlement {

run::Spec Spec();

}  // namespace keys::entitlement
