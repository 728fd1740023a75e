// Catalog, entitlement and analytics for tests as billing sees them, with state and verbs of their
// own. Thread-safe.
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "absl/synchronization/mutex.h"
#include "common/error/error.h"
#include "services/analytics/client.h"
#include "services/catalog/client.h"
#include "services/entitlement/client.h"

namespace keys::billing::testing {

class FakeCatalog final : public catalog::CatalogClient {
 public:
  // A published, available KEY; change the returned one to taste before it is asked for.
  catalog::v1::KeyForSale& AddKey(const std::string& id, const std::string& slug, int64_t price) {
    catalog::v1::KeyForSale& key = keys_[slug];
    key.set_id(id);
    key.set_slug(slug);
    key.set_title("KEY " + slug);
    key.set_price_cents(price);
    key.set_currency("usd");
    key.set_available(true);
    key.set_status("published");
    return key;
  }
  catalog::v1::KeyForSale& Key(const std::string& slug) { return keys_.at(slug); }

  void AddBundle(const std::string& id, const std::string& slug, int64_t price,
                 const std::vector<std::string>& key_slugs) {
    catalog::v1::BundleForSale& bundle = bundles_[slug];
    bundle.set_id(id);
    bundle.set_slug(slug);
    bundle.set_title("Bundle " + slug);
    bundle.set_price_cents(price);
    bundle.set_currency("usd");
    bundle_keys_[slug] = key_slugs;
  }
  catalog::v1::BundleForSale& Bundle(const std::string& slug) { return bundles_.at(slug); }

  absl::StatusOr<catalog::v1::BatchGetKeysResponse> BatchGetKeys(
      const catalog::v1::BatchGetKeysRequest& request, const rpc::Outgoing&) override {
    catalog::v1::BatchGetKeysResponse response;
    for (const std::string& name : request.keys()) {
      for (const auto& [slug, key] : keys_) {
        if (slug == name || key.id() == name) *response.add_keys() = key;
      }
    }
    return response;
  }
  absl::StatusOr<catalog::v1::GetBundleForSaleResponse> GetBundleForSale(
      const catalog::v1::GetBundleForSaleRequest& request, const rpc::Outgoing&) override {
    for (const auto& [slug, bundle] : bundles_) {
      if (slug != request.bundle() && bundle.id() != request.bundle()) continue;
      catalog::v1::GetBundleForSaleResponse response;
      *response.mutable_bundle() = bundle;
      for (const std::string& key : bundle_keys_.at(slug)) {
        *response.mutable_bundle()->add_keys() = keys_.at(key);
      }
      return response;
    }
    return error::Make(error::Reason::NOT_FOUND, "There is no such bundle.");
  }
  absl::StatusOr<catalog::v1::ResolveVersionResponse> ResolveVersion(
      const catalog::v1::ResolveVersionRequest&, const rpc::Outgoing&) override {
    return absl::UnimplementedError("billing never asks");
  }
  absl::StatusOr<catalog::v1::ListCandidatesResponse> ListCandidates(
      const catalog::v1::ListCandidatesRequest&, const rpc::Outgoing&) override {
    catalog::v1::ListCandidatesResponse response;
    for (const auto& [slug, key] : keys_) {
      if (key.status() == "published") response.add_candidates()->set_id(key.id());
    }
    return response;
  }
  absl::StatusOr<catalog::v1::ListBundlesResponse> ListBundles(
      const catalog::v1::ListBundlesRequest&, const rpc::Outgoing&) override {
    catalog::v1::ListBundlesResponse response;
    for (const auto& [slug, bundle] : bundles_) {
      auto& listed = *response.add_bundles();
      listed.set_id(bundle.id());
      listed.set_slug(slug);
      listed.set_title(bundle.title());
      listed.set_price_cents(bundle.price_cents());
      listed.set_currency(bundle.currency());
    }
    return response;
  }

 private:
  std::map<std::string, catalog::v1::KeyForSale> keys_;
  std::map<std::string, catalog::v1::BundleForSale> bundles_;
  std::map<std::string, std::vector<std::string>> bundle_keys_;
};

// Keeps the highest revision of each order, as the real one does.
class FakeEntitlement final : public entitlement::EntitlementClient {
 public:
  void SetReachable(bool reachable) {
    absl::MutexLock lock(&mutex_);
    reachable_ = reachable;
  }
  // The next `count` orders cannot be applied; questions are answered all the same.
  void FailNextApply(int count) {
    absl::MutexLock lock(&mutex_);
    failing_ = count;
  }
  void AddMember(const std::string& user_id, const std::string& org_id, const std::string& role) {
    absl::MutexLock lock(&mutex_);
    auto& membership = *members_[user_id].add_memberships();
    membership.mutable_tenant()->set_id(org_id);
    membership.mutable_tenant()->set_type("org");
    membership.set_role(role);
  }
  // A gift: a grant without an order.
  void Give(const std::string& tenant_id, const std::string& key_id) {
    absl::MutexLock lock(&mutex_);
    entitlement::v1::StandingGrant grant;
    grant.set_key_id(key_id);
    grant.set_source("gift");
    gifts_[tenant_id].push_back(grant);
  }
  // A grant without an order that ends.
  void Lend(const std::string& tenant_id, const std::string& key_id, int64_t end_seconds) {
    absl::MutexLock lock(&mutex_);
    entitlement::v1::StandingGrant grant;
    grant.set_key_id(key_id);
    grant.set_source("manual");
    grant.mutable_ends_at()->set_seconds(end_seconds);
    gifts_[tenant_id].push_back(grant);
  }
  // Revokes or transfers by hand what the order gave.
  void Take(const std::string& order_id) {
    absl::MutexLock lock(&mutex_);
    taken_.insert(order_id);
  }
  // KEY ids the tenant has access to by orders, with their standing, as last applied.
  std::map<std::string, event::v1::Standing> StandingsOf(const std::string& tenant_id) {
    absl::MutexLock lock(&mutex_);
    std::map<std::string, event::v1::Standing> standings;
    for (const auto& [id, access] : orders_) {
      if (access.tenant().id() != tenant_id) continue;
      for (const auto& grant : access.grants()) {
        if (grant.standing() == event::v1::STANDING_UNSPECIFIED) continue;
        auto& standing = standings[grant.key_id()];
        if (standing != event::v1::STANDING_ACTIVE) standing = grant.standing();
      }
    }
    return standings;
  }
  event::v1::OrderAccess AccessOf(const std::string& order_id) {
    absl::MutexLock lock(&mutex_);
    return orders_[order_id];
  }

  absl::StatusOr<entitlement::v1::ApplyOrderAccessResponse> ApplyOrderAccess(
      const entitlement::v1::ApplyOrderAccessRequest& request, const rpc::Outgoing&) override {
    absl::MutexLock lock(&mutex_);
    if (!reachable_ || failing_ > 0) {
      failing_ -= failing_ > 0 ? 1 : 0;
      return Away();
    }
    event::v1::OrderAccess& known = orders_[request.access().order_id()];
    entitlement::v1::ApplyOrderAccessResponse response;
    response.set_applied(request.access().revision() > known.revision());
    if (response.applied()) known = request.access();
    return response;
  }
  absl::StatusOr<entitlement::v1::ListStandingGrantsResponse> ListStandingGrants(
      const entitlement::v1::ListStandingGrantsRequest& request, const rpc::Outgoing&) override {
    absl::MutexLock lock(&mutex_);
    if (!reachable_) return Away();
    entitlement::v1::ListStandingGrantsResponse response;
    for (const auto& grant : gifts_[request.tenant().id()]) *response.add_grants() = grant;
    for (const auto& [id, access] : orders_) {
      if (access.tenant().id() != request.tenant().id() || taken_.count(id) > 0) continue;
      for (const auto& grant : access.grants()) {
        if (grant.standing() != event::v1::STANDING_ACTIVE) continue;
        auto& standing = *response.add_grants();
        standing.set_key_id(grant.key_id());
        standing.set_order_id(id);
        standing.set_order_line_id(grant.order_line_id());
        standing.set_source(access.source());
      }
    }
    return response;
  }
  absl::StatusOr<entitlement::v1::ListTenantsResponse> ListTenants(
      const entitlement::v1::ListTenantsRequest& request, const rpc::Outgoing&) override {
    absl::MutexLock lock(&mutex_);
    if (!reachable_) return Away();
    return members_[request.user_id()];
  }
  absl::StatusOr<entitlement::v1::GetUserAccessResponse> GetUserAccess(
      const entitlement::v1::GetUserAccessRequest&, const rpc::Outgoing&) override {
    return absl::UnimplementedError("billing never asks");
  }

 private:
  static absl::Status Away() {
    return error::Make(error::Reason::UNAVAILABLE, "Entitlement is away.");
  }
  absl::Mutex mutex_;
  bool reachable_ = true;
  int failing_ = 0;
  std::map<std::string, event::v1::OrderAccess> orders_;
  std::set<std::string> taken_;
  std::map<std::string, std::vector<entitlement::v1::StandingGrant>> gifts_;
  std::map<std::string, entitlement::v1::ListTenantsResponse> members_;
};

class FakeAnalytics final : public analytics::AnalyticsClient {
 public:
  std::vector<event::v1::AnalyticsEvent> Events() {
    absl::MutexLock lock(&mutex_);
    std::vector<event::v1::AnalyticsEvent> events;
    for (const auto& [id, event] : events_) events.push_back(event);
    return events;
  }
  absl::StatusOr<analytics::v1::RecordEventsResponse> RecordEvents(
      const analytics::v1::RecordEventsRequest& request, const rpc::Outgoing&) override {
    absl::MutexLock lock(&mutex_);
    analytics::v1::RecordEventsResponse response;
    for (const auto& event : request.events()) {
      response.set_stored(response.stored() +
                          (events_.emplace(event.event_id(), event).second ? 1 : 0));
    }
    return response;
  }
  absl::StatusOr<analytics::v1::GetPopularityResponse> GetPopularity(
      const analytics::v1::GetPopularityRequest&, const rpc::Outgoing&) override {
    return absl::UnimplementedError("billing never asks");
  }

 private:
  absl::Mutex mutex_;
  std::map<std::string, event::v1::AnalyticsEvent> events_;
};

}  // namespace keys::billing::testing
