// Wires ingestion together.
#pragma once

#include "common/run/run.h"

namespace keys::ingestion {

run::Spec Spec();

}  // namespace keys::ingestion
