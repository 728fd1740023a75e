#include "services/catalog/key_changes.h"

#include <string>
#include <utility>

#include "common/base/status_macros.h"
#include "common/error/error.h"
#include "common/id/id.h"
#include "services/catalog/store/change_store.h"

namespace keys::catalog {
absl::StatusOr<v1::ListChangedKeysResponse> KeyChanges::List(
    rpc::Call& call, const v1::ListChangedKeysRequest& request) {
  const std::string& id = request.after().id();
  if (!id.empty() && !IsUuid(id)) {
    return error::Invalid("/after/id", "NOT_A_UUID", "The id of a KEY is a UUID.");
  }
  ASSIGN_OR_RETURN(pg::Connection db, parts_.pool.Acquire(call.deadline()));
  ASSIGN_OR_RETURN(ChangedKeys changed, FindChangedKeys(db, request.after(), kMostChangedKeys));
  v1::ListChangedKeysResponse response;
  for (auto& published : changed.published) *response.add_published() = std::move(published.key);
  for (std::string& id : changed.gone) response.add_gone_ids(std::move(id));
  response.set_revision(changed.revision);
  if (changed.next.has_value()) *response.mutable_next() = *std::move(changed.next);
  return response;
}

}  // namespace keys::catalog
