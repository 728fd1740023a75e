// Makes the views of grants and facts that clients see. Pure.
#pragma once

#include "absl/time/time.h"
#include "keys/catalog/v1/catalog.pb.h"
#include "keys/entitlement/v1/entitlement.pb.h"
#include "services/entitlement/domain/fold.h"
#include "services/entitlement/domain/grant.h"

namespace keys::entitlement {

// `key` may be null when the catalog does not know the KEY. Slug, title and version stay empty
// then.
v1::EntitlementView ViewOf(const Grant& grant, const catalog::v1::KeyForSale* key, absl::Time now);

v1::AccessFact ViewOf(const Fact& fact);

}  // namespace keys::entitlement
