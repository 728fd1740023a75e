#include "gateway/access/known_callers.h"

#include <catch2/catch.hpp>
#include <thread>

#include "common/rpc/service_token.h"
#include "common/time/clock.h"
#include "gateway/testing/fake_services.h"
#include "keys/entitlement/v1/entitlement.pb.h"

namespace keys::gateway {
namespace {

constexpr char kNote[] = "/keys.entitlement.v1.EntitlementGateway/NotePerson";
constexpr char kUser[] = "0192f0c1-2222-7000-8000-00000000000a";

struct Callers {
  FakeServices services;
  FakeClock clock;
  metrics::Registry metrics;
  rpc::TokenMinter minter{"gateway", crypto::Ed25519PrivateKey::Generate(), clock};
  Upstream upstream{{{"entitlement", services.address()}}, minter, metrics};
  KnownCallers known{upstream};

  ~Callers() {
    upstream.Stop();
    services.Stop();
  }
  void Answer(absl::Status status) {
    services.On(kNote, [status](const FakeCall&) {
      FakeAnswer answer = FakeAnswer::Of(entitlement::v1::NotePersonResponse());
      answer.status = status;
      return answer;
    });
  }
  void See(const std::string& user, const std::string& email) {
    auto exchange = std::make_shared<Exchange>();
    exchange->request_id = "r";
    exchange->trace = trace::New();
    exchange->caller.user_id = user;
    exchange->caller.email = email;
    exchange->caller.admin = true;
    known.See(exchange);
  }
  size_t Told() const { return services.Calls(kNote).size(); }
  void Await(size_t calls) {
    const Deadline patience = Deadline::After(absl::Seconds(30));
    while (Told() < calls && patience.Remaining() > absl::ZeroDuration()) std::this_thread::yield();
    REQUIRE(Told() == calls);
  }
};

TEST_CASE("an address is told once for each person, and a new one again") {
  Callers callers;
  callers.Answer(absl::OkStatus());
  callers.See(kUser, "a@keys.test");
  callers.Await(1);
  callers.See(kUser, "a@keys.test");
  callers.See("", "b@keys.test");
  callers.See(kUser, "");
  callers.See(kUser, "new@keys.test");
  callers.Await(2);
  const FakeCall call = callers.services.Calls(kNote).front();
  CHECK(call.Metadata("x-keys-user") == kUser);
  CHECK(call.Metadata("x-keys-email") == "a@keys.test");
  // The call names the person and does not carry their rights.
  CHECK(call.Metadata("x-keys-admin").empty());
}

TEST_CASE("what could not be told is told with the next request") {
  Callers callers;
  callers.Answer(absl::UnavailableError("down"));
  callers.See(kUser, "a@keys.test");
  callers.Await(1);
  callers.Answer(absl::OkStatus());
  const Deadline patience = Deadline::After(absl::Seconds(30));
  while (callers.Told() < 2 && patience.Remaining() > absl::ZeroDuration()) {
    callers.See(kUser, "a@keys.test");
    std::this_thread::yield();
  }
  CHECK(callers.Told() == 2);
}

TEST_CASE("a silent service costs a bounded number of calls and no request") {
  Callers callers;
  callers.services.On(kNote, [](const FakeCall&) { return FakeAnswer{.silent = true}; });
  for (int i = 0; i < 10 * kMostNotesUnderWay; ++i) {
    callers.See(kUser, "a" + std::to_string(i) + "@keys.test");
  }
  callers.Await(kMostNotesUnderWay);
}

}  // namespace
}  // namespace keys::gateway
