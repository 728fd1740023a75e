// Takes a person out of a service's tables: books stay, identity goes.
//
//   personal_data::Erasure erasure({pool, clock, "catalog"});
//   auto rpc = personal_data::MakeRpc(process.unary(), export_, erasure);
//
// The service's migrations bring <service>_erase_person(person, stand_in, moment), which acts as
// the tables' owner, so that the service's own role needs no right to change what it must not
// change. It answers the audit entries it changed, or NULL when it could not begin; here one
// transaction calls it and appends the audit entry person.erase, which names the stand-in and never
// the person. Failpoints: <service>.erase.{begun,written,recorded,committed}.
//
// Handlers: thread-safe, blocking.
#pragma once

#include <functional>
#include <string>

#include "absl/status/statusor.h"
#include "common/audit/audit.h"
#include "common/pg/pool.h"
#include "common/rpc/call.h"
#include "common/time/clock.h"
#include "common/time/deadline.h"
#include "keys/person/v1/person.pb.h"

namespace keys::personal_data {

class Eraser {
 public:
  virtual ~Eraser() = default;
  // NOT_ADMIN for anybody but administrators and the person; INVALID_ARGUMENT; UNAVAILABLE with
  // Retry-After while something of theirs is under way.
  virtual absl::StatusOr<person::v1::ErasePersonResponse> Erase(
      rpc::Call& call, const person::v1::ErasePersonRequest& request) = 0;
  // One that was cut off. NOT_FOUND: there is none, or none is kept here.
  virtual absl::StatusOr<person::v1::NextErasureResponse> Next(rpc::Call& call);
  // That somebody's data was exported, into the audit chain. NOT_FOUND: it is not written down
  // here.
  virtual absl::StatusOr<person::v1::RecordExportResponse> RecordExport(
      rpc::Call& call, const person::v1::RecordExportRequest& request);
  // Who was erased. NOT_FOUND: none are kept here.
  virtual absl::StatusOr<person::v1::ListErasedResponse> List(
      rpc::Call& call, const person::v1::ListErasedRequest& request);
};

class Erasure final : public Eraser {
 public:
  Erasure(pg::Pool& pool, const Clock& clock, const std::string& service);

  absl::StatusOr<person::v1::ErasePersonResponse> Erase(
      rpc::Call& call, const person::v1::ErasePersonRequest& request) override;

  // The service's part of the transaction, for a service that has more to do in it.
  absl::Status EraseIn(pg::Transaction& tx, const rpc::Call& call,
                       const person::v1::ErasePersonRequest& request) const;

 private:
  pg::Pool& pool_;
  const Clock& clock_;
  const std::string service_, name_, sql_;
  const audit::Log audit_;
};

// Who may ask for what; the ids are normalized. A missing stand-in is left to the caller.
absl::StatusOr<person::v1::ErasePersonRequest> CheckErase(
    const rpc::Call& call, const person::v1::ErasePersonRequest& request);

// Runs it again, for a short while, as long as it answers that something is still under way: a
// message that is being delivered has arrived in a moment.
absl::Status Patiently(Deadline deadline, const std::function<absl::Status()>& erase);

}  // namespace keys::personal_data
