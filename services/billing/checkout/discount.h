// Answers what a bundle costs the caller now, line by line, with the same quote that checkout would
// charge.
//
// The answer is 200 with alreadyOwned and finalPrice 0 when every KEY is owned. Thread-safe.
#pragma once

#include "absl/status/statusor.h"
#include "common/pg/pool.h"
#include "common/rpc/call.h"
#include "services/billing/checkout/quoting.h"
#include "services/billing/orders/tenancy.h"

namespace keys::billing {

class Discount {
 public:
  struct Parts {
    pg::Pool& pool;
    const Quoting& quoting;
    const Tenancy& tenancy;
  };
  explicit Discount(Parts parts) : parts_(parts) {}

  absl::StatusOr<v1::GetDiscountResponse> Get(rpc::Call& call,
                                              const v1::GetDiscountRequest& request);

 private:
  const Parts parts_;
};

}  // namespace keys::billing
