// A catalog over a database of its own, with short functions to arrange tests.
#pragma once

#include <catch2/catch.hpp>
#include <string>

#include "common/testing/test_database.h"
#include "services/catalog/bundles.h"
#include "services/catalog/key_admin.h"
#include "services/catalog/keys.h"
#include "services/catalog/pricing_file.h"
#include "services/catalog/publishing.h"
#include "services/catalog/sales.h"

namespace keys::catalog {

template <typename T>
T Must(absl::StatusOr<T> result) {
  INFO(result.status().ToString());
  REQUIRE(result.ok());
  return *std::move(result);
}

inline constexpr char kUser[] = "0b8f1c9e-0000-4000-8000-0000000000aa";

inline rpc::Call CallOf(rpc::Call::Parts parts) {
  parts.deadline = testing::Soon();
  parts.request_id = "test";
  return rpc::Call(std::move(parts));
}
inline rpc::Call Anyone() { return CallOf({}); }
inline rpc::Call SignedIn() { return CallOf({.caller = {.user_id = kUser}}); }
inline rpc::Call Admin(std::string if_match = "", std::string idempotency_key = "") {
  return CallOf({.caller = {.user_id = kUser, .admin = true},
                 .idempotency_key = std::move(idempotency_key),
                 .if_match = std::move(if_match)});
}

// Makes a node KEY with bytes, whose digest follows from slug and version.
v1::Asset NodeAsset(const std::string& slug, const std::string& version = "1.0.0");
// Makes the same without bytes, as a catalogue lists it.
v1::Asset ListedAsset(const std::string& slug, const std::string& version = "1.0.0");

struct World {
  World();

  v1::PublishVersionResponse Publish(const v1::Asset& asset);
  // Publishes a KEY and prices it.
  std::string Sell(const std::string& slug, int64_t cents);
  v1::KeyDetail Detail(const std::string& slug);
  v1::ListKeysResponse List(const v1::ListKeysRequest& request = {});
  v1::PutBundleRequest BundleOf(const std::string& slug, int64_t cents,
                                const std::vector<std::string>& key_slugs);
  int64_t Revision();
  int64_t Count(const std::string& table);

  testing::TestDatabase database;
  pg::Pool pool{{.conninfo = database.ConninfoFor("keys_catalog"), .name = "keys-catalog"}};
  FakeClock clock;
  UuidV7Source ids{clock};
  money::CurrencyTable currencies = *money::CurrencyTable::Make("");
  page::CursorCodec cursors{"0123456789abcdef0123456789abcdef"};
  audit::Log audit{"catalog"};
  idempotency::Store answers{"catalog"};
  Parts parts{.pool = pool,
              .clock = clock,
              .ids = ids,
              .currencies = currencies,
              .cursors = cursors,
              .audit = audit,
              .answers = answers};
  RelatedBook related{database.ConninfoFor("keys_catalog")};
  Keys keys{parts, related};
  Bundles bundles{parts};
  KeyAdmin key_admin{parts, related};
  Publishing publishing{parts};
  PricingFile pricing_file{parts};
  Sales sales{parts};
};

}  // namespace keys::catalog
