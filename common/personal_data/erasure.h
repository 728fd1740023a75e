// Erases a person from a service's tables. Amounts, orders and facts stay, under a random stand-in
// (docs/decisions/0074-what-erasing-leaves.md).
//
//   personal_data::Erasure erasure({pool, clock, "catalog"});
//   auto rpc = personal_data::MakeRpc(process.unary(), export_, erasure);
//
// The service's migrations bring two functions, which act as the tables' owner, so that the
// service's own role needs no right to change what it must not change:
//
// <service>_erase_step(person, stand_in, moment, most) erases at most `most` rows, found by an
// index on who is named, and answers how many; 0: none is left; −1: something of theirs is under
// way. Each step is a short transaction of its own, followed by a pause as long as the step took,
// so that other requests hardly notice. A step that was committed stays done, whatever happens
// later.
//
// <service>_erase_person(person, stand_in, moment) does the rest, audit entries among it. It
// answers the entries it changed, or NULL when a step is left or something is under way; one
// transaction calls it and appends the audit entry person.erase, which names the stand-in and never
// the person.
//
// Failpoints: <service>.erase.{begun,stepped,written,recorded,committed}.
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

// One request erases for this long and then answers that more is left.
inline constexpr absl::Duration kSlice = absl::Seconds(2);
// The rows of one step, which is some milliseconds of work.
inline constexpr int32_t kStepRows = 500;

class Eraser {
 public:
  virtual ~Eraser() = default;
  // Erases for about kSlice and sets `more` when that was not enough. NOT_ADMIN for anybody but
  // administrators and the person; INVALID_ARGUMENT; UNAVAILABLE with Retry-After while something
  // of theirs is under way.
  virtual absl::StatusOr<person::v1::ErasePersonResponse> Erase(
      rpc::Call& call, const person::v1::ErasePersonRequest& request) = 0;
  // Names an erasure that was interrupted. NOT_FOUND when there is none, or the service keeps none.
  virtual absl::StatusOr<person::v1::NextErasureResponse> Next(rpc::Call& call);
  // Records in the audit chain that somebody's data was exported. NOT_FOUND from a service that
  // keeps no such record.
  virtual absl::StatusOr<person::v1::RecordExportResponse> RecordExport(
      rpc::Call& call, const person::v1::RecordExportRequest& request);
  // Records how far a service has come with an erasure. NOT_FOUND from a service that keeps no
  // erasures.
  virtual absl::StatusOr<person::v1::RecordErasureResponse> Record(
      rpc::Call& call, const person::v1::RecordErasureRequest& request);
  // Tells how far an erasure has come. NOT_FOUND from a service that keeps no erasures.
  virtual absl::StatusOr<person::v1::ErasureState> State(
      rpc::Call& call, const person::v1::GetErasureRequest& request);
  // Lists who was erased. NOT_FOUND from a service that keeps no such list.
  virtual absl::StatusOr<person::v1::ListErasedResponse> List(
      rpc::Call& call, const person::v1::ListErasedRequest& request);
};

class Erasure final : public Eraser {
 public:
  Erasure(pg::Pool& pool, const Clock& clock, const std::string& service);

  absl::StatusOr<person::v1::ErasePersonResponse> Erase(
      rpc::Call& call, const person::v1::ErasePersonRequest& request) override;

  // Does the same for a request that was checked and has a stand-in. `before` runs first in the
  // transaction of the last part. The response lacks the stand-in.
  using Before = std::function<absl::Status(pg::Transaction&)>;
  absl::StatusOr<person::v1::ErasePersonResponse> Run(const rpc::Call& call,
                                                      const person::v1::ErasePersonRequest& checked,
                                                      const Before& before) const;

 private:
  enum class Outcome { kDone, kMore, kUnderWay };
  // Runs steps until none is left or the time is over, and adds the rows that they erased to
  // `rows`.
  absl::StatusOr<Outcome> RunSteps(const rpc::Call& call,
                                   const person::v1::ErasePersonRequest& request, Deadline until,
                                   int64_t& rows) const;
  absl::StatusOr<Outcome> EraseIn(pg::Transaction& tx, const rpc::Call& call,
                                  const person::v1::ErasePersonRequest& request) const;
  absl::Status Reach(std::string_view step, Deadline deadline) const;

  pg::Pool& pool_;
  const Clock& clock_;
  const std::string service_, step_name_, step_sql_, rest_name_, rest_sql_;
  const audit::Log audit_;
};

// Refuses a request that the caller may not make, and normalizes its ids. A missing stand-in is
// left to the caller.
absl::StatusOr<person::v1::ErasePersonRequest> CheckErase(
    const rpc::Call& call, const person::v1::ErasePersonRequest& request);

// Returns the normalized id of a person whom the caller may ask about: NOT_ADMIN with `refusal` for
// anybody but administrators and the person, INVALID_ARGUMENT for what is no UUID.
absl::StatusOr<std::string> CheckPerson(const rpc::Call& call, const std::string& user_id,
                                        const char* refusal);

}  // namespace keys::personal_data
