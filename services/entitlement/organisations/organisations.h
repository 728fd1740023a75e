// Serves organisations to their members and owners.
//
// Handlers: thread-safe, blocking. An organisation to which the caller does not belong is
// NOT_FOUND. An operation for owners is NOT_ADMIN for other members. A user who is not in the table
// has the role that their token claims; the gateway passes claims on only when it is configured to
// trust them. Changes are effective with their commit and leave an entry in the audit chain, by
// user id and never by e-mail address.
#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "common/audit/audit.h"
#include "common/id/id.h"
#include "common/idempotency/idempotency.h"
#include "common/page/cursor.h"
#include "common/pg/pool.h"
#include "common/rpc/call.h"
#include "common/time/clock.h"
#include "keys/entitlement/v1/entitlement.pb.h"
#include "keys/entitlement/v1/organisations.pb.h"

namespace keys::entitlement {

inline constexpr int kMembersPerPage = 100;

class Organisations {
 public:
  struct Parts {
    pg::Pool& pool;
    const Clock& clock;
    IdSource& ids;
    const page::CursorCodec& cursors;
  };
  explicit Organisations(const Parts& parts) : parts_(parts) {}

  absl::StatusOr<v1::ListOrganisationsResponse> List(rpc::Call& call,
                                                     const v1::ListOrganisationsRequest& request);
  absl::StatusOr<v1::RenameOrganisationResponse> Rename(
      rpc::Call& call, const v1::RenameOrganisationRequest& request);
  absl::StatusOr<v1::ListMembersResponse> ListMembers(rpc::Call& call,
                                                      const v1::ListMembersRequest& request);
  absl::StatusOr<v1::AddMemberResponse> Add(rpc::Call& call, const v1::AddMemberRequest& request);
  absl::StatusOr<v1::ChangeRoleResponse> ChangeRole(rpc::Call& call,
                                                    const v1::ChangeRoleRequest& request);
  absl::StatusOr<v1::RemoveMemberResponse> Remove(rpc::Call& call,
                                                  const v1::RemoveMemberRequest& request);
  // Serves the gateway: takes the e-mail address of a caller whose token it has believed.
  absl::StatusOr<v1::NotePersonResponse> Note(rpc::Call& call,
                                              const v1::NotePersonRequest& request);

 private:
  absl::StatusOr<v1::OrganisationMember> AddIn(pg::Transaction& tx, const rpc::Call& call,
                                               const v1::Member& member, absl::Time now);

  const Parts parts_;
  const audit::Log audit_{"entitlement"};
  const idempotency::Store idempotency_{"entitlement"};
};

}  // namespace keys::entitlement
