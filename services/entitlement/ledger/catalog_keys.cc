#include "services/entitlement/ledger/catalog_keys.h"

#include <algorithm>

#include "common/base/status_macros.h"
#include "common/base/text.h"
#include "common/error/error.h"

namespace keys::entitlement {
namespace {

constexpr size_t kKeysPerCall = 1000;  // BatchGetKeys' own limit

}  // namespace

absl::StatusOr<KeysById> GetKeys(catalog::CatalogClient& catalog,
                                 const std::vector<std::string>& key_ids,
                                 const rpc::Outgoing& outgoing) {
  KeysById found;
  for (size_t from = 0; from < key_ids.size(); from += kKeysPerCall) {
    catalog::v1::BatchGetKeysRequest request;
    for (size_t i = from; i < std::min(key_ids.size(), from + kKeysPerCall); ++i) {
      request.add_keys(key_ids[i]);
    }
    ASSIGN_OR_RETURN(auto response, catalog.BatchGetKeys(request, outgoing));
    for (auto& key : *response.mutable_keys()) {
      const std::string id = key.id();
      found[id] = std::move(key);
    }
  }
  return found;
}

absl::StatusOr<catalog::v1::KeyForSale> GetKey(catalog::CatalogClient& catalog,
                                               const std::string& key,
                                               const rpc::Outgoing& outgoing) {
  catalog::v1::BatchGetKeysRequest request;
  request.add_keys(key);
  ASSIGN_OR_RETURN(auto response, catalog.BatchGetKeys(request, outgoing));
  if (response.keys().empty()) {
    return error::Make(error::Reason::NOT_FOUND, StrCat("There is no KEY named '", key, "'."));
  }
  return std::move(*response.mutable_keys(0));
}

Offer OfferOf(const catalog::v1::KeyForSale& key) {
  const bool sold = key.status() == "published" && key.available() && key.has_price_cents();
  if (!sold) return Offer::kNotSold;
  return key.price_cents() == 0 ? Offer::kFree : Offer::kPriced;
}

}  // namespace keys::entitlement
