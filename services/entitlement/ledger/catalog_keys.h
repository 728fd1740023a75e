// Asks the catalog for slugs, titles and prices of KEYS in the ledger.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "services/catalog/client.h"
#include "services/entitlement/domain/decide_access.h"

namespace keys::entitlement {

// Finds any number of KEYS by id. KEYS that the catalog does not know are left out.
using KeysById = std::map<std::string, catalog::v1::KeyForSale>;
absl::StatusOr<KeysById> GetKeys(catalog::CatalogClient& catalog,
                                 const std::vector<std::string>& key_ids,
                                 const rpc::Outgoing& outgoing);

// Finds one KEY by id or slug. NOT_FOUND.
absl::StatusOr<catalog::v1::KeyForSale> GetKey(catalog::CatalogClient& catalog,
                                               const std::string& key,
                                               const rpc::Outgoing& outgoing);

// Returns how the KEY can be bought singly.
Offer OfferOf(const catalog::v1::KeyForSale& key);

}  // namespace keys::entitlement
