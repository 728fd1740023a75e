#include "common/audit/audit.h"
#include "services/entitlement/admin/audit_list.h"
#include "services/entitlement/testing/fixture.h"

namespace keys::entitlement {
namespace {

struct Shop : Fixture {
  const page::CursorCodec cursors{"0123456789abcdef"};
  AuditList list{pool, cursors};

  void Add(const std::string& service, const std::string& subject) {
    pg::Pool own({.conninfo = database.ConninfoFor(StrCat("keys_", service)), .name = "test"});
    auto tx = pg::Transaction::Begin(own, Soon());
    REQUIRE(tx.ok());
    REQUIRE(audit::Log(service)
                .Append(*tx,
                        {.actor = kBob,
                         .action = "thing.change",
                         .subject = subject,
                         .details_json = "{\"n\":1}"},
                        clock.Now())
                .ok());
    REQUIRE(tx->Commit().ok());
  }
  absl::StatusOr<v1::ListAuditResponse> List(const v1::ListAuditRequest& request,
                                             bool admin = true) {
    rpc::Call call = CallOf({.user_id = kBob, .admin = admin});
    return list.List(call, request);
  }
};

TEST_CASE("the chains of all services are one list, newest first, page by page") {
  Shop f;
  for (int i = 0; i < 3; ++i) {
    for (const char* service : {"billing", "catalog", "entitlement", "ingestion"}) {
      f.Add(service, StrCat("subject ", i));
    }
    f.clock.Advance(absl::Seconds(1));
  }
  v1::ListAuditRequest request;
  request.set_limit(5);
  std::vector<std::string> seen;
  for (;;) {
    const auto page = f.List(request);
    INFO(page.status().ToString());
    REQUIRE(page.ok());
    for (const auto& entry : page->entries()) {
      seen.push_back(StrCat(entry.subject(), " ", entry.service(), " ", entry.seq()));
      CHECK(entry.hash().size() == 64);
    }
    if (!page->has_next_cursor()) break;
    request.set_cursor(page->next_cursor());
  }
  std::vector<std::string> expected;
  for (int i = 2; i >= 0; --i) {
    for (const char* service : {"ingestion", "entitlement", "catalog", "billing"}) {
      expected.push_back(StrCat("subject ", i, " ", service, " ", i + 1));
    }
  }
  CHECK(seen == expected);
}

TEST_CASE("the list is narrowed to a service, an actor, a subject") {
  Shop f;
  f.Add("catalog", "a");
  f.Add("catalog", "b");
  f.Add("billing", "a");
  v1::ListAuditRequest request;
  request.set_service("catalog");
  CHECK(f.List(request)->entries_size() == 2);
  request.set_subject("a");
  CHECK(f.List(request)->entries_size() == 1);
  request.set_actor(kAlice);
  CHECK(f.List(request)->entries_size() == 0);
  request.set_cursor("x");
  CHECK(ReasonOf(f.List(request).status()) == Reason::INVALID_CURSOR);
  CHECK(ReasonOf(f.List({}, false).status()) == Reason::NOT_ADMIN);
}

}  // namespace
}  // namespace keys::entitlement
