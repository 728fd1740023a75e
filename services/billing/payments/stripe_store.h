// All SQL about Stripe: the requests that were sent and the objects that they made.
//
// Functions take the executor of the caller's transaction. Errors as in common/pg/error.h.
// Stateless; thread-safe.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/pg/executor.h"
#include "keys/billing/v1/billing.pb.h"
#include "keys/person/v1/person.pb.h"
#include "keys/type/v1/type.pb.h"
#include "services/billing/domain/item_kind.h"
#include "services/billing/stripe/objects.h"
#include "services/billing/stripe/stripe_client.h"

namespace keys::billing {

enum class RequestState {
  kReady,    // stored; Stripe has not taken it yet
  kUnknown,  // sent; no answer says whether its object was made
  kDone,
  kRefused,
  kObsolete,  // its object is gone, or no answer will come
};

// A POST as it was stored before it was sent.
struct StoredRequest {
  std::string id;
  std::string subject;
  int32_t attempt = 0;
  std::string path;
  std::string body;
  RequestState state = RequestState::kReady;
  // The id of the object that it made, once it is done.
  std::string object_id;
  absl::Time created_at;
  // The time at which it was last sent, or stored.
  absl::Time updated_at;

  std::string idempotency_key() const { return subject + ":" + std::to_string(attempt); }
  // Its object may have been made, or may still be made.
  bool open() const { return state == RequestState::kReady || state == RequestState::kUnknown; }
  // The next request of the subject is a new attempt.
  bool over() const { return state == RequestState::kRefused || state == RequestState::kObsolete; }
};

struct OpenRefund {
  // The request's subject.
  std::string subject;
  std::string order_id;
};

struct StoredSession {
  std::string session_id;
  std::string order_id;
  std::string url;
  // Empty until it is known.
  std::string payment_intent_id;
  absl::Time expires_at;
};

// Identifies one Stripe price: the item, the currency and the amount.
struct PriceKey {
  std::string item_id;
  std::string currency;
  int64_t unit_amount = 0;
};

struct StoredPrice {
  PriceKey key;
  // Stripe's id.
  std::string id;
  bool active = false;
  // The number of changes that were made to it at Stripe.
  int32_t updates = 0;
};

struct StoredProduct {
  std::string item_id;
  ItemKind item_kind = ItemKind::kKey;
  // Stripe's id.
  std::string id;
  std::string name;
  bool active = false;
  int32_t updates = 0;
};

class StripeStore {
 public:
  absl::StatusOr<std::optional<StoredRequest>> FindLatestRequest(pg::Executor& db,
                                                                 const std::string& subject) const;
  // Changes nothing when that attempt is stored already.
  absl::Status InsertRequest(pg::Executor& tx, const StoredRequest& request,
                             const std::string& order_id, absl::Time now) const;
  absl::Status RecordAnswer(pg::Executor& tx, const std::string& request_id,
                            const stripe::Answer& answer, const std::string& object_id,
                            absl::Time now) const;
  // Records that the object which the subject's request made is gone, so that the next request is a
  // new attempt.
  absl::Status ForgetRequest(pg::Executor& tx, const std::string& subject, absl::Time now) const;

  // Records that no answer will come and nothing was made that counts, so that the next request is
  // a new attempt. Changes nothing when an answer came meanwhile.
  absl::Status GiveUpRequest(pg::Executor& db, const std::string& request_id, absl::Time now) const;

  // Lists refunds without a definite answer that were last worked on before `before`, the longest
  // ago first.
  absl::StatusOr<std::vector<OpenRefund>> ListOpenRefunds(pg::Executor& db, absl::Time before,
                                                          int limit) const;
  // Counts the order's refunds that were stored and have no definite answer yet.
  absl::StatusOr<int64_t> CountRefundsUnderWay(pg::Executor& db, const std::string& order_id) const;

  absl::StatusOr<std::optional<StoredSession>> FindSession(pg::Executor& db,
                                                           const std::string& session_id) const;
  // Finds the order's newest session.
  absl::StatusOr<std::optional<StoredSession>> FindSessionOfOrder(
      pg::Executor& db, const std::string& order_id) const;
  absl::StatusOr<std::optional<StoredSession>> FindSessionByIntent(
      pg::Executor& db, const std::string& payment_intent_id) const;
  // Adds the session, or its new facts.
  absl::Status PutSession(pg::Executor& tx, const std::string& order_id,
                          const stripe::Session& session, absl::Time now) const;

  // Returns Stripe's id, or nothing when there is none yet.
  absl::StatusOr<std::optional<std::string>> FindCustomer(pg::Executor& db,
                                                          const type::v1::Tenant& tenant) const;
  absl::Status PutCustomer(pg::Executor& tx, const type::v1::Tenant& tenant, const std::string& id,
                           absl::Time now) const;
  absl::Status ForgetCustomer(pg::Executor& tx, const type::v1::Tenant& tenant) const;
  // Records that the customer was deleted at Stripe.
  absl::Status MarkCustomerGone(pg::Executor& db, const type::v1::Tenant& tenant,
                                const std::string& id, absl::Time now) const;

  // Remembers by a hash that a person is being erased, so that from here on events are stored
  // without them, and what is needed to go on until the erasure is finished. Returns the stand-in
  // of an erasure that was begun before and not finished, else `fresh`.
  absl::StatusOr<std::string> BeginErasing(pg::Executor& db,
                                           const person::v1::NextErasureResponse& erasure,
                                           const std::string& fresh, absl::Time now) const;
  // Records how far a service has come. Changes nothing when the erasure has ended meanwhile.
  absl::Status RecordErasure(pg::Executor& db, const person::v1::RecordErasureRequest& step,
                             absl::Time now) const;
  // Returns the state of the person's last erasure.
  absl::StatusOr<std::optional<person::v1::ErasureState>> FindErasure(
      pg::Executor& db, const std::string& user_id) const;
  absl::Status FinishErasing(pg::Executor& db, const std::string& user_id,
                             const std::string& stand_in, absl::Time now) const;
  // Hands out the open erasure that was tried longest ago, before `before`. From now on it counts
  // as tried at `now`.
  absl::StatusOr<std::optional<person::v1::NextErasureResponse>> NextErasure(pg::Executor& db,
                                                                             absl::Time before,
                                                                             absl::Time now) const;
  absl::StatusOr<bool> IsErased(pg::Executor& db, const std::string& user_id) const;
  // Lists hashes of people who are or were being erased and whose erasure was worked on since, the
  // earliest first.
  absl::StatusOr<person::v1::ListErasedResponse> ListErased(pg::Executor& db,
                                                            absl::Time since) const;
  absl::StatusOr<std::optional<StoredProduct>> FindProduct(pg::Executor& db,
                                                           const std::string& item_id) const;
  // A change that is older than the stored one changes nothing.
  absl::Status PutProduct(pg::Executor& tx, const StoredProduct& product, absl::Time now) const;
  absl::Status ForgetProduct(pg::Executor& tx, const std::string& item_id) const;
  // Lists the products of items after that id, by item id, archived ones included.
  absl::StatusOr<std::vector<StoredProduct>> ListProducts(pg::Executor& db,
                                                          const std::string& after_item_id,
                                                          int limit) const;
  absl::StatusOr<std::optional<StoredPrice>> FindPrice(pg::Executor& db, const PriceKey& key) const;
  absl::StatusOr<std::vector<StoredPrice>> ListActivePrices(pg::Executor& db,
                                                            const std::string& item_id) const;
  absl::Status PutPrice(pg::Executor& tx, const StoredPrice& price, absl::Time now) const;
  absl::Status ForgetPrice(pg::Executor& tx, const PriceKey& key) const;

  absl::Status PutRefund(pg::Executor& tx, const std::string& order_id,
                         const stripe::Refund& refund, absl::Time now) const;
  absl::Status PutDispute(pg::Executor& tx, const std::string& order_id,
                          const stripe::Dispute& dispute, absl::Time now) const;
};

}  // namespace keys::billing
