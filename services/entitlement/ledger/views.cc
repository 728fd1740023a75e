#include "services/entitlement/ledger/views.h"

#include "common/time/proto_time.h"
#include "services/entitlement/domain/decide_access.h"

namespace keys::entitlement {

v1::EntitlementView ViewOf(const Grant& grant, const catalog::v1::KeyForSale* key, absl::Time now) {
  v1::EntitlementView view;
  view.set_id(grant.id);
  view.set_key_id(grant.key_id);
  view.set_status(StatusOfGrant(grant, now));
  view.set_source(grant.source);
  view.set_tenant_id(grant.tenant.id);
  view.set_tenant_type(grant.tenant.type);
  *view.mutable_starts_at() = ToProto(grant.starts_at);
  if (grant.ends_at.has_value()) *view.mutable_expires_at() = ToProto(*grant.ends_at);
  if (const error::Reason reason = WhyNot(grant, now); reason != 0) {
    view.set_reason(error::CodeOf(reason));
  }
  if (key != nullptr) {
    view.set_pack_slug(key->slug());
    view.set_pack_title(key->title());
    view.set_version(key->version());
  }
  return view;
}

v1::AccessFact ViewOf(const Fact& fact) {
  v1::AccessFact view;
  view.set_id(fact.id);
  view.set_kind(FactWord(fact.kind));
  view.set_source(fact.grant.source);
  if (const auto reason = ReasonWord(fact.grant.standing)) view.set_reason(*reason);
  *view.mutable_occurred_at() = ToProto(fact.occurred_at);
  *view.mutable_recorded_at() = ToProto(fact.recorded_at);
  view.set_tenant_id(fact.grant.tenant.id);
  view.set_tenant_type(fact.grant.tenant.type);
  view.set_grant_id(fact.grant.id);
  return view;
}

}  // namespace keys::entitlement
