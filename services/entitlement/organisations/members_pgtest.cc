#include "services/entitlement/ledger/access_store.h"
#include "services/entitlement/organisations/members.h"
#include "services/entitlement/testing/fixture.h"

namespace keys::entitlement {
namespace {

struct Shop : Fixture {
  Members members{pool, clock, ids};

  static rpc::Call AsAdmin() { return CallOf({.user_id = kBob, .admin = true}); }
  absl::StatusOr<v1::PutMemberResponse> Put(const std::string& org, const std::string& user,
                                            const std::string& role, rpc::Call call = AsAdmin()) {
    v1::PutMemberRequest request;
    request.set_id(org);
    request.set_user_id(user);
    request.set_role(role);
    return members.Put(call, request);
  }
  absl::StatusOr<v1::DeleteMemberResponse> Delete(const std::string& org, const std::string& user,
                                                  rpc::Call call = AsAdmin()) {
    v1::DeleteMemberRequest request;
    request.set_id(org);
    request.set_user_id(user);
    return members.Delete(call, request);
  }
  std::vector<std::string> KeysOfAlice() {
    auto db = pool.Acquire(Soon());
    return access::AccessSet(*db, {.user_id = kAlice}, clock.Now()).value();
  }
};

TEST_CASE("a member uses what the organisation has, from joining to leaving") {
  Shop f;
  const std::string own = FakeCatalog::IdOf("key-a"), shared = FakeCatalog::IdOf("key-b");
  f.Apply(f.Order('1', 1, {{own}}));
  f.Apply(f.Order('2', 1, {{shared}}, {kOrg, "org"}));
  CHECK(f.KeysOfAlice() == std::vector<std::string>{own});
  for (int i = 0; i < 3; ++i) {
    const auto joined = f.Put(kOrg, kAlice, "member");
    REQUIRE(joined.ok());
    CHECK(joined->member().org_id() == kOrg);
    CHECK(joined->member().user_id() == kAlice);
    CHECK(joined->member().role() == "member");
    CHECK(f.KeysOfAlice() == std::vector<std::string>{own, shared});
    const auto left = f.Delete(kOrg, kAlice);
    REQUIRE(left.ok());
    CHECK(left->member().role() == "member");
    CHECK(f.KeysOfAlice() == std::vector<std::string>{own});
  }
  CHECK(f.Count("organizations") == 1);
  CHECK(f.Count("entitlement_audit WHERE action = 'member.put'") == 3);
  CHECK(f.Count("entitlement_audit WHERE action = 'member.delete' AND actor <> ''") == 3);
}

TEST_CASE("a role is changed in place, and saying the same again changes nothing") {
  Shop f;
  REQUIRE(f.Put(kOrg, kAlice, "member").ok());
  REQUIRE(f.Put(kOrg, kAlice, "owner").ok());
  REQUIRE(f.Put(kOrg, "A1111111-1111-7111-8111-111111111111", "owner").ok());
  CHECK(f.Count("organization_members WHERE role = 'owner'") == 1);
  CHECK(f.Count("organization_members") == 1);
  CHECK(f.Count("entitlement_audit") == 2);
}

TEST_CASE("an organisation keeps its name when a member joins") {
  Shop f;
  f.AddMember(kOrg, kBob, "owner");
  REQUIRE(f.Put(kOrg, kAlice, "admin").ok());
  CHECK(f.Count("organizations WHERE name = 'org'") == 1);
  CHECK(f.Count("organization_members") == 2);
}

TEST_CASE("who is no member cannot be taken out, and everything wrong is told at once") {
  Shop f;
  CHECK(ReasonOf(f.Delete(kOrg, kAlice).status()) == Reason::NOT_FOUND);
  CHECK(ReasonOf(f.Delete("17", kAlice).status()) == Reason::NOT_FOUND);
  CHECK(f.Count("entitlement_audit") == 0);
  const auto detail = error::DetailOf(f.Put("17", "x", "king").status());
  REQUIRE(detail.has_value());
  CHECK(detail->violations_size() == 3);
}

TEST_CASE("an administrator neither removes nor demotes the last owner") {
  Shop f;
  REQUIRE(f.Put(kOrg, kAlice, "owner").ok());
  CHECK(ReasonOf(f.Delete(kOrg, kAlice).status()) == Reason::LAST_OWNER);
  for (const char* role : {"admin", "member"}) {
    CHECK(ReasonOf(f.Put(kOrg, kAlice, role).status()) == Reason::LAST_OWNER);
  }
  CHECK(f.Count("organization_members WHERE role = 'owner'") == 1);
  CHECK(f.Count("entitlement_audit") == 1);
  REQUIRE(f.Put(kOrg, kBob, "owner").ok());
  CHECK(f.Put(kOrg, kAlice, "member").ok());
  CHECK(f.Delete(kOrg, kAlice).ok());
  CHECK(ReasonOf(f.Delete(kOrg, kBob).status()) == Reason::LAST_OWNER);
}

TEST_CASE("only administrators say who belongs to an organisation") {
  Shop f;
  REQUIRE(f.Put(kOrg, kAlice, "owner").ok());
  CHECK(ReasonOf(f.Put(kOrg, kBob, "member", f.As(kAlice)).status()) == Reason::NOT_ADMIN);
  CHECK(ReasonOf(f.Delete(kOrg, kAlice, f.As(kAlice)).status()) == Reason::NOT_ADMIN);
  CHECK(ReasonOf(f.Put(kOrg, kBob, "member", f.CallOf({})).status()) == Reason::UNAUTHENTICATED);
}

}  // namespace
}  // namespace keys::entitlement
