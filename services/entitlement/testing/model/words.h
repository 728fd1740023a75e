// Makes the ledger's ids from a history's numbers, for tests.
#pragma once

#include <cstdio>
#include <cstdlib>
#include <string>

#include "keys/event/v1/facts.pb.h"
#include "services/entitlement/domain/grant.h"
#include "services/entitlement/testing/model/history.h"

namespace keys::entitlement::model {

// `kind` distinguishes ids of different things, and `history` those of different histories.
inline std::string IdOf(int kind, int64_t history, int number) {
  char text[37];
  std::snprintf(text, sizeof text, "%08x-%04x-7000-8000-%012llx", static_cast<unsigned>(number),
                static_cast<unsigned>(kind), static_cast<unsigned long long>(history));
  return text;
}
inline Tenant TenantOf(int64_t history, int tenant) {
  return {IdOf(1, history, tenant), tenant == 2 ? "org" : "user"};
}
inline std::string OrderOf(int64_t history, int order) { return IdOf(2, history, order); }
inline std::string KeyOf(int key) { return IdOf(3, 0, key); }
inline std::string LineOf(int line) { return "line " + std::to_string(line); }

inline event::v1::OrderAccess SnapshotOf(int64_t history, const Delivery& delivery) {
  event::v1::OrderAccess access;
  const Tenant tenant = TenantOf(history, delivery.order);
  access.set_order_id(OrderOf(history, delivery.order));
  access.set_revision(delivery.revision);
  access.mutable_tenant()->set_id(tenant.id);
  access.mutable_tenant()->set_type(tenant.type);
  access.set_user_id(TenantOf(history, 0).id);
  access.set_source("order_line");
  access.set_cause("model");
  access.mutable_occurred_at()->set_seconds(1);
  for (const auto& [line, standing] : delivery.lines) {
    auto& grant = *access.add_grants();
    grant.set_order_line_id(LineOf(line));
    grant.set_key_id(KeyOf(line));
    grant.set_standing(static_cast<event::v1::Standing>(standing));
  }
  return access;
}

// Returns KEYS_TEST_SEED, else a fixed seed.
inline uint64_t Seed() {
  const char* text = std::getenv("KEYS_TEST_SEED");
  return text == nullptr ? 20261123 : std::strtoull(text, nullptr, 10);
}

// Returns the number of histories: `all` with KEYS_TEST_SCALE=all, else one in a hundred.
inline int64_t Scaled(int64_t all) {
  const char* scale = std::getenv("KEYS_TEST_SCALE");
  return scale != nullptr && std::string(scale) == "all" ? all : all / 100;
}

}  // namespace keys::entitlement::model
