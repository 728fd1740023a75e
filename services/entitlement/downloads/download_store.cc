#include "services/entitlement/downloads/download_store.h"

namespace keys::entitlement {

absl::StatusOr<std::vector<NewestDownload>> NewestDownloads(pg::Executor& db,
                                                            const std::string& user_id,
                                                            const std::vector<std::string>& key_ids,
                                                            absl::Time at) {
  if (key_ids.empty()) return std::vector<NewestDownload>();
  return db.Query<NewestDownload>(kNewestDownloads, user_id, key_ids, at);
}

absl::Status InsertDownload(pg::Executor& db, const DownloadEvent& event, absl::Time now) {
  return db
      .Execute(kInsertDownload, event.id, event.tenant.id, event.tenant.type, event.grant_id,
               event.user_id, event.key_id, event.version, event.sha256, event.ip_hash,
               event.user_agent, event.request_id, now)
      .status();
}

}  // namespace keys::entitlement
