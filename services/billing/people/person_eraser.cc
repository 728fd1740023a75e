#include "services/billing/people/person_eraser.h"

#include <utility>
#include <vector>

#include "common/base/status_macros.h"
#include "common/base/text.h"
#include "common/error/error.h"
#include "common/failpoint/failpoint.h"
#include "common/tenant/tenant.h"
#include "common/time/proto_time.h"
#include "services/billing/stripe/form.h"

namespace keys::billing {

using person::v1::ErasePersonRequest;
using person::v1::ErasePersonResponse;

namespace {

// This is longer than a request for an erasure takes, so nobody else is working on it.
constexpr absl::Duration kLeftAlone = absl::Seconds(15);

absl::Status Reach(std::string_view step, Deadline deadline) {
  return failpoint::Reach(Concat({"billing.erase.", step}), deadline);
}

}  // namespace

absl::StatusOr<std::string> PersonEraser::Begin(const ErasePersonRequest& request,
                                                const rpc::Call& call) const {
  person::v1::NextErasureResponse erasure;
  erasure.set_user_id(request.user_id());
  erasure.set_reason(request.reason());
  erasure.set_asked_by(call.caller().user_id);
  const std::string fresh = parts_.ids.NewUuid();
  ASSIGN_OR_RETURN(pg::Connection db, parts_.pool.Acquire(call.deadline()));
  return parts_.stripe.BeginErasing(db, erasure, fresh, parts_.clock.Now());
}

absl::StatusOr<person::v1::NextErasureResponse> PersonEraser::Next(rpc::Call& call) {
  if (!call.caller().admin) {
    return error::Make(error::Reason::NOT_ADMIN, "Only administrators erase a person.");
  }
  ASSIGN_OR_RETURN(pg::Connection db, parts_.pool.Acquire(call.deadline()));
  const absl::Time now = parts_.clock.Now();
  ASSIGN_OR_RETURN(auto next, parts_.stripe.NextErasure(db, now - kLeftAlone, now));
  if (next.has_value()) return *std::move(next);
  return error::Make(error::Reason::NOT_FOUND, "No erasure is under way.");
}

absl::StatusOr<person::v1::RecordExportResponse> PersonEraser::RecordExport(
    rpc::Call& call, const person::v1::RecordExportRequest& request) {
  ASSIGN_OR_RETURN(const std::string user_id,
                   personal_data::CheckPerson(call, request.user_id(),
                                              "Only administrators export somebody else's data."));
  RETURN_IF_ERROR(
      pg::RunTransaction(parts_.pool, call.deadline(), [&](pg::Transaction& tx) -> absl::Status {
        // An erased person is not named anywhere, so the audit does not name the person either.
        ASSIGN_OR_RETURN(const bool erased, parts_.stripe.IsErased(tx, user_id));
        return audit_.Append(tx,
                             {.actor = call.caller().user_id,
                              .action = "person.export",
                              .subject = erased ? "(erased)" : user_id},
                             parts_.clock.Now());
      }));
  return person::v1::RecordExportResponse();
}

absl::StatusOr<person::v1::RecordErasureResponse> PersonEraser::Record(
    rpc::Call& call, const person::v1::RecordErasureRequest& request) {
  person::v1::RecordErasureRequest step = request;
  ASSIGN_OR_RETURN(
      *step.mutable_user_id(),
      personal_data::CheckPerson(call, request.user_id(), "Only administrators erase a person."));
  const bool valid = NormalizeUuid(request.stand_in()).has_value() && !request.service().empty() &&
                     request.rows() >= 0;
  if (!valid) return error::Invalid("/", "INVALID", "A stand-in, a service and rows are needed.");
  ASSIGN_OR_RETURN(pg::Connection db, parts_.pool.Acquire(call.deadline()));
  RETURN_IF_ERROR(parts_.stripe.RecordErasure(db, step, parts_.clock.Now()));
  return person::v1::RecordErasureResponse();
}

absl::StatusOr<person::v1::ErasureState> PersonEraser::State(
    rpc::Call& call, const person::v1::GetErasureRequest& request) {
  ASSIGN_OR_RETURN(const std::string user_id,
                   personal_data::CheckPerson(call, request.user_id(),
                                              "Only administrators ask about somebody else."));
  ASSIGN_OR_RETURN(pg::Connection db, parts_.pool.Acquire(call.deadline()));
  ASSIGN_OR_RETURN(auto state, parts_.stripe.FindErasure(db, user_id));
  if (state.has_value()) return *std::move(state);
  return error::Make(error::Reason::NOT_FOUND, "This person was never erased.");
}

absl::StatusOr<person::v1::ListErasedResponse> PersonEraser::List(
    rpc::Call& call, const person::v1::ListErasedRequest& request) {
  ASSIGN_OR_RETURN(pg::Connection db, parts_.pool.Acquire(call.deadline()));
  return parts_.stripe.ListErased(db, FromProto(request.since()));
}

absl::Status PersonEraser::Finish(const ErasePersonRequest& request, Deadline deadline) const {
  ASSIGN_OR_RETURN(pg::Connection db, parts_.pool.Acquire(deadline));
  return parts_.stripe.FinishErasing(db, request.user_id(), request.stand_in(), parts_.clock.Now());
}

// An order that turns out to be paid is settled and is kept.
absl::Status PersonEraser::CloseOrders(const std::string& user_id, const rpc::Call& call) const {
  std::vector<StoredOrder> orders;
  {
    ASSIGN_OR_RETURN(pg::Connection db, parts_.pool.Acquire(call.deadline()));
    ASSIGN_OR_RETURN(orders, parts_.orders.ListPayable(db, user_id));
  }
  for (const StoredOrder& order : orders) {
    RETURN_IF_ERROR(
        parts_.sessions.Close(order, {CauseKind::kErasure, call.request_id()}, call.deadline())
            .status());
  }
  return absl::OkStatus();
}

// Returns Stripe's id of the tenant's customer, even if it was asked for and no answer came.
absl::StatusOr<std::optional<std::string>> PersonEraser::FindCustomer(const Tenant& tenant,
                                                                      Deadline deadline) const {
  {
    ASSIGN_OR_RETURN(pg::Connection db, parts_.pool.Acquire(deadline));
    ASSIGN_OR_RETURN(auto customer, parts_.stripe.FindCustomer(db, tenant));
    if (customer.has_value()) return customer;
    ASSIGN_OR_RETURN(const auto request,
                     parts_.stripe.FindLatestRequest(db, CustomerSubject(tenant)));
    const bool maybe_made = request.has_value() && request->open();
    if (!maybe_made) return std::optional<std::string>();
  }
  // Sent once more, the same request tells which customer it made.
  ASSIGN_OR_RETURN(std::string customer, parts_.sessions.EnsureCustomer(tenant, "", deadline));
  return std::optional<std::string>(std::move(customer));
}

absl::Status PersonEraser::DeleteCustomer(const Tenant& tenant, Deadline deadline) const {
  ASSIGN_OR_RETURN(const auto customer, FindCustomer(tenant, deadline));
  if (!customer.has_value()) return absl::OkStatus();
  // A deletion needs no idempotency key, because a second one finds nothing.
  const stripe::Answer answer = parts_.client.Send(
      {.method = "DELETE", .path = Concat({"/v1/customers/", stripe::PercentEncode(*customer)})},
      deadline);
  const bool gone = answer.done() || answer.error_code == "resource_missing";
  if (!gone) return stripe::ToClientStatus(answer);
  ASSIGN_OR_RETURN(pg::Connection db, parts_.pool.Acquire(deadline));
  return parts_.stripe.MarkCustomerGone(db, tenant, *customer, parts_.clock.Now());
}

absl::Status PersonEraser::ForgetContacts(const ErasePersonRequest& request,
                                          Deadline deadline) const {
  std::vector<Tenant> orgs;
  {
    ASSIGN_OR_RETURN(pg::Connection db, parts_.pool.Acquire(deadline));
    ASSIGN_OR_RETURN(orgs, parts_.orders.ListOrgsBoughtFor(db, request.user_id()));
  }
  for (const Tenant& org : orgs) {
    ASSIGN_OR_RETURN(const auto customer, FindCustomer(org, deadline));
    if (!customer.has_value()) continue;
    ASSIGN_OR_RETURN(
        const Sent sent,
        parts_.requests.Send({.subject = Concat({"forget_", *customer, "_", request.stand_in()}),
                              .post = stripe::ForgetContact(*customer)},
                             deadline));
    const bool gone = sent.answer.error_code == "resource_missing";
    if (!sent.done() && !gone) return stripe::ToClientStatus(sent.answer);
  }
  return absl::OkStatus();
}

absl::Status PersonEraser::EraseAtStripe(const ErasePersonRequest& request, const Tenant& tenant,
                                         const rpc::Call& call) const {
  RETURN_IF_ERROR(Reach("opened", call.deadline()));
  RETURN_IF_ERROR(CloseOrders(request.user_id(), call));
  RETURN_IF_ERROR(Reach("closed", call.deadline()));
  RETURN_IF_ERROR(DeleteCustomer(tenant, call.deadline()));
  RETURN_IF_ERROR(Reach("deleted", call.deadline()));
  RETURN_IF_ERROR(ForgetContacts(request, call.deadline()));
  return Reach("forgotten", call.deadline());
}

absl::StatusOr<ErasePersonResponse> PersonEraser::Erase(rpc::Call& call,
                                                        const ErasePersonRequest& request) {
  ASSIGN_OR_RETURN(ErasePersonRequest checked, personal_data::CheckErase(call, request));
  if (checked.finish()) {
    RETURN_IF_ERROR(Reach("finishing", call.deadline()));
    RETURN_IF_ERROR(Finish(checked, call.deadline()));
    RETURN_IF_ERROR(Reach("finished", call.deadline()));
    return ErasePersonResponse();
  }
  ASSIGN_OR_RETURN(std::string stand_in, Begin(checked, call));
  checked.set_stand_in(std::move(stand_in));
  const Tenant tenant = MakeTenant(TenantType::kUser, checked.user_id());
  RETURN_IF_ERROR(EraseAtStripe(checked, tenant, call));
  // All code that changes an order's state holds this lock.
  const auto lock = [&](pg::Transaction& tx) { return parts_.orders.LockTenant(tx, tenant); };
  ASSIGN_OR_RETURN(ErasePersonResponse response, erasure_.Run(call, checked, lock));
  RETURN_IF_ERROR(Reach("committed", call.deadline()));
  response.set_stand_in(checked.stand_in());
  return response;
}

}  // namespace keys::billing
