#include <fstream>

#include "services/discovery/testing/discovery_world.h"

namespace keys::discovery {
namespace {

const std::string kKeyA = "0192f0c1-0000-7000-8000-00000000000a";
const std::string kKeyB = "0192f0c1-0000-7000-8000-00000000000b";

struct Shop : World {
  Shop() {
    sources.Add("a", "node").set_id(kKeyA);
    sources.Add("b", "node").set_id(kKeyB);
    sources.candidates[0].set_title("The A");
  }
  absl::StatusOr<v1::DismissKeyResponse> Dismiss(const std::string& user, const std::string& key) {
    rpc::Call call = CallOf(user);
    v1::DismissKeyRequest request;
    request.set_key(key);
    return dismissals.Dismiss(call, request);
  }
  absl::StatusOr<v1::TakeBackDismissalResponse> TakeBack(const std::string& user,
                                                         const std::string& key) {
    rpc::Call call = CallOf(user);
    v1::TakeBackDismissalRequest request;
    request.set_key(key);
    return dismissals.TakeBack(call, request);
  }
  v1::ListDismissalsResponse Dismissed(const std::string& user) {
    rpc::Call call = CallOf(user);
    const auto response = dismissals.List(call, {});
    REQUIRE(response.ok());
    return *response;
  }
};

TEST_CASE("a dismissed KEY is not recommended to that person until it is taken back") {
  Shop shop;
  const auto made = shop.Dismiss(kUser, "a");
  REQUIRE(made.ok());
  CHECK(made->dismissal().key_id() == kKeyA);
  CHECK(made->dismissal().title() == "The A");
  CHECK(shop.Discover() == std::vector<std::string>{"b 1 Popular node key"});
  REQUIRE(shop.Dismiss(kOther, "b").ok());
  CHECK(shop.Discover().size() == 1);
  CHECK(shop.TakeBack(kUser, kKeyA)->deleted() == 1);
  CHECK(shop.TakeBack(kUser, "a")->deleted() == 0);
  CHECK(shop.Discover().size() == 2);
}

TEST_CASE("dismissing again changes nothing, and what is not there cannot be dismissed") {
  Shop shop;
  const auto first = shop.Dismiss(kUser, "a");
  shop.clock.Advance(absl::Hours(1));
  CHECK(shop.Dismiss(kUser, kKeyA)->SerializeAsString() == first->SerializeAsString());
  REQUIRE(shop.Dismissed(kUser).dismissals_size() == 1);
  CHECK(shop.Dismissed(kOther).dismissals_size() == 0);
  CHECK(error::ReasonOf(shop.Dismiss(kUser, "nobody").status()) == error::Reason::NOT_FOUND);
  CHECK(error::ReasonOf(shop.TakeBack(kUser, "nobody").status()) == error::Reason::NOT_FOUND);
}

TEST_CASE("a dismissal outlives its KEY and can still be taken back by its slug") {
  Shop shop;
  REQUIRE(shop.Dismiss(kUser, "a").ok());
  shop.sources.candidates.clear();
  const auto left = shop.Dismissed(kUser);
  REQUIRE(left.dismissals_size() == 1);
  CHECK(left.dismissals(0).slug() == "a");
  CHECK_FALSE(left.dismissals(0).has_title());
  CHECK(shop.TakeBack(kUser, "a")->deleted() == 1);
}

TEST_CASE("the newest dismissal comes first, and there is a most") {
  Shop shop;
  REQUIRE(shop.Dismiss(kUser, "a").ok());
  shop.clock.Advance(absl::Minutes(1));
  REQUIRE(shop.Dismiss(kUser, "b").ok());
  CHECK(shop.Dismissed(kUser).dismissals(0).slug() == "b");
  shop.database.Run(
      "INSERT INTO marketplace_discovery_dismissals (user_id, key_id, slug, "
      "created_at) SELECT '" +
      kOther +
      "', gen_random_uuid(), 'k' || n, '2026-01-01Z' "
      "FROM generate_series(1, 1000) n");
  const absl::Status refused = shop.Dismiss(kOther, "a").status();
  CHECK(error::ReasonOf(refused) == error::Reason::CONFLICT);
  CHECK(error::DetailOf(refused)->actions_size() == 1);
  CHECK(shop.TakeBack(kOther, "k7")->deleted() == 1);
  CHECK(shop.Dismiss(kOther, "a").ok());
  // Repeating a dismissal adds none.
  CHECK(shop.Dismiss(kOther, "a").ok());
}

TEST_CASE("an explanation says that a KEY was dismissed, and how to take that back") {
  Shop shop;
  REQUIRE(shop.Dismiss(kUser, "a").ok());
  rpc::Call call = CallOf(kUser);
  v1::ExplainRecommendationRequest request;
  request.set_key("a");
  const auto response = shop.recommendations.Explain(call, request);
  CHECK_FALSE(response->recommended());
  CHECK(response->reason() == "You said that you are not interested in this KEY.");
  REQUIRE(response->counterfactuals_size() == 1);
  CHECK(response->counterfactuals(0).find("DELETE /marketplace/discover/dismissals/a.") !=
        std::string::npos);
}

TEST_CASE("a recommendation says what the KEY costs") {
  Shop shop;
  shop.sources.candidates[0].set_price_cents(5900);
  shop.sources.candidates[0].set_currency("usd");
  rpc::Call call = CallOf(kUser);
  const auto response = shop.recommendations.Discover(call, {});
  REQUIRE(response.ok());
  REQUIRE(response->recommendations_size() == 2);
  CHECK(response->recommendations(0).price_cents() == 5900);
  CHECK(response->recommendations(0).currency() == "usd");
  CHECK(response->recommendations(0).available());
  CHECK_FALSE(response->recommendations(1).has_price_cents());
}

TEST_CASE("situations are read again when their file changes, and bad ones change nothing") {
  const std::string path = std::tmpnam(nullptr);
  const auto write = [&path](const std::string& tool) {
    const std::string choice = R"(,"title":"T","signals":[],"filters":{"tool":")" + tool + "\"}}";
    std::ofstream(path) << R"({"situations":[{"id":"s","title":"T","sentence":"S","signals":[],)"
                        << R"("filters":{},"choices":[{"id":"a")" << choice << R"(,{"id":"b")"
                        << choice << "]}]}";
  };
  write("node");
  auto book = MakeSituationBook(path);
  REQUIRE(book.ok());
  const auto tool = [&] { return (*book)->Current()->situations(0).choices(1).filters().tool(); };
  CHECK(tool() == "node");
  write("stripe");
  (*book)->Look();
  CHECK(tool() == "stripe");
  // No KEY is of this family, so the file is refused.
  write("cobol");
  (*book)->Look();
  CHECK(tool() == "stripe");
  CHECK_FALSE(MakeSituationBook(path).ok());
  std::remove(path.c_str());
  CHECK(MakeSituationBook("").ok());
}

}  // namespace
}  // namespace keys::discovery
