// Merges the audit chains of all services for administrators.
//
// Handler: thread-safe, blocking. NOT_ADMIN for anybody else.
#pragma once

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/page/cursor.h"
#include "common/pg/pool.h"
#include "common/pg/statement.h"
#include "common/pg/value.h"
#include "common/rpc/call.h"
#include "keys/entitlement/v1/entitlement.pb.h"

namespace keys::entitlement {

struct AuditRow {
  std::string service;
  int64_t seq = 0;
  absl::Time at;
  std::string actor, action, subject;
  pg::Json details;
  std::string hash;
};
inline constexpr pg::Statement kListAudit{"entitlement.list_audit", R"(
  SELECT service, seq, at, actor, action, subject, details, hash
  FROM keys_audit_entries($1, $2, $3, $4::timestamptz, $5, $6::bigint, $7::int))"};

class AuditList {
 public:
  AuditList(pg::Pool& pool, const page::CursorCodec& cursors) : pool_(pool), cursors_(cursors) {}

  // The newest entry comes first. INVALID_CURSOR.
  absl::StatusOr<v1::ListAuditResponse> List(rpc::Call& call, const v1::ListAuditRequest& request);

 private:
  pg::Pool& pool_;
  const page::CursorCodec& cursors_;
};

}  // namespace keys::entitlement
