#include "services/billing/checkout/tenant_gate.h"

#include <catch2/catch.hpp>
#include <optional>

#include "common/error/error.h"

namespace keys::billing {
namespace {

TEST_CASE("a tenant has its places and no more; its neighbour has its own") {
  TenantGate gate(2);
  std::optional<TenantGate::Place> first = gate.Enter("greedy");
  const TenantGate::Place second = gate.Enter("greedy");
  CHECK(first->taken());
  CHECK(second.taken());
  CHECK_FALSE(gate.Enter("greedy").taken());
  CHECK(gate.Enter("neighbour").taken());
  CHECK(gate.Enter("neighbour").taken());
  first.reset();
  CHECK(gate.Enter("greedy").taken());
  CHECK(error::ReasonOf(TenantGate::Refuse()) == error::Reason::RATE_LIMITED);
}

TEST_CASE("a place that was refused takes nobody's") {
  TenantGate gate(1);
  {
    const TenantGate::Place taken = gate.Enter("a");
    for (int i = 0; i < 3; ++i) CHECK_FALSE(gate.Enter("a").taken());
  }
  CHECK(gate.Enter("a").taken());
}

}  // namespace
}  // namespace keys::billing
