// Tells what changed, for processes that keep a copy of the published KEYS. Thread-safe.
#pragma once

#include "absl/status/statusor.h"
#include "common/rpc/call.h"
#include "keys/catalog/v1/changes.pb.h"
#include "services/catalog/parts.h"

namespace keys::catalog {

// Some 600 KB; far below what one message may hold.
inline constexpr int kMostChangedKeys = 1000;

class KeyChanges {
 public:
  explicit KeyChanges(const Parts& parts) : parts_(parts) {}

  // INVALID_ARGUMENT for a place that is none.
  absl::StatusOr<v1::ListChangedKeysResponse> List(rpc::Call& call,
                                                   const v1::ListChangedKeysRequest& request);

 private:
  const Parts parts_;
};

}  // namespace keys::catalog
