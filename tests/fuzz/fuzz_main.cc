// libFuzzer's entry points: one program for all targets, KEYS_FUZZ_TARGET says which.
#include <cstdint>
#include <cstdio>
#include <cstdlib>

#include "tests/fuzz/targets.h"

namespace {

const keys::fuzz::Target* chosen = nullptr;

}  // namespace

extern "C" int LLVMFuzzerInitialize(int*, char***) {
  const char* name = std::getenv("KEYS_FUZZ_TARGET");
  for (const keys::fuzz::Target& target : keys::fuzz::Targets()) {
    if (name != nullptr && target.name == name) chosen = &target;
  }
  if (chosen != nullptr) return 0;
  std::fprintf(stderr, "KEYS_FUZZ_TARGET must be one of:");
  for (const keys::fuzz::Target& target : keys::fuzz::Targets()) {
    std::fprintf(stderr, " %.*s", static_cast<int>(target.name.size()), target.name.data());
  }
  std::fprintf(stderr, "\n");
  std::exit(2);
}

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* bytes, size_t size) {
  chosen->run({reinterpret_cast<const char*>(bytes), size});
  return 0;
}
