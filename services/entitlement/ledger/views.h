// Grants and facts as clients see them. Pure.
#pragma once

#include "absl/time/time.h"
#include "keys/catalog/v1/catalog.pb.h"
#include "keys/entitlement/v1/entitlement.pb.h"
#include "services/entitlement/domain/fold.h"
#include "services/entitlement/domain/grant.h"

namespace keys::entitlement {

// `key` may be null when the catalog does not know the KEY: slug, title and version stay empty.
v1::EntitlementView ViewOf(const Grant& grant, const catalog::v1::KeyForSale* key, absl::Time now);

v1::AccessFact ViewOf(const Fact& fact);

}  // namespace keys::entitlement
