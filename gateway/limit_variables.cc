#include "gateway/limit_variables.h"

#include <cstdint>

namespace keys::gateway {

using config::Kind;

namespace {

config::Variable Milliseconds(const char* name, const char* fallback, const char* help) {
  return {.name = name,
          .kind = Kind::kInteger,
          .fallback = fallback,
          .help = help,
          .min = 1,
          .max = 3'600'000};
}

}  // namespace

std::vector<config::Variable> LimitVariables() {
  return {
      {.name = "RATE_LIMIT_PER_MINUTE",
       .kind = Kind::kInteger,
       .fallback = "0",
       .help = "requests an address, and a user, may send each minute; 0 for no limit",
       .max = 1'000'000},
      {.name = "RATE_LIMIT_BURST",
       .kind = Kind::kInteger,
       .fallback = "0",
       .help = "requests at once; 0 for a minute's worth",
       .max = 1'000'000},
      {.name = "ANONYMOUS_EVENTS_PER_MINUTE",
       .kind = Kind::kInteger,
       .fallback = "600",
       .help = "views an address may post each minute without a token; 0 for no limit",
       .max = 1'000'000},
      {.name = "MAX_CONNECTIONS",
       .kind = Kind::kInteger,
       .fallback = "12000",
       .help = "open connections; further ones are told to come back",
       .min = 1,
       .max = 1'000'000},
      {.name = "CACHE_MAX_BYTES",
       .kind = Kind::kInteger,
       .fallback = "33554432",
       .help = "memory for answers of the catalog that are the same for everybody; 0 keeps none",
       .max = int64_t{1} << 40},
      {.name = "CACHE_MAX_ENTRIES",
       .kind = Kind::kInteger,
       .fallback = "4096",
       .help = "how many of them",
       .min = 1,
       .max = 10'000'000},
      Milliseconds("HEADER_DEADLINE_MS", "10000", "for a request's header to arrive"),
      Milliseconds("BODY_DEADLINE_MS", "30000", "for a request's body to arrive"),
      Milliseconds("IDLE_DEADLINE_MS", "60000", "for a connection without a request"),
      Milliseconds("WRITE_DEADLINE_MS", "30000",
                   "for a client to take a response, or a block of it"),
      Milliseconds("JWKS_REFRESH_MS", "15000", "from one fetch of the key set to the next"),
  };
}

}  // namespace keys::gateway
