#include "services/billing/orders.h"

#include <algorithm>

#include "absl/strings/numbers.h"
#include "common/base/status_macros.h"
#include "common/base/text.h"
#include "common/error/error.h"
#include "common/id/id.h"

namespace keys::billing {
namespace {

using error::Reason;

constexpr int kDefaultLimit = 20;
constexpr int kMaxLimit = 100;

constexpr std::string_view kStatuses[] = {
    "open", "paid", "fulfilled", "refunded", "partially_refunded", "disputed", "expired", "failed"};

absl::StatusOr<int> LimitOf(bool given, int32_t limit) {
  if (!given) return kDefaultLimit;
  if (limit >= 1 && limit <= kMaxLimit) return limit;
  return error::Invalid("?limit", "OUT_OF_RANGE", "limit is 1 to 100.");
}

absl::Status NoSuchOrder() {
  return error::Make(Reason::NOT_FOUND, "There is no such order among yours.");
}

}  // namespace

absl::StatusOr<PageStart> Orders::StartOf(const std::string& cursor,
                                          const std::string& fingerprint) const {
  PageStart start;
  if (cursor.empty()) return start;
  ASSIGN_OR_RETURN(const page::CursorState state, parts_.cursors.Decode(cursor, fingerprint));
  int64_t micros = 0;
  if (state.values.size() != 1 || !absl::SimpleAtoi(state.values[0], &micros) ||
      !IsUuid(state.id)) {
    return error::Make(Reason::INVALID_CURSOR, "The cursor does not fit this list.");
  }
  start.created_at = absl::FromUnixMicros(micros);
  start.id = state.id;
  return start;
}

absl::StatusOr<v1::ListOrdersResponse> Orders::ToPage(pg::Executor& db,
                                                      std::vector<StoredOrder> orders, int limit,
                                                      const std::string& fingerprint) const {
  v1::ListOrdersResponse response;
  const bool more = static_cast<int>(orders.size()) > limit;
  if (more) orders.resize(static_cast<std::size_t>(limit));
  std::vector<std::string> ids;
  for (const StoredOrder& order : orders) ids.push_back(order.id());
  ASSIGN_OR_RETURN(const std::vector<StoredLine> lines, parts_.orders.ListLines(db, ids));
  for (const StoredOrder& order : orders) *response.add_orders() = Complete(order, lines);
  if (more) {
    response.set_next_cursor(parts_.cursors.Encode(
        {.fingerprint = fingerprint,
         .values = {std::to_string(absl::ToUnixMicros(orders.back().created_at))},
         .id = orders.back().id()}));
  }
  return response;
}

absl::StatusOr<v1::ListOrdersResponse> Orders::List(rpc::Call& call,
                                                    const v1::ListOrdersRequest& request) {
  ASSIGN_OR_RETURN(const int limit, LimitOf(request.has_limit(), request.limit()));
  const std::string fingerprint = page::Fingerprint({"orders", call.caller().user_id});
  ASSIGN_OR_RETURN(const PageStart start, StartOf(request.cursor(), fingerprint));
  ASSIGN_OR_RETURN(const std::vector<std::string> tenants, parts_.tenancy.ReadableIds(call));
  ASSIGN_OR_RETURN(pg::Connection db, parts_.pool.Acquire(call.deadline()));
  ASSIGN_OR_RETURN(std::vector<StoredOrder> orders,
                   parts_.orders.ListOf(db, tenants, call.caller().user_id, start, limit + 1));
  return ToPage(db, std::move(orders), limit, fingerprint);
}

absl::StatusOr<v1::ListOrdersResponse> Orders::ListAll(rpc::Call& call,
                                                       const v1::ListAllOrdersRequest& request) {
  ASSIGN_OR_RETURN(const int limit, LimitOf(request.has_limit(), request.limit()));
  const bool known = std::find(std::begin(kStatuses), std::end(kStatuses), request.status()) !=
                     std::end(kStatuses);
  if (request.has_status() && !known) {
    return error::Invalid("?status", "UNKNOWN_WORD", "status is a word that orders have.");
  }
  const std::string fingerprint = page::Fingerprint({"all orders", request.status()});
  ASSIGN_OR_RETURN(const PageStart start, StartOf(request.cursor(), fingerprint));
  ASSIGN_OR_RETURN(pg::Connection db, parts_.pool.Acquire(call.deadline()));
  ASSIGN_OR_RETURN(std::vector<StoredOrder> orders,
                   parts_.orders.ListAll(db, request.status(), start, limit + 1));
  return ToPage(db, std::move(orders), limit, fingerprint);
}

absl::StatusOr<StoredOrder> Orders::Find(pg::Executor& db, const std::string& id) const {
  const auto uuid = NormalizeUuid(id);
  if (!uuid.has_value()) return NoSuchOrder();
  ASSIGN_OR_RETURN(auto order, parts_.orders.Find(db, *uuid));
  if (!order.has_value()) return NoSuchOrder();
  return *std::move(order);
}

absl::StatusOr<v1::GetOrderResponse> Orders::Show(pg::Executor& db,
                                                  const StoredOrder& order) const {
  ASSIGN_OR_RETURN(const auto lines, parts_.orders.ListLines(db, {order.id()}));
  v1::GetOrderResponse response;
  *response.mutable_order() = Complete(order, lines);
  return response;
}

absl::StatusOr<v1::GetOrderResponse> Orders::Get(rpc::Call& call,
                                                 const v1::GetOrderRequest& request) {
  std::optional<StoredOrder> order;
  {
    ASSIGN_OR_RETURN(pg::Connection db, parts_.pool.Acquire(call.deadline()));
    ASSIGN_OR_RETURN(order, Find(db, request.id()));
  }
  if (order->user_id != call.caller().user_id) {
    ASSIGN_OR_RETURN(const auto readable, parts_.tenancy.ReadableIds(call));
    if (std::find(readable.begin(), readable.end(), order->tenant.id()) == readable.end()) {
      return NoSuchOrder();
    }
  }
  if (order->open()) parts_.on_waiting_buyer(order->id());
  ASSIGN_OR_RETURN(pg::Connection db, parts_.pool.Acquire(call.deadline()));
  return Show(db, *order);
}

absl::StatusOr<v1::GetOrderResponse> Orders::GetAny(rpc::Call& call,
                                                    const v1::GetOrderRequest& request) {
  ASSIGN_OR_RETURN(pg::Connection db, parts_.pool.Acquire(call.deadline()));
  ASSIGN_OR_RETURN(const StoredOrder order, Find(db, request.id()));
  return Show(db, order);
}

}  // namespace keys::billing
