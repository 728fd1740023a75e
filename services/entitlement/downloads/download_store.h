// Stores and reads the audit rows of downloads, with the events that they leave in the outbox.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/pg/executor.h"
#include "common/pg/statement.h"
#include "services/entitlement/domain/grant.h"

namespace keys::entitlement {

// The outbox's topic for events on their way to analytics; the payload is an AnalyticsEvent.
inline constexpr char kAnalyticsTopic[] = "analytics.event";

// One decision that allowed a download, and the event that tells analytics of it.
struct DownloadEvent {
  std::string id;
  Tenant tenant;
  std::string grant_id;
  std::string user_id;
  std::string key_id;
  std::string version;
  std::string sha256;
  std::string ip_hash;
  std::string user_agent;
  std::string request_id;
};

// Writes the audit row and the outbox row of a download, provided that the grant $2 by which it was
// allowed is still active; without it nothing is written and no row is returned. Being one
// statement it is a transaction of its own: both rows or none. $1 is the id of both, $3 the user,
// $10 the time now, $11 the outbox's topic and $12 its payload.
struct RecordedDownload {
  // Whether the grant is an organisation's that has the user as a member.
  bool is_member = false;
};
inline constexpr pg::Statement kRecordDownload{"entitlement.record_download", R"(
  WITH granted AS (
    SELECT e.id, e.tenant_id, e.tenant_type, EXISTS (
      SELECT FROM organization_members AS m
      WHERE m.org_id = e.tenant_id AND m.user_id = $3::uuid) AS is_member
    FROM marketplace_entitlements AS e WHERE e.id = $2::uuid AND e.status = 'active'),
  audited AS (
    INSERT INTO marketplace_download_events
      (id, tenant_id, tenant_type, grant_id, user_id, key_id, version, sha256, ip_hash, user_agent,
       request_id, created_at)
    SELECT $1::uuid, tenant_id, tenant_type, id, $3::uuid, $4::uuid, $5, $6, $7, $8, $9,
           $10::timestamptz
    FROM granted),
  told AS (
    INSERT INTO entitlement_outbox
      (id, topic, aggregate, payload, request_id, created_at, next_attempt_at)
    SELECT $1::uuid, $11, $1::text, $12::bytea, $9, $10::timestamptz, $10::timestamptz
    FROM granted)
  SELECT is_member FROM granted)"};

struct NewestDownload {
  std::string key_id;
  std::string version;
  absl::Time created_at;
};
// $1 is the user, $2 has KEYS, $3 is the moment. Returns the last download of each KEY up to then,
// by index.
inline constexpr pg::Statement kNewestDownloads{"entitlement.newest_downloads", R"(
  SELECT k.id, d.version, d.created_at
  FROM unnest($2::uuid[]) AS k (id)
  CROSS JOIN LATERAL (SELECT version, created_at FROM marketplace_download_events
                      WHERE user_id = $1 AND key_id = k.id AND created_at <= $3
                      ORDER BY created_at DESC LIMIT 1) AS d)"};

// Errors of both are as in common/pg/error.h.
absl::StatusOr<std::vector<NewestDownload>> NewestDownloads(pg::Executor& db,
                                                            const std::string& user_id,
                                                            const std::vector<std::string>& key_ids,
                                                            absl::Time at);
// Absent when the grant is no longer active: then nothing is written.
absl::StatusOr<std::optional<RecordedDownload>> RecordDownload(pg::Executor& db,
                                                               const DownloadEvent& download,
                                                               absl::Time now);

}  // namespace keys::entitlement
