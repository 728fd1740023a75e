// What the catalog calls the KEYS of the ledger.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "services/catalog/client.h"
#include "services/entitlement/domain/decide_access.h"

namespace keys::entitlement {

// By KEY id, of however many. KEYS the catalog does not know are left out.
using KeysById = std::map<std::string, catalog::v1::KeyForSale>;
absl::StatusOr<KeysById> GetKeys(catalog::CatalogClient& catalog,
                                 const std::vector<std::string>& key_ids,
                                 const rpc::Outgoing& outgoing);

// One KEY by id or slug. NOT_FOUND.
absl::StatusOr<catalog::v1::KeyForSale> GetKey(catalog::CatalogClient& catalog,
                                               const std::string& key,
                                               const rpc::Outgoing& outgoing);

// How the KEY can be had by itself.
Offer OfferOf(const catalog::v1::KeyForSale& key);

}  // namespace keys::entitlement
