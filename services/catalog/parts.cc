#include "services/catalog/parts.h"

#include "common/base/text.h"
#include "common/error/error.h"

namespace keys::catalog {

using error::Reason;

absl::Status RequireAdmin(const rpc::Call& call) {
  if (call.caller().admin) return absl::OkStatus();
  return error::Make(Reason::NOT_ADMIN, "Only administrators may do this.");
}

absl::Status NoSuchKey(const std::string& slug_or_id) {
  return error::Make(Reason::NOT_FOUND, Concat({"There is no KEY named `", slug_or_id, "`."}));
}

absl::Status NoSuchBundle(const std::string& slug_or_id) {
  return error::Make(Reason::NOT_FOUND, Concat({"There is no bundle named `", slug_or_id, "`."}));
}

absl::Status NoSuchVersion(const std::string& slug, const std::string& version) {
  return error::Make(Reason::VERSION_UNKNOWN,
                     Concat({"`", slug, "` has no version `", version, "`."}));
}

std::string CurrencyOr(const std::string& currency, const std::string& otherwise) {
  return currency.empty() ? otherwise : ToAsciiLower(currency);
}

}  // namespace keys::catalog
