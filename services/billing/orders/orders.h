// Reads orders: the caller's own, those of organisations that the caller runs, and all of them for
// administrators.
//
// An order of somebody else is NOT_FOUND. Newest first, by signed cursors. Thread-safe.
#pragma once

#include <functional>
#include <vector>

#include "absl/status/statusor.h"
#include "common/page/cursor.h"
#include "common/pg/pool.h"
#include "common/rpc/call.h"
#include "common/time/clock.h"
#include "services/billing/orders/order_store.h"
#include "services/billing/orders/tenancy.h"

namespace keys::billing {

class Orders {
 public:
  struct Parts {
    pg::Pool& pool;
    const OrderStore& orders;
    const Tenancy& tenancy;
    const page::CursorCodec& cursors;
    const Clock& clock;
    // Called with the id of an open order that its buyer is looking at, because it may just have
    // been paid.
    std::function<void(const std::string&)> on_waiting_buyer = [](const std::string&) {};
  };
  explicit Orders(Parts parts) : parts_(std::move(parts)) {}

  absl::StatusOr<v1::ListOrdersResponse> List(rpc::Call& call,
                                              const v1::ListOrdersRequest& request);
  absl::StatusOr<v1::GetOrderResponse> Get(rpc::Call& call, const v1::GetOrderRequest& request);
  absl::StatusOr<v1::ListOrdersResponse> ListAll(rpc::Call& call,
                                                 const v1::ListAllOrdersRequest& request);
  absl::StatusOr<v1::GetOrderResponse> GetAny(rpc::Call& call, const v1::GetOrderRequest& request);

 private:
  absl::StatusOr<v1::ListOrdersResponse> ToPage(pg::Executor& db, std::vector<StoredOrder> orders,
                                                int limit, const std::string& fingerprint) const;
  absl::StatusOr<StoredOrder> Find(pg::Executor& db, const std::string& id) const;
  absl::StatusOr<v1::GetOrderResponse> Show(pg::Executor& db, const StoredOrder& order) const;

  const Parts parts_;
};

}  // namespace keys::billing
