#include "services/entitlement/download_store.h"

namespace keys::entitlement {

absl::Status InsertDownload(pg::Executor& db, const DownloadEvent& event, absl::Time now) {
  return db
      .Execute(kInsertDownload, event.id, event.tenant.id, event.tenant.type, event.grant_id,
               event.user_id, event.key_id, event.version, event.sha256, event.ip_hash,
               event.user_agent, event.request_id, now)
      .status();
}

}  // namespace keys::entitlement
