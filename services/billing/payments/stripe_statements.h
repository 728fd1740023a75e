// The statements of stripe_store.cc with the rows that they return. They are in a file of their
// own, so that a test can compare each with the migrated schema.
#pragma once

#include <cstdint>
#include <string>

#include "absl/time/time.h"
#include "common/pg/statement.h"
#include "common/pg/value.h"

namespace keys::billing {

struct RequestRow {
  std::string id;
  std::string subject;
  int32_t attempt = 0;
  std::string path;
  std::string body;
  std::string state;
  std::string object_id;
  absl::Time created_at;
  absl::Time updated_at;
};
#define KEYS_BILLING_REQUEST_COLUMNS                                            \
  "id, subject, attempt, path, body, state, object_id, created_at, updated_at " \
  "FROM stripe_requests "
inline constexpr pg::Statement kFindLatestRequest{
    "billing.find_latest_request",
    "SELECT " KEYS_BILLING_REQUEST_COLUMNS "WHERE subject = $1 ORDER BY attempt DESC LIMIT 1"};
#undef KEYS_BILLING_REQUEST_COLUMNS

inline constexpr pg::Statement kInsertRequest{"billing.insert_request", R"(
  INSERT INTO stripe_requests (id, subject, attempt, order_id, path, body, state, created_at, updated_at)
  VALUES ($1, $2, $3, $4, $5, $6, 'ready', $7, $7)
  ON CONFLICT (subject, attempt) DO NOTHING)"};

struct UnderWayRow {
  int64_t count = 0;
};
inline constexpr pg::Statement kCountRefundsUnderWay{"billing.count_refunds_under_way", R"(
  SELECT count(*) FROM stripe_requests
  WHERE order_id = $1 AND path = '/v1/refunds' AND state IN ('ready', 'unknown'))"};

// A definite answer is never overwritten by a less definite one.
inline constexpr pg::Statement kRecordAnswer{"billing.record_answer", R"(
  UPDATE stripe_requests SET
    state = CASE WHEN $2 = 'ready' THEN state ELSE $2 END, object_id = $3, http_status = $4, error_code = $5, stripe_request_id = $6,
    sends = sends + 1, updated_at = $7
  WHERE id = $1 AND (state IN ('ready', 'unknown') OR $2 = 'done'))"};
inline constexpr pg::Statement kForgetRequest{
    "billing.forget_request",
    "UPDATE stripe_requests SET state = 'obsolete', updated_at = $2 "
    "WHERE subject = $1 AND state IN ('done', 'unknown')"};

// Changes only a request that is still open, because an answer that came meanwhile counts.
inline constexpr pg::Statement kGiveUpRequest{
    "billing.give_up_request",
    "UPDATE stripe_requests SET state = 'obsolete', updated_at = $2 "
    "WHERE id = $1 AND state IN ('ready', 'unknown')"};
// Lists refunds that were last worked on before $1.
struct OpenRefundRow {
  std::string subject;
  std::string order_id;
};
inline constexpr pg::Statement kListOpenRefunds{"billing.list_open_refunds", R"(
  SELECT subject, order_id::text FROM stripe_requests
  WHERE path = '/v1/refunds' AND state IN ('ready', 'unknown') AND updated_at < $1
  ORDER BY updated_at LIMIT $2)"};

struct SessionRow {
  std::string session_id;
  std::string order_id;
  std::string url;
  std::string payment_intent_id;
  absl::Time expires_at;
};
#define KEYS_BILLING_SESSION_COLUMNS \
  "SELECT session_id, order_id, url, payment_intent_id, expires_at FROM stripe_sessions "
inline constexpr pg::Statement kFindSession{"billing.find_session",
                                            KEYS_BILLING_SESSION_COLUMNS "WHERE session_id = $1"};
inline constexpr pg::Statement kFindSessionOfOrder{
    "billing.find_session_of_order",
    KEYS_BILLING_SESSION_COLUMNS "WHERE order_id = $1 ORDER BY sequence DESC LIMIT 1"};
inline constexpr pg::Statement kFindSessionByIntent{"billing.find_session_by_intent",
                                                    KEYS_BILLING_SESSION_COLUMNS
                                                    "WHERE payment_intent_id = $1 LIMIT 1"};
#undef KEYS_BILLING_SESSION_COLUMNS
inline constexpr pg::Statement kPutSession{"billing.put_session", R"(
  INSERT INTO stripe_sessions
    (session_id, order_id, url, payment_intent_id, expires_at, created_at, updated_at)
  VALUES ($1, $2, $3, $4, $5, $6, $6)
  ON CONFLICT (session_id) DO UPDATE SET
    url = CASE WHEN excluded.url = '' THEN stripe_sessions.url ELSE excluded.url END,
    payment_intent_id = CASE WHEN excluded.payment_intent_id = ''
                             THEN stripe_sessions.payment_intent_id
                             ELSE excluded.payment_intent_id END,
    updated_at = excluded.updated_at
  WHERE stripe_sessions.order_id = excluded.order_id)"};

struct IdRow {
  std::string id;
};
inline constexpr pg::Statement kFindCustomer{
    "billing.find_customer",
    "SELECT stripe_customer_id FROM stripe_customers WHERE tenant_id = $1 AND tenant_type = $2"};
inline constexpr pg::Statement kPutCustomer{"billing.put_customer", R"(
  INSERT INTO stripe_customers (tenant_id, tenant_type, stripe_customer_id, created_at, updated_at)
  VALUES ($1, $2, $3, $4, $4)
  ON CONFLICT (tenant_id, tenant_type) DO UPDATE SET
    stripe_customer_id = excluded.stripe_customer_id, gone_at = NULL, updated_at = excluded.updated_at)"};
inline constexpr pg::Statement kMarkCustomerGone{"billing.mark_customer_gone", R"(
  UPDATE stripe_customers SET gone_at = $4, updated_at = $4
  WHERE tenant_id = $1 AND tenant_type = $2 AND stripe_customer_id = $3)"};

// Remembers by the hash of their id who is being erased, and returns the stand-in of an erasure
// that was begun before, or $2. The other columns are needed to go on with the erasure and keep
// their first values.
inline constexpr pg::Statement kBeginErasing{"billing.begin_erasing", R"(
  INSERT INTO billing_erased_people AS erased
    (id_hash, stand_in, person, reason, asked_by, began_at, created_at, updated_at)
  VALUES (sha256(convert_to($1::text, 'UTF8')), $2::uuid, $1::uuid,
          keys_erased($4::text, $1::uuid, $2::uuid), nullif($5::text, '')::uuid, $3, $3, $3)
  ON CONFLICT (id_hash) DO UPDATE SET
    began_at = CASE WHEN erased.person IS NULL THEN excluded.began_at ELSE erased.began_at END,
    progress = CASE WHEN erased.person IS NULL THEN '{}' ELSE erased.progress END,
    ended_at = NULL,
    stand_in = coalesce(erased.stand_in, excluded.stand_in),
    person = excluded.person,
    reason = coalesce(erased.reason, excluded.reason),
    asked_by = coalesce(erased.asked_by, excluded.asked_by),
    updated_at = excluded.updated_at
  RETURNING stand_in::text)"};
// The catalog has erased the person from titles by now. A product whose name differs from its
// item's is renamed at Stripe when it is next sold or synchronised.
inline constexpr pg::Statement kFinishErasing{"billing.finish_erasing", R"(
  WITH renamed AS (
    UPDATE stripe_products SET name = '(erased)', updated_at = $3
    WHERE keys_ids_in(name) @> ARRAY[$1::uuid])
  UPDATE billing_erased_people
  SET stand_in = NULL, person = NULL, reason = NULL, asked_by = NULL, ended_at = $3, updated_at = $3
  WHERE id_hash = sha256(convert_to($1::text, 'UTF8')) AND stand_in = $2::uuid)"};
// $3 is the service, $4 how many further rows it changed, $5 whether it is done.
inline constexpr pg::Statement kRecordErasure{"billing.record_erasure", R"(
  UPDATE billing_erased_people SET updated_at = $6, progress = progress || jsonb_build_object(
    $3::text, jsonb_build_object('rows', coalesce((progress #>> ARRAY[$3::text, 'rows'])::bigint, 0) + $4::bigint,
                                 'done', $5::boolean))
  WHERE id_hash = sha256(convert_to($1::text, 'UTF8')) AND stand_in = $2::uuid)"};
// One row for each service that has been asked, or one with an empty name while there is none.
struct ErasureRow {
  absl::Time began_at;
  std::optional<absl::Time> ended_at;
  absl::Time updated_at;
  std::string service;
  int64_t rows = 0;
  bool done = false;
};
inline constexpr pg::Statement kFindErasure{"billing.find_erasure", R"(
  SELECT e.began_at, e.ended_at, e.updated_at, coalesce(s.name, ''),
    coalesce((s.progress ->> 'rows')::bigint, 0), coalesce((s.progress ->> 'done')::boolean, false)
  FROM billing_erased_people AS e LEFT JOIN LATERAL jsonb_each(e.progress) AS s (name, progress) ON true
  WHERE e.id_hash = sha256(convert_to($1::text, 'UTF8')) AND e.began_at IS NOT NULL ORDER BY s.name)"};
// Takes the erasure that was tried longest ago, before $1. It counts as tried at $2, so that
// whoever asks next gets another one.
struct OpenErasureRow {
  std::string person;
  std::string reason;
  std::string asked_by;
};
inline constexpr pg::Statement kNextErasure{"billing.next_erasure", R"(
  UPDATE billing_erased_people AS e SET updated_at = $2
  FROM (SELECT id_hash FROM billing_erased_people WHERE person IS NOT NULL AND updated_at <= $1
        ORDER BY updated_at LIMIT 1 FOR UPDATE SKIP LOCKED) AS next
  WHERE e.id_hash = next.id_hash
  RETURNING e.person::text, coalesce(e.reason, ''), coalesce(e.asked_by::text, ''))"};
struct ErasedRow {
  pg::Bytes id_hash;
  absl::Time updated_at;
};
inline constexpr pg::Statement kListErased{"billing.list_erased", R"(
  SELECT id_hash, updated_at FROM billing_erased_people WHERE updated_at > $1
  ORDER BY updated_at, id_hash LIMIT 10000)"};
struct IsErasedRow {
  bool erased = false;
};
inline constexpr pg::Statement kIsErased{"billing.is_erased", R"(
  SELECT EXISTS (SELECT FROM billing_erased_people
                 WHERE id_hash = sha256(convert_to($1::text, 'UTF8'))))"};
struct OpenErasuresRow {
  int64_t open = 0;
};
inline constexpr pg::Statement kCountErasures{"billing.count_erasures", R"(
  SELECT count(*) FROM billing_erased_people WHERE person IS NOT NULL)"};

struct ProductRow {
  std::string item_id;
  std::string item_kind;
  std::string id;
  std::string name;
  bool active = false;
  int32_t updates = 0;
};
#define KEYS_BILLING_PRODUCT_COLUMNS \
  "SELECT item_id, item_kind, stripe_product_id, name, active, updates FROM stripe_products "
inline constexpr pg::Statement kFindProduct{"billing.find_product", KEYS_BILLING_PRODUCT_COLUMNS
                                            "WHERE item_id = $1 AND stripe_product_id <> ''"};
inline constexpr pg::Statement kListProducts{"billing.list_products", KEYS_BILLING_PRODUCT_COLUMNS
                                             "WHERE ($1::uuid IS NULL OR item_id > $1::uuid) "
                                             "AND stripe_product_id <> '' "
                                             "ORDER BY item_id LIMIT $2"};
#undef KEYS_BILLING_PRODUCT_COLUMNS
inline constexpr pg::Statement kPutProduct{"billing.put_product", R"(
  INSERT INTO stripe_products
    (item_id, item_kind, stripe_product_id, name, active, updates, created_at, updated_at)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $7)
  ON CONFLICT (item_id) DO UPDATE SET
    stripe_product_id = excluded.stripe_product_id, name = excluded.name,
    active = excluded.active, updates = greatest(stripe_products.updates, excluded.updates),
    updated_at = excluded.updated_at
  WHERE stripe_products.stripe_product_id = '' OR stripe_products.updates <= excluded.updates)"};

struct PriceRow {
  std::string item_id;
  std::string currency;
  int64_t unit_amount = 0;
  std::string id;
  bool active = false;
  int32_t updates = 0;
};
#define KEYS_BILLING_PRICE_COLUMNS \
  "SELECT item_id, currency, unit_amount, stripe_price_id, active, updates FROM stripe_prices "
inline constexpr pg::Statement kFindPrice{"billing.find_price", KEYS_BILLING_PRICE_COLUMNS
                                          "WHERE item_id = $1 AND currency = $2 "
                                          "AND unit_amount = $3 AND stripe_price_id <> ''"};
inline constexpr pg::Statement kListActivePrices{"billing.list_active_prices",
                                                 KEYS_BILLING_PRICE_COLUMNS
                                                 "WHERE item_id = $1 AND active "
                                                 "ORDER BY currency, unit_amount"};
#undef KEYS_BILLING_PRICE_COLUMNS
inline constexpr pg::Statement kPutPrice{"billing.put_price", R"(
  INSERT INTO stripe_prices
    (item_id, currency, unit_amount, stripe_price_id, active, updates, created_at, updated_at)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $7)
  ON CONFLICT (item_id, currency, unit_amount) DO UPDATE SET
    stripe_price_id = excluded.stripe_price_id, active = excluded.active,
    updates = greatest(stripe_prices.updates, excluded.updates), updated_at = excluded.updated_at
  WHERE stripe_prices.stripe_price_id = '' OR stripe_prices.updates <= excluded.updates)"};

inline constexpr pg::Statement kForgetCustomer{
    "billing.forget_customer",
    "DELETE FROM stripe_customers WHERE tenant_id = $1 AND tenant_type = $2"};
// The rows stay, because the numbers of their updates must not be used again.
inline constexpr pg::Statement kForgetProduct{
    "billing.forget_product",
    "UPDATE stripe_products SET stripe_product_id = '', active = false, updates = updates + 1 "
    "WHERE item_id = $1"};
inline constexpr pg::Statement kForgetPrice{
    "billing.forget_price",
    "UPDATE stripe_prices SET stripe_price_id = '', active = false, updates = updates + 1 "
    "WHERE item_id = $1 AND currency = $2 AND unit_amount = $3"};

inline constexpr pg::Statement kPutRefund{"billing.put_refund", R"(
  INSERT INTO stripe_refunds
    (stripe_refund_id, order_id, order_line_id, amount_cents, currency, status, reason, created_at,
     updated_at)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $8)
  ON CONFLICT (stripe_refund_id) DO UPDATE SET
    status = CASE WHEN stripe_refunds.status IN ('failed', 'canceled') THEN stripe_refunds.status
                  ELSE excluded.status END,
    updated_at = excluded.updated_at)"};
inline constexpr pg::Statement kPutDispute{"billing.put_dispute", R"(
  INSERT INTO stripe_disputes
    (stripe_dispute_id, order_id, amount_cents, currency, status, reason, created_at, updated_at)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $7)
  ON CONFLICT (stripe_dispute_id) DO UPDATE SET
    status = excluded.status, updated_at = excluded.updated_at)"};

}  // namespace keys::billing
