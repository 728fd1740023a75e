#include "services/catalog/bundle_growth.h"

#include "common/base/status_macros.h"
#include "common/base/text.h"
#include "services/catalog/store/bundle_store.h"

namespace keys::catalog {
namespace {

// Slugs need no escapes in JSON.
std::string Details(const GrownBundle& bundle) {
  std::string keys;
  for (const std::string& slug : bundle.key_slugs) {
    StrAppend(&keys, keys.empty() ? "" : ",", "\"", slug, "\"");
  }
  return Concat({R"({"slug":")", bundle.slug, R"(","keys":[)", keys, "]}"});
}

}  // namespace

absl::Status LetBundlesGrow(pg::Transaction& tx, const std::vector<std::string>& key_ids,
                            const GrowthCause& cause) {
  ASSIGN_OR_RETURN(const std::vector<GrownBundle> grown, GrowBundles(tx, key_ids, cause.now));
  for (const GrownBundle& bundle : grown) {
    RETURN_IF_ERROR(cause.audit.Append(tx,
                                       {.actor = cause.actor,
                                        .action = "bundle.grow",
                                        .subject = bundle.id,
                                        .details_json = Details(bundle)},
                                       cause.now));
  }
  return absl::OkStatus();
}

}  // namespace keys::catalog
