// Answers what a person has access to, and why.
//
// Handlers: thread-safe, blocking.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "common/pg/pool.h"
#include "common/rpc/call.h"
#include "common/time/clock.h"
#include "keys/entitlement/v1/entitlement.pb.h"
#include "services/entitlement/downloads/download_store.h"
#include "services/entitlement/ledger/catalog_keys.h"
#include "services/entitlement/ledger/ledger.h"

namespace keys::entitlement {

class Entitlements {
 public:
  Entitlements(pg::Pool& pool, catalog::CatalogClient& catalog, const Clock& clock)
      : pool_(pool), catalog_(catalog), clock_(clock) {}

  // Returns one entry for each tenant and KEY: the grant that decides. Personal ones come first,
  // then organisation by organisation, by slug. Each has the caller's newest download of the KEY.
  // With `as_of`, the facts recorded by then are judged at that moment.
  absl::StatusOr<v1::ListEntitlementsResponse> List(rpc::Call& call,
                                                    const v1::ListEntitlementsRequest& request);

  // NOT_FOUND for a KEY that the catalog does not know, or a draft that was never granted to the
  // person.
  absl::StatusOr<v1::ExplainAccessResponse> Explain(rpc::Call& call,
                                                    const v1::ExplainAccessRequest& request);

 private:
  // Further data that a list shows beside grants.
  struct Surroundings {
    std::map<std::string, std::string> org_names;
    std::map<std::string, NewestDownload> downloads;  // by KEY
  };
  struct Moment {
    absl::Time at;
    const rpc::Call& call;
  };
  absl::StatusOr<Surroundings> ReadSurroundings(const Person& person,
                                                const std::vector<Grant>& grants,
                                                const std::vector<std::string>& key_ids,
                                                const Moment& moment);
  absl::StatusOr<std::vector<Grant>> GrantsOf(const Person& person,
                                              const v1::ListEntitlementsRequest& request,
                                              Deadline deadline);

  pg::Pool& pool_;
  catalog::CatalogClient& catalog_;
  const Clock& clock_;
};

}  // namespace keys::entitlement
