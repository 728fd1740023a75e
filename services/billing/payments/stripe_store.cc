#include "services/billing/payments/stripe_store.h"

#include <utility>

#include "common/base/status_macros.h"
#include "common/base/word_table.h"
#include "common/id/id.h"
#include "common/time/proto_time.h"
#include "services/billing/payments/stripe_statements.h"

namespace keys::billing {
namespace {

absl::StatusOr<std::optional<std::string>> FromRow(absl::StatusOr<std::optional<IdRow>> row) {
  RETURN_IF_ERROR(row.status());
  if (!row->has_value()) return std::optional<std::string>();
  return std::optional<std::string>(std::move((*row)->id));
}

absl::StatusOr<std::optional<StoredSession>> FromRow(
    absl::StatusOr<std::optional<SessionRow>> row) {
  RETURN_IF_ERROR(row.status());
  if (!row->has_value()) return std::optional<StoredSession>();
  SessionRow& found = **row;
  return std::optional<StoredSession>({std::move(found.session_id), std::move(found.order_id),
                                       std::move(found.url), std::move(found.payment_intent_id),
                                       found.expires_at});
}

absl::StatusOr<StoredProduct> FromRow(ProductRow row) {
  ASSIGN_OR_RETURN(const ItemKind item_kind, ParseItemKind(row.item_kind));
  return StoredProduct{std::move(row.item_id), item_kind,  std::move(row.id),
                       std::move(row.name),    row.active, row.updates};
}

StoredPrice FromRow(PriceRow row) {
  return {{std::move(row.item_id), std::move(row.currency), row.unit_amount},
          std::move(row.id),
          row.active,
          row.updates};
}

constexpr auto kRequestStates =
    MakeWordTable<RequestState>("state of a request", {{RequestState::kReady, "ready"},
                                                       {RequestState::kUnknown, "unknown"},
                                                       {RequestState::kDone, "done"},
                                                       {RequestState::kRefused, "refused"},
                                                       {RequestState::kObsolete, "obsolete"}});

RequestState StateAfter(const stripe::Answer& answer) {
  switch (answer.verdict) {
    case stripe::Verdict::kDone:
      return RequestState::kDone;
    case stripe::Verdict::kRefused:
      return RequestState::kRefused;
    case stripe::Verdict::kNotTaken:
      return RequestState::kReady;
    case stripe::Verdict::kUnknown:
      return RequestState::kUnknown;
  }
  return RequestState::kUnknown;
}

}  // namespace

absl::StatusOr<std::optional<StoredRequest>> StripeStore::FindLatestRequest(
    pg::Executor& db, const std::string& subject) const {
  ASSIGN_OR_RETURN(auto row, db.QueryOne<RequestRow>(kFindLatestRequest, subject));
  if (!row.has_value()) return std::optional<StoredRequest>();
  ASSIGN_OR_RETURN(const RequestState state, kRequestStates.Parse(row->state));
  return std::optional<StoredRequest>(
      {std::move(row->id), std::move(row->subject), row->attempt, std::move(row->path),
       std::move(row->body), state, std::move(row->object_id), row->created_at, row->updated_at});
}

absl::Status StripeStore::InsertRequest(pg::Executor& tx, const StoredRequest& request,
                                        const std::string& order_id, absl::Time now) const {
  const auto order = order_id.empty() ? std::nullopt : std::optional<std::string>(order_id);
  return tx
      .Execute(kInsertRequest, request.id, request.subject, request.attempt, order, request.path,
               request.body, now)
      .status();
}

absl::Status StripeStore::RecordAnswer(pg::Executor& tx, const std::string& request_id,
                                       const stripe::Answer& answer, const std::string& object_id,
                                       absl::Time now) const {
  return tx
      .Execute(kRecordAnswer, request_id, kRequestStates.WordOf(StateAfter(answer)), object_id,
               static_cast<int32_t>(answer.http_status), answer.error_code, answer.request_id, now)
      .status();
}

absl::Status StripeStore::ForgetRequest(pg::Executor& tx, const std::string& subject,
                                        absl::Time now) const {
  return tx.Execute(kForgetRequest, subject, now).status();
}

absl::Status StripeStore::GiveUpRequest(pg::Executor& db, const std::string& request_id,
                                        absl::Time now) const {
  return db.Execute(kGiveUpRequest, request_id, now).status();
}

absl::StatusOr<std::vector<OpenRefund>> StripeStore::ListOpenRefunds(pg::Executor& db,
                                                                     absl::Time before,
                                                                     int limit) const {
  ASSIGN_OR_RETURN(auto rows,
                   db.Query<OpenRefundRow>(kListOpenRefunds, before, static_cast<int64_t>(limit)));
  std::vector<OpenRefund> open;
  for (OpenRefundRow& row : rows) {
    open.push_back({std::move(row.subject), std::move(row.order_id)});
  }
  return open;
}

absl::StatusOr<int64_t> StripeStore::CountRefundsUnderWay(pg::Executor& db,
                                                          const std::string& order_id) const {
  ASSIGN_OR_RETURN(const auto row, db.QueryOne<UnderWayRow>(kCountRefundsUnderWay, order_id));
  return row->count;
}

absl::StatusOr<std::optional<StoredSession>> StripeStore::FindSession(
    pg::Executor& db, const std::string& session_id) const {
  return FromRow(db.QueryOne<SessionRow>(kFindSession, session_id));
}

absl::StatusOr<std::optional<StoredSession>> StripeStore::FindSessionOfOrder(
    pg::Executor& db, const std::string& order_id) const {
  return FromRow(db.QueryOne<SessionRow>(kFindSessionOfOrder, order_id));
}

absl::StatusOr<std::optional<StoredSession>> StripeStore::FindSessionByIntent(
    pg::Executor& db, const std::string& payment_intent_id) const {
  return FromRow(db.QueryOne<SessionRow>(kFindSessionByIntent, payment_intent_id));
}

absl::Status StripeStore::PutSession(pg::Executor& tx, const std::string& order_id,
                                     const stripe::Session& session, absl::Time now) const {
  return tx
      .Execute(kPutSession, session.id, order_id, session.url, session.payment_intent,
               session.expires_at, now)
      .status();
}

absl::StatusOr<std::optional<std::string>> StripeStore::FindCustomer(
    pg::Executor& db, const type::v1::Tenant& tenant) const {
  return FromRow(db.QueryOne<IdRow>(kFindCustomer, tenant.id(), tenant.type()));
}

absl::Status StripeStore::PutCustomer(pg::Executor& tx, const type::v1::Tenant& tenant,
                                      const std::string& id, absl::Time now) const {
  return tx.Execute(kPutCustomer, tenant.id(), tenant.type(), id, now).status();
}

absl::Status StripeStore::ForgetCustomer(pg::Executor& tx, const type::v1::Tenant& tenant) const {
  return tx.Execute(kForgetCustomer, tenant.id(), tenant.type()).status();
}

absl::Status StripeStore::MarkCustomerGone(pg::Executor& db, const type::v1::Tenant& tenant,
                                           const std::string& id, absl::Time now) const {
  return db.Execute(kMarkCustomerGone, tenant.id(), tenant.type(), id, now).status();
}

absl::StatusOr<std::string> StripeStore::BeginErasing(
    pg::Executor& db, const person::v1::NextErasureResponse& erasure, const std::string& fresh,
    absl::Time now) const {
  ASSIGN_OR_RETURN(auto row, db.QueryOne<IdRow>(kBeginErasing, erasure.user_id(), fresh, now,
                                                erasure.reason(), erasure.asked_by()));
  if (!row.has_value()) return absl::InternalError("an erasure was not written down");
  return std::move(row->id);
}

absl::Status StripeStore::RecordErasure(pg::Executor& db,
                                        const person::v1::RecordErasureRequest& step,
                                        absl::Time now) const {
  return db
      .Execute(kRecordErasure, step.user_id(), step.stand_in(), step.service(), step.rows(),
               step.done(), now)
      .status();
}

absl::StatusOr<std::optional<person::v1::ErasureState>> StripeStore::FindErasure(
    pg::Executor& db, const std::string& user_id) const {
  ASSIGN_OR_RETURN(const auto rows, db.Query<ErasureRow>(kFindErasure, user_id));
  if (rows.empty()) return std::optional<person::v1::ErasureState>();
  person::v1::ErasureState state;
  const ErasureRow& erasure = rows.front();
  *state.mutable_began_at() = ToProto(erasure.began_at);
  *state.mutable_updated_at() = ToProto(erasure.updated_at);
  if (erasure.ended_at.has_value()) *state.mutable_ended_at() = ToProto(*erasure.ended_at);
  for (const ErasureRow& row : rows) {
    if (row.service.empty()) continue;
    auto& service = *state.add_services();
    service.set_name(row.service);
    service.set_rows(row.rows);
    service.set_done(row.done);
  }
  return std::optional(std::move(state));
}

absl::Status StripeStore::FinishErasing(pg::Executor& db, const std::string& user_id,
                                        const std::string& stand_in, absl::Time now) const {
  return db.Execute(kFinishErasing, user_id, stand_in, now).status();
}

absl::StatusOr<std::optional<person::v1::NextErasureResponse>> StripeStore::NextErasure(
    pg::Executor& db, absl::Time before, absl::Time now) const {
  ASSIGN_OR_RETURN(auto row, db.QueryOne<OpenErasureRow>(kNextErasure, before, now));
  if (!row.has_value()) return std::optional<person::v1::NextErasureResponse>();
  person::v1::NextErasureResponse next;
  next.set_user_id(std::move(row->person));
  next.set_reason(std::move(row->reason));
  next.set_asked_by(std::move(row->asked_by));
  return std::optional(std::move(next));
}

absl::StatusOr<bool> StripeStore::IsErased(pg::Executor& db, const std::string& user_id) const {
  ASSIGN_OR_RETURN(const auto row, db.QueryOne<IsErasedRow>(kIsErased, user_id));
  return row.has_value() && row->erased;
}

absl::StatusOr<person::v1::ListErasedResponse> StripeStore::ListErased(pg::Executor& db,
                                                                       absl::Time since) const {
  ASSIGN_OR_RETURN(std::vector<ErasedRow> rows, db.Query<ErasedRow>(kListErased, since));
  person::v1::ListErasedResponse response;
  for (ErasedRow& row : rows) {
    auto& person = *response.add_people();
    person.set_id_hash(std::move(row.id_hash.data));
    *person.mutable_erased_at() = ToProto(row.updated_at);
  }
  return response;
}

absl::StatusOr<std::optional<StoredProduct>> StripeStore::FindProduct(
    pg::Executor& db, const std::string& item_id) const {
  ASSIGN_OR_RETURN(auto row, db.QueryOne<ProductRow>(kFindProduct, item_id));
  if (!row.has_value()) return std::optional<StoredProduct>();
  ASSIGN_OR_RETURN(StoredProduct product, FromRow(*std::move(row)));
  return std::optional<StoredProduct>(std::move(product));
}

absl::StatusOr<std::vector<StoredProduct>> StripeStore::ListProducts(
    pg::Executor& db, const std::string& after_item_id, int limit) const {
  const auto after =
      after_item_id.empty() ? std::nullopt : std::optional<std::string>(after_item_id);
  ASSIGN_OR_RETURN(std::vector<ProductRow> rows,
                   db.Query<ProductRow>(kListProducts, after, int32_t{limit}));
  std::vector<StoredProduct> products;
  for (ProductRow& row : rows) {
    ASSIGN_OR_RETURN(products.emplace_back(), FromRow(std::move(row)));
  }
  return products;
}

absl::Status StripeStore::PutProduct(pg::Executor& tx, const StoredProduct& product,
                                     absl::Time now) const {
  return tx
      .Execute(kPutProduct, product.item_id, WordOf(product.item_kind), product.id, product.name,
               product.active, product.updates, now)
      .status();
}

absl::Status StripeStore::ForgetProduct(pg::Executor& tx, const std::string& item_id) const {
  return tx.Execute(kForgetProduct, item_id).status();
}

absl::StatusOr<std::optional<StoredPrice>> StripeStore::FindPrice(pg::Executor& db,
                                                                  const PriceKey& key) const {
  ASSIGN_OR_RETURN(auto row,
                   db.QueryOne<PriceRow>(kFindPrice, key.item_id, key.currency, key.unit_amount));
  if (!row.has_value()) return std::optional<StoredPrice>();
  return std::optional<StoredPrice>(FromRow(*std::move(row)));
}

absl::StatusOr<std::vector<StoredPrice>> StripeStore::ListActivePrices(
    pg::Executor& db, const std::string& item_id) const {
  ASSIGN_OR_RETURN(std::vector<PriceRow> rows, db.Query<PriceRow>(kListActivePrices, item_id));
  std::vector<StoredPrice> prices;
  for (PriceRow& row : rows) prices.push_back(FromRow(std::move(row)));
  return prices;
}

absl::Status StripeStore::PutPrice(pg::Executor& tx, const StoredPrice& price,
                                   absl::Time now) const {
  return tx
      .Execute(kPutPrice, price.key.item_id, price.key.currency, price.key.unit_amount, price.id,
               price.active, price.updates, now)
      .status();
}

absl::Status StripeStore::ForgetPrice(pg::Executor& tx, const PriceKey& key) const {
  return tx.Execute(kForgetPrice, key.item_id, key.currency, key.unit_amount).status();
}

absl::Status StripeStore::PutRefund(pg::Executor& tx, const std::string& order_id,
                                    const stripe::Refund& refund, absl::Time now) const {
  return tx
      .Execute(kPutRefund, refund.id, order_id, NormalizeUuid(refund.order_line_id), refund.amount,
               refund.currency, refund.status, refund.reason, now)
      .status();
}

absl::Status StripeStore::PutDispute(pg::Executor& tx, const std::string& order_id,
                                     const stripe::Dispute& dispute, absl::Time now) const {
  return tx
      .Execute(kPutDispute, dispute.id, order_id, dispute.amount, dispute.currency, dispute.status,
               dispute.reason, now)
      .status();
}

}  // namespace keys::billing
