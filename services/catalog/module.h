// The catalog as a process's module.
#pragma once

#include "common/run/run.h"

namespace keys::catalog {

run::Spec Spec();

}  // namespace keys::catalog
