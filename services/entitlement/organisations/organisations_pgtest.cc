// Tests organisations for their members and owners over a real database.
#include <atomic>
#include <thread>

#include "services/entitlement/organisations/organisations.h"
#include "services/entitlement/testing/fixture.h"

namespace keys::entitlement {
namespace {

constexpr char kCarol[] = "c3333333-3333-7333-8333-333333333333";

struct Shop : Fixture {
  page::CursorCodec cursors{"sixteen bytes or more"};
  Organisations organisations{{.pool = pool, .clock = clock, .ids = ids, .cursors = cursors}};

  Shop() {
    AddMember(kOrg, kAlice, "owner");
    AddMember(kOrg, kBob, "member");
    AddMember(kOtherOrg, kCarol, "owner");
  }
  void Note(const std::string& user, const std::string& email) {
    rpc::Call call = CallOf({.user_id = user, .email = email});
    REQUIRE(organisations.Note(call, {}).ok());
  }
  absl::StatusOr<v1::ListMembersResponse> Members(rpc::Call call, int limit = 100,
                                                  const std::string& cursor = "") {
    v1::ListMembersRequest request;
    request.set_id(kOrg);
    request.set_limit(limit);
    if (!cursor.empty()) request.set_cursor(cursor);
    return organisations.ListMembers(call, request);
  }
  absl::StatusOr<v1::AddMemberResponse> Add(rpc::Call call, const std::string& who,
                                            const std::string& role = "member") {
    v1::AddMemberRequest request;
    request.set_id(kOrg);
    if (who.find('@') == std::string::npos) {
      request.set_user_id(who);
    } else {
      request.set_email(who);
    }
    request.set_role(role);
    return organisations.Add(call, request);
  }
  absl::StatusOr<v1::ChangeRoleResponse> Change(rpc::Call call, const std::string& user,
                                                const std::string& role) {
    v1::ChangeRoleRequest request;
    request.set_id(kOrg);
    request.set_user_id(user);
    request.set_role(role);
    return organisations.ChangeRole(call, request);
  }
  absl::StatusOr<v1::RemoveMemberResponse> Remove(rpc::Call call, const std::string& user) {
    v1::RemoveMemberRequest request;
    request.set_id(kOrg);
    request.set_user_id(user);
    return organisations.Remove(call, request);
  }
  absl::StatusOr<v1::RenameOrganisationResponse> Rename(rpc::Call call, const std::string& name) {
    v1::RenameOrganisationRequest request;
    request.set_id(kOrg);
    request.set_name(name);
    return organisations.Rename(call, request);
  }
  std::vector<std::string> Mine(rpc::Call call) {
    const auto response = organisations.List(call, {});
    REQUIRE(response.ok());
    std::vector<std::string> seen;
    for (const auto& one : response->organisations()) seen.push_back(one.name() + " " + one.role());
    return seen;
  }
};

TEST_CASE("people see the organisations they belong to, and what a trusted token adds") {
  Shop f;
  CHECK(f.Mine(f.As(kAlice)) == std::vector<std::string>{"org owner"});
  CHECK(f.Mine(f.As(kBob)) == std::vector<std::string>{"org member"});
  // Where table and token both name the person, the table decides.
  const rpc::Caller claiming{.user_id = kBob, .orgs = {{kOrg, "owner"}, {kOtherOrg, "admin"}}};
  CHECK(f.Mine(f.CallOf(claiming)) == std::vector<std::string>{"org member", "org admin"});
}

TEST_CASE("members see the members, with the e-mail address of those who are known") {
  Shop f;
  f.Note(kAlice, "alice@keys.test");
  f.Note(kAlice, "Alice@keys.test");
  const auto seen = f.Members(f.As(kBob));
  REQUIRE(seen.ok());
  REQUIRE(seen->members_size() == 2);
  CHECK(seen->members(0).user_id() == kAlice);
  CHECK(seen->members(0).email() == "Alice@keys.test");
  CHECK(seen->members(0).role() == "owner");
  CHECK_FALSE(seen->members(1).has_email());
  CHECK(f.Count("known_people") == 1);
}

TEST_CASE(
    "an organisation is not there for those who are not in it, administrators of the shop among "
    "them") {
  Shop f;
  for (const rpc::Caller& stranger :
       {rpc::Caller{.user_id = kCarol}, rpc::Caller{.user_id = kCarol, .admin = true}}) {
    CHECK(ReasonOf(f.Members(f.CallOf(stranger)).status()) == Reason::NOT_FOUND);
    CHECK(ReasonOf(f.Add(f.CallOf(stranger), kCarol).status()) == Reason::NOT_FOUND);
    CHECK(ReasonOf(f.Change(f.CallOf(stranger), kBob, "king").status()) == Reason::NOT_FOUND);
    CHECK(ReasonOf(f.Remove(f.CallOf(stranger), kBob).status()) == Reason::NOT_FOUND);
    CHECK(ReasonOf(f.Rename(f.CallOf(stranger), "Mine").status()) == Reason::NOT_FOUND);
  }
  CHECK(ReasonOf(f.Members(f.CallOf({})).status()) == Reason::UNAUTHENTICATED);
}

TEST_CASE("only owners change an organisation") {
  Shop f;
  REQUIRE(f.Change(f.As(kAlice), kBob, "admin").ok());
  CHECK(ReasonOf(f.Add(f.As(kBob), kCarol).status()) == Reason::NOT_ADMIN);
  CHECK(ReasonOf(f.Change(f.As(kBob), kBob, "owner").status()) == Reason::NOT_ADMIN);
  CHECK(ReasonOf(f.Remove(f.As(kBob), kAlice).status()) == Reason::NOT_ADMIN);
  CHECK(ReasonOf(f.Rename(f.As(kBob), "Mine").status()) == Reason::NOT_ADMIN);
  CHECK(f.Count("organization_members WHERE role = 'owner' AND user_id = '" + std::string(kAlice) +
                "'") == 1);
}

TEST_CASE("an owner adds somebody by user id or by the e-mail address of a known person") {
  Shop f;
  f.Note(kCarol, "Carol@Keys.test");
  const auto added = f.Add(f.As(kAlice), " carol@keys.TEST ", "admin");
  REQUIRE(added.ok());
  CHECK(added->member().user_id() == kCarol);
  CHECK(added->member().email() == "Carol@Keys.test");
  CHECK(added->member().role() == "admin");
  CHECK(f.Add(f.As(kAlice), kCarol, "admin").ok());
  CHECK(f.Count("entitlement_audit WHERE action = 'member.put'") == 1);
  CHECK(ReasonOf(f.Add(f.As(kAlice), kCarol, "owner").status()) == Reason::CONFLICT);
  const absl::Status unknown = f.Add(f.As(kAlice), "nobody@keys.test").status();
  CHECK(ReasonOf(unknown) == Reason::NOT_FOUND);
  CHECK(error::DetailOf(unknown)->detail().find("nobody@") == std::string::npos);
  f.Note(kBob, "carol@keys.test");
  REQUIRE(f.Remove(f.As(kAlice), kCarol).ok());
  CHECK(ReasonOf(f.Add(f.As(kAlice), "carol@keys.test").status()) == Reason::CONFLICT);
}

TEST_CASE("everything wrong with a new member is told at once") {
  Shop f;
  rpc::Call call = f.As(kAlice);
  v1::AddMemberRequest request;
  request.set_id(kOrg);
  request.set_role("king");
  CHECK(error::DetailOf(f.organisations.Add(call, request).status())->violations_size() == 2);
  request.set_user_id(kCarol);
  request.set_email("c@keys.test");
  CHECK(error::DetailOf(f.organisations.Add(call, request).status())->violations_size() == 2);
  CHECK(ReasonOf(f.Add(f.As(kAlice), "no-uuid").status()) == Reason::INVALID_ARGUMENT);
}

TEST_CASE("the last owner neither leaves nor gets another role, however many try at once") {
  Shop f;
  CHECK(ReasonOf(f.Remove(f.As(kAlice), kAlice).status()) == Reason::LAST_OWNER);
  CHECK(ReasonOf(f.Change(f.As(kAlice), kAlice, "admin").status()) == Reason::LAST_OWNER);
  CHECK(f.Change(f.As(kAlice), kAlice, "owner").ok());
  REQUIRE(f.Change(f.As(kAlice), kBob, "owner").ok());
  std::atomic<int> left = 0;
  std::vector<std::thread> threads;
  for (const char* owner : {kAlice, kBob}) {
    threads.emplace_back([&f, &left, owner] {
      if (f.Remove(f.As(owner), owner).ok()) ++left;
    });
  }
  for (std::thread& thread : threads) thread.join();
  CHECK(left == 1);
  CHECK(f.Count(std::string("organization_members WHERE role = 'owner' AND org_id = '") + kOrg +
                "'") == 1);
}

TEST_CASE("a member may leave, and is then a stranger") {
  Shop f;
  const auto gone = f.Remove(f.As(kBob), kBob);
  REQUIRE(gone.ok());
  CHECK(gone->member().role() == "member");
  CHECK(ReasonOf(f.Members(f.As(kBob)).status()) == Reason::NOT_FOUND);
  CHECK(ReasonOf(f.Remove(f.As(kAlice), kBob).status()) == Reason::NOT_FOUND);
  CHECK(ReasonOf(f.Change(f.As(kAlice), kBob, "admin").status()) == Reason::NOT_FOUND);
  CHECK(f.Count("entitlement_audit WHERE action = 'member.delete'") == 1);
}

TEST_CASE("an owner names the organisation, not with blanks") {
  Shop f;
  const auto renamed = f.Rename(f.As(kAlice), "  <b>Acme</b> & Söhne ");
  REQUIRE(renamed.ok());
  CHECK(renamed->organisation().name() == "<b>Acme</b> & Söhne");
  for (const char* blank : {" \t ", "\u200b", "\u3000\u00a0"}) {
    CHECK(ReasonOf(f.Rename(f.As(kAlice), blank).status()) == Reason::INVALID_ARGUMENT);
  }
  CHECK(f.Mine(f.As(kAlice)) == std::vector<std::string>{"<b>Acme</b> & Söhne owner"});
}

TEST_CASE("an organisation's name can be read as what it is") {
  Shop f;
  // An override, an isolate and a character without looks: each made a name read as another one.
  for (const char* name : {"Acme \u202etseb", "\u2067Acme\u2069 Ltd", "Ac\u2060me"}) {
    const auto renamed = f.Rename(f.As(kAlice), name);
    CHECK(ReasonOf(renamed.status()) == Reason::INVALID_ARGUMENT);
    const auto detail = error::DetailOf(renamed.status());
    REQUIRE(detail->violations_size() == 1);
    CHECK(detail->violations(0).pointer() == "/name");
    CHECK(detail->violations(0).code() == "DISGUISED_TEXT");
  }
  // What a script needs stays: a non-joiner in Persian, a joiner between pictographs, Hebrew.
  for (const char* name : {"\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645",
                           "\U0001f469\u200d\U0001f467 & Co", "\u05e9\u05dc\u05d5\u05dd Ltd"}) {
    CHECK(f.Rename(f.As(kAlice), name).ok());
  }
}

TEST_CASE("pages of members neither skip nor repeat") {
  Shop f;
  for (int i = 0; i < 7; ++i) {
    f.clock.Advance(absl::Seconds(i % 2));
    REQUIRE(f.Add(f.As(kAlice), f.ids.NewUuid()).ok());
  }
  std::set<std::string> seen;
  std::string cursor;
  int pages = 0;
  do {
    const auto page = f.Members(f.As(kAlice), 2, cursor);
    REQUIRE(page.ok());
    for (const auto& member : page->members()) CHECK(seen.insert(member.user_id()).second);
    cursor = page->next_cursor();
  } while (++pages < 10 && !cursor.empty());
  CHECK(seen.size() == 9);
  CHECK(pages == 5);
  v1::ListMembersRequest request;
  request.set_id(kOtherOrg);
  request.set_cursor(f.Members(f.As(kAlice), 2)->next_cursor());
  rpc::Call other = f.As(kCarol);
  CHECK(ReasonOf(f.organisations.ListMembers(other, request).status()) == Reason::INVALID_CURSOR);
}

TEST_CASE("what an owner repeats under an idempotency key is done once") {
  Shop f;
  const auto keyed = [&] {
    return rpc::Call({.caller = {.user_id = kAlice}, .deadline = Soon(), .idempotency_key = "k"});
  };
  const auto first = f.Add(keyed(), kCarol);
  REQUIRE(first.ok());
  REQUIRE(f.Remove(f.As(kAlice), kCarol).ok());
  CHECK(f.Add(keyed(), kCarol)->SerializeAsString() == first->SerializeAsString());
  CHECK(ReasonOf(f.Members(f.As(kCarol)).status()) == Reason::NOT_FOUND);
}

TEST_CASE("a trusted token's owner runs an organisation that the table does not know yet") {
  Fixture f;
  page::CursorCodec cursors{"sixteen bytes or more"};
  Organisations organisations({f.pool, f.clock, f.ids, cursors});
  rpc::Call call = f.CallOf({.user_id = kAlice, .orgs = {{kOrg, "owner"}}});
  v1::AddMemberRequest request;
  request.set_id(kOrg);
  request.set_user_id(kBob);
  request.set_role("member");
  CHECK(organisations.Add(call, request).ok());
  rpc::Call member = f.CallOf({.user_id = kAlice, .orgs = {{kOrg, "member"}}});
  CHECK(ReasonOf(organisations.Add(member, request).status()) == Reason::NOT_ADMIN);
}

}  // namespace
}  // namespace keys::entitlement
