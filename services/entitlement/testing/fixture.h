// Shared by the tests of entitlement: a database, a clock that a test sets, a catalog and an
// analytics service in memory, and functions to arrange tests.
#pragma once

#include <catch2/catch.hpp>
#include <map>
#include <mutex>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "common/base/text.h"
#include "common/error/error.h"
#include "common/id/id.h"
#include "common/metrics/metrics.h"
#include "common/pg/transaction.h"
#include "common/testing/test_database.h"
#include "common/time/clock.h"
#include "common/time/proto_time.h"
#include "common/time/rfc3339.h"
#include "services/analytics/client.h"
#include "services/catalog/client.h"
#include "services/entitlement/grants/order_grants.h"

namespace keys::entitlement {

using error::Reason;
using error::ReasonOf;
using testing::Soon;

inline constexpr char kAlice[] = "a1111111-1111-7111-8111-111111111111";
inline constexpr char kBob[] = "b2222222-2222-7222-8222-222222222222";
inline constexpr char kOrg[] = "0c333333-3333-7333-8333-333333333333";
inline constexpr char kOtherOrg[] = "0d444444-4444-7444-8444-444444444444";

// KEYS with versions, of which the last one is the latest. Slugs "key-a" … have ids that end in
// their letter.
class FakeCatalog final : public catalog::CatalogClient {
 public:
  static std::string IdOf(const std::string& slug) {
    return StrCat("00000000-0000-7000-9000-00000000000", slug.substr(slug.size() - 1));
  }
  std::string AddKey(const std::string& slug, std::vector<std::string> versions = {"1.0.0"}) {
    AddKeyWithId(IdOf(slug), slug, std::move(versions));
    return IdOf(slug);
  }
  void AddKeyWithId(const std::string& id, const std::string& slug,
                    std::vector<std::string> versions = {"1.0.0"}) {
    slugs_[id] = slug;
    versions_[id] = std::move(versions);
  }
  // From now on the KEY is sold singly.
  void SetPrice(const std::string& slug, int64_t cents) { prices_[IdOf(slug)] = cents; }
  // Sets the contents of a bundle on sale. Without KEYS it is off sale.
  void SetBundle(const std::string& bundle_id, const std::vector<std::string>& key_ids) {
    bundles_[bundle_id] = key_ids;
  }
  void SetDraft(const std::string& slug) { drafts_.insert(IdOf(slug)); }
  void Break(absl::Status status) { status_ = std::move(status); }

  absl::StatusOr<catalog::v1::BatchGetKeysResponse> BatchGetKeys(
      const catalog::v1::BatchGetKeysRequest& request, const rpc::Outgoing&) override {
    if (!status_.ok()) return status_;
    catalog::v1::BatchGetKeysResponse response;
    for (const std::string& key : request.keys()) {
      const auto found = Find(key);
      if (found == slugs_.end()) continue;
      auto& out = *response.add_keys();
      out.set_id(found->first);
      out.set_slug(found->second);
      out.set_title(StrCat("Title of ", found->second));
      out.set_status(drafts_.count(found->first) > 0 ? "draft" : "published");
      out.set_version(versions_[found->first].back());
      out.set_available(true);
      if (prices_.count(found->first) > 0) out.set_price_cents(prices_[found->first]);
    }
    return response;
  }
  absl::StatusOr<catalog::v1::ResolveVersionResponse> ResolveVersion(
      const catalog::v1::ResolveVersionRequest& request, const rpc::Outgoing&) override {
    if (!status_.ok()) return status_;
    const auto found = Find(request.key());
    if (found == slugs_.end()) return error::Make(Reason::NOT_FOUND, "There is no such KEY.");
    const auto& versions = versions_[found->first];
    const bool latest = request.version().empty() || request.version() == "latest";
    const std::string version = latest ? versions.back() : request.version();
    if (std::find(versions.begin(), versions.end(), version) == versions.end()) {
      return error::Make(Reason::VERSION_UNKNOWN, "There is no such version.");
    }
    catalog::v1::ResolveVersionResponse response;
    response.set_key_id(found->first);
    response.set_slug(found->second);
    response.set_version(version);
    response.set_version_id(StrCat(found->first, "@", version));
    response.set_sha256(StrCat("sha of ", found->second, "@", version));
    response.set_size_bytes(1234);
    response.set_storage_path(StrCat("keys/node/", found->second, "/", version, "/key.zip"));
    return response;
  }

  absl::StatusOr<catalog::v1::GetBundleForSaleResponse> GetBundleForSale(
      const catalog::v1::GetBundleForSaleRequest&, const rpc::Outgoing&) override {
    return absl::UnimplementedError("entitlement asks for no bundle");
  }
  absl::StatusOr<catalog::v1::ListBundlesResponse> ListBundles(
      const catalog::v1::ListBundlesRequest&, const rpc::Outgoing&) override {
    if (!status_.ok()) return status_;
    catalog::v1::ListBundlesResponse response;
    for (const auto& [id, key_ids] : bundles_) {
      if (key_ids.empty()) continue;
      auto& bundle = *response.add_bundles();
      bundle.set_id(id);
      for (const std::string& key_id : key_ids) bundle.add_key_ids(key_id);
    }
    return response;
  }
  absl::StatusOr<catalog::v1::ListCandidatesResponse> ListCandidates(
      const catalog::v1::ListCandidatesRequest&, const rpc::Outgoing&) override {
    return absl::UnimplementedError("entitlement asks for no candidates");
  }

 private:
  std::map<std::string, std::string>::const_iterator Find(const std::string& key) const {
    return slugs_.find(slugs_.count(key) > 0 || key.empty() ? key : IdOf(key));
  }
  std::map<std::string, std::string> slugs_;  // by id
  std::map<std::string, std::vector<std::string>> versions_;
  std::set<std::string> drafts_;
  std::map<std::string, int64_t> prices_;
  std::map<std::string, std::vector<std::string>> bundles_;
  absl::Status status_;
};

class FakeAnalytics final : public analytics::AnalyticsClient {
 public:
  absl::StatusOr<analytics::v1::RecordEventsResponse> RecordEvents(
      const analytics::v1::RecordEventsRequest& request, const rpc::Outgoing&) override {
    for (const auto& event : request.events()) events[event.event_id()] = event;
    return analytics::v1::RecordEventsResponse();
  }
  absl::StatusOr<analytics::v1::GetPopularityResponse> GetPopularity(
      const analytics::v1::GetPopularityRequest&, const rpc::Outgoing&) override {
    return absl::UnimplementedError("entitlement asks for no popularity");
  }
  std::map<std::string, event::v1::AnalyticsEvent> events;
};

struct Fixture {
  testing::TestDatabase database;
  pg::Pool pool{{.conninfo = database.ConninfoFor("keys_entitlement"), .name = "test"}};
  FakeClock clock;
  SequenceIdSource ids;
  metrics::Registry metrics;
  FakeCatalog catalog;
  OrderGrants orders{pool, clock, ids, metrics};

  static rpc::Call CallOf(rpc::Caller caller) {
    return rpc::Call({.caller = std::move(caller),
                      .deadline = Soon(),
                      .request_id = "request-1",
                      .peer = "gateway"});
  }
  static rpc::Call As(const std::string& user_id) { return CallOf({.user_id = user_id}); }
  static rpc::Call AsService() { return rpc::Call({.deadline = Soon(), .peer = "billing"}); }

  struct Line {
    std::string key_id;
    event::v1::Standing standing = event::v1::STANDING_ACTIVE;
  };
  // Makes an order's snapshot with one line for each KEY. Orders are named by one hexadecimal
  // digit.
  event::v1::OrderAccess Order(char order, int64_t revision, const std::vector<Line>& lines,
                               const Tenant& tenant = {kAlice, "user"}) {
    event::v1::OrderAccess access;
    access.set_order_id(OrderId(order));
    access.set_revision(revision);
    access.mutable_tenant()->set_id(tenant.id);
    access.mutable_tenant()->set_type(tenant.type);
    access.set_user_id(kAlice);
    access.set_source("order_line");
    access.set_cause("order.paid");
    *access.mutable_occurred_at() = ToProto(clock.Now());
    for (const Line& line : lines) {
      auto& grant = *access.add_grants();
      grant.set_order_line_id(StrCat("line of ", line.key_id));
      grant.set_key_id(line.key_id);
      grant.set_standing(line.standing);
    }
    return access;
  }
  static std::string OrderId(char order) {
    return StrCat("00000000-0000-7000-a000-00000000000", std::string(1, order));
  }
  absl::StatusOr<bool> TryApply(const event::v1::OrderAccess& access) {
    v1::ApplyOrderAccessRequest request;
    *request.mutable_access() = access;
    rpc::Call call = AsService();
    auto response = orders.Apply(call, request);
    if (!response.ok()) return response.status();
    return response->applied();
  }
  bool Apply(const event::v1::OrderAccess& access) {
    const auto applied = TryApply(access);
    INFO(applied.status().ToString());
    REQUIRE(applied.ok());
    return *applied;
  }

  void AddMember(const std::string& org, const std::string& user, const std::string& role) {
    database.Run(StrCat("INSERT INTO organizations (id, name, created_at, updated_at) VALUES ('",
                        org, "', 'org', '2026-01-01Z', '2026-01-01Z') ON CONFLICT DO NOTHING"));
    database.Run(StrCat(
        "INSERT INTO organization_members (id, org_id, user_id, role, created_at, updated_at) "
        "VALUES ('",
        ids.NewUuid(), "', '", org, "', '", user, "', '", role,
        "', '2026-01-01Z', '2026-01-01Z')"));
  }
  void RemoveMember(const std::string& org, const std::string& user) {
    database.Run(StrCat("DELETE FROM organization_members WHERE org_id = '", org,
                        "' AND user_id = '", user, "'"));
  }

  struct PastDownload {
    std::string user_id, key_id;
    Tenant tenant;
    std::string version = "1.0.0", ip_hash = "", user_agent = "";
  };
  // Puts the audit row of a download that took place now.
  void AddDownload(const PastDownload& of) {
    database.Run(StrCat(
        "INSERT INTO marketplace_download_events (id, tenant_id, tenant_type, grant_id, user_id, "
        "key_id, version, sha256, ip_hash, user_agent, request_id, created_at) VALUES ('",
        ids.NewUuid(), "', '", of.tenant.id, "', '", of.tenant.type, "', '", ids.NewUuid(), "', '",
        of.user_id, "', '", of.key_id, "', '", of.version, "', '', '", of.ip_hash, "', '",
        of.user_agent, "', '', '", FormatRfc3339(clock.Now()), "')"));
  }

  struct CountRow {
    int64_t rows = 0;
  };
  int64_t Count(const std::string& from) {
    auto db = pool.Acquire(Soon());
    REQUIRE(db.ok());
    const std::string sql = StrCat("SELECT count(*) FROM ", from);
    const std::string name = StrCat("test.count_", ++counts_);
    const auto row = db->QueryOne<CountRow>(pg::Statement{name, sql});
    REQUIRE(row.ok());
    return (*row)->rows;
  }

 private:
  int counts_ = 0;
};

}  // namespace keys::entitlement
