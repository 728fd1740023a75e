// CHECK_THAT(condition, why): a programmer's error ends the process, in release builds too, because
// going on with a broken invariant in money or access code costs more than a restart.
#pragma once

#include <cstdio>
#include <cstdlib>

#define CHECK_THAT(condition, why)                                                           \
  do {                                                                                       \
    if (!(condition)) [[unlikely]] {                                                         \
      std::fprintf(stderr, "{\"level\":\"fatal\",\"check\":\"%s\",\"at\":\"%s:%d\"}\n", why, \
                   __FILE__, __LINE__);                                                      \
      std::abort();                                                                          \
    }                                                                                        \
  } while (false)
