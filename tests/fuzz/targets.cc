#include "tests/fuzz/targets.h"

namespace keys::fuzz {

std::span<const Target> Targets() {
  static constexpr Target kTargets[] = {
      {"http_request", HttpRequest},
      {"bind", Bind},
      {"json", Json},
      {"form", Form},
      {"token", Token},
      {"key_set", KeySet},
      {"signature", Signature},
      {"cursor", Cursor},
      {"link", Link},
      {"range", Range},
      {"fields", Fields},
      {"manifest", Manifest},
      {"zip", Zip},
      {"picture", Picture},
      {"semver", SemVer},
      {"license", License},
  };
  return kTargets;
}

}  // namespace keys::fuzz
