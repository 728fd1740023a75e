// Makes the report on KEYS. Analytics counts events, which name a KEY by id or by slug, and the
// catalog knows which KEY both mean.
//
// Handler: thread-safe, blocking.
#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "common/rpc/call.h"
#include "common/time/clock.h"
#include "keys/discovery/v1/reports.pb.h"
#include "services/analytics/client.h"
#include "services/catalog/client.h"

namespace keys::discovery {

inline constexpr int kDefaultTopKeys = 100;

class TopKeys {
 public:
  TopKeys(catalog::CatalogClient& catalog, analytics::CountsClient& counts, const Clock& clock)
      : catalog_(catalog), counts_(counts), clock_(clock) {}

  absl::StatusOr<v1::GetTopKeysResponse> Get(rpc::Call& call, const v1::GetTopKeysRequest& request);

 private:
  // Returns the KEYS in any status, each once.
  absl::StatusOr<std::vector<catalog::v1::KeyForSale>> KeysNamed(
      rpc::Call& call, const std::vector<std::string>& names);

  catalog::CatalogClient& catalog_;
  analytics::CountsClient& counts_;
  const Clock& clock_;
};

}  // namespace keys::discovery
