// Erases a person from billing. Stripe comes first: their open sessions are ended, their customer
// is deleted, and the customers of organisations for which they bought lose the e-mail address,
// because it is that of the first buyer. Then, in steps, orders, lines and amounts get a stand-in's
// id in place of the person's (migrations/0025_erase_in_steps.sql).
//
// After a failure the next attempt goes on with the same stand-in. Until all services are done the
// erasure is kept as open (Next), so that the gateway goes on with it even if nobody asks again.
// STRIPE_UNAVAILABLE while Stripe does not answer. Failpoints:
// billing.erase.{opened,closed,deleted,
// forgotten,begun,written,recorded,committed,finishing,finished}. Thread-safe, also across
// processes.
#pragma once

#include <optional>
#include <string>

#include "common/id/id.h"
#include "common/personal_data/erasure.h"
#include "services/billing/payments/checkout_sessions.h"

namespace keys::billing {

class PersonEraser final : public personal_data::Eraser {
 public:
  struct Parts {
    pg::Pool& pool;
    const OrderStore& orders;
    const StripeStore& stripe;
    const CheckoutSessions& sessions;
    const StripeRequests& requests;
    stripe::StripeClient& client;
    const Clock& clock;
    IdSource& ids;
  };
  explicit PersonEraser(Parts parts)
      : parts_(parts), erasure_(parts.pool, parts.clock, "billing") {}

  absl::StatusOr<person::v1::ErasePersonResponse> Erase(
      rpc::Call& call, const person::v1::ErasePersonRequest& request) override;
  // Returns an erasure that was not tried for a while, because the client of a more recent one may
  // still wait for its answer.
  absl::StatusOr<person::v1::NextErasureResponse> Next(rpc::Call& call) override;
  absl::StatusOr<person::v1::RecordExportResponse> RecordExport(
      rpc::Call& call, const person::v1::RecordExportRequest& request) override;
  absl::StatusOr<person::v1::RecordErasureResponse> Record(
      rpc::Call& call, const person::v1::RecordErasureRequest& request) override;
  absl::StatusOr<person::v1::ErasureState> State(
      rpc::Call& call, const person::v1::GetErasureRequest& request) override;
  // Lists hashes. Customers at Stripe are among them; their hashes match no user.
  absl::StatusOr<person::v1::ListErasedResponse> List(
      rpc::Call& call, const person::v1::ListErasedRequest& request) override;

 private:
  absl::StatusOr<std::string> Begin(const person::v1::ErasePersonRequest& request,
                                    const rpc::Call& call) const;
  absl::Status Finish(const person::v1::ErasePersonRequest& request, Deadline deadline) const;
  absl::Status EraseAtStripe(const person::v1::ErasePersonRequest& request, const Tenant& tenant,
                             const rpc::Call& call) const;
  absl::Status CloseOrders(const std::string& user_id, const rpc::Call& call) const;
  absl::StatusOr<std::optional<std::string>> FindCustomer(const Tenant& tenant,
                                                          Deadline deadline) const;
  absl::Status DeleteCustomer(const Tenant& tenant, Deadline deadline) const;
  absl::Status ForgetContacts(const person::v1::ErasePersonRequest& request,
                              Deadline deadline) const;

  const Parts parts_;
  const personal_data::Erasure erasure_;
  const audit::Log audit_{"billing"};
};

}  // namespace keys::billing
