#include "services/entitlement/downloads/download_store.h"

#include "common/base/text.h"
#include "common/time/proto_time.h"
#include "keys/event/v1/facts.pb.h"

namespace keys::entitlement {
namespace {

event::v1::AnalyticsEvent EventOf(const DownloadEvent& download, absl::Time now) {
  event::v1::AnalyticsEvent event;
  event.set_event_id(download.id);
  event.set_event_type("download");
  event.set_key_id(download.key_id);
  event.set_user_id(download.user_id);
  event.mutable_tenant()->set_id(download.tenant.id);
  event.mutable_tenant()->set_type(download.tenant.type);
  event.set_metadata(StrCat("{\"version\":\"", download.version, "\"}"));
  *event.mutable_occurred_at() = ToProto(now);
  return event;
}

}  // namespace

absl::StatusOr<std::vector<NewestDownload>> NewestDownloads(pg::Executor& db,
                                                            const std::string& user_id,
                                                            const std::vector<std::string>& key_ids,
                                                            absl::Time at) {
  if (key_ids.empty()) return std::vector<NewestDownload>();
  return db.Query<NewestDownload>(kNewestDownloads, user_id, key_ids, at);
}

absl::StatusOr<std::optional<RecordedDownload>> RecordDownload(pg::Executor& db,
                                                               const DownloadEvent& download,
                                                               absl::Time now) {
  // Events need no order among themselves, so each is an aggregate of its own.
  return db.QueryOne<RecordedDownload>(
      kRecordDownload, download.id, download.grant_id, download.user_id, download.key_id,
      download.version, download.sha256, download.ip_hash, download.user_agent, download.request_id,
      now, kAnalyticsTopic, pg::Bytes{EventOf(download, now).SerializeAsString()});
}

}  // namespace keys::entitlement
