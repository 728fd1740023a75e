// Lets administrators change the members of an organisation.
//
// Handlers: thread-safe, blocking. NOT_ADMIN for anybody else. Changes are effective with their
// commit, because every decision about access reads the table, and each leaves an entry in the
// audit chain. KEYS that a user holds personally are not affected.
#pragma once

#include <string_view>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/audit/audit.h"
#include "common/id/id.h"
#include "common/pg/pool.h"
#include "common/pg/transaction.h"
#include "common/rpc/call.h"
#include "common/time/clock.h"
#include "keys/entitlement/v1/entitlement.pb.h"

namespace keys::entitlement {

// Accepts owner, admin and member.
bool IsMemberRole(std::string_view role);

struct MemberChange {
  const char* action;
  const v1::Member& member;
  absl::Time now;
};
// Writes a change of membership by the caller into the audit chain.
absl::Status AuditMember(const audit::Log& audit, pg::Transaction& tx, const rpc::Call& call,
                         const MemberChange& change);

class Members {
 public:
  Members(pg::Pool& pool, const Clock& clock, IdSource& ids)
      : pool_(pool), clock_(clock), ids_(ids) {}

  // Makes the organisation if it does not exist. INVALID_ARGUMENT; LAST_OWNER when its only owner
  // would get another role.
  absl::StatusOr<v1::PutMemberResponse> Put(rpc::Call& call, const v1::PutMemberRequest& request);

  // NOT_FOUND for somebody who is no member; LAST_OWNER.
  absl::StatusOr<v1::DeleteMemberResponse> Delete(rpc::Call& call,
                                                  const v1::DeleteMemberRequest& request);

 private:
  pg::Pool& pool_;
  const Clock& clock_;
  IdSource& ids_;
  const audit::Log audit_{"entitlement"};
};

}  // namespace keys::entitlement
