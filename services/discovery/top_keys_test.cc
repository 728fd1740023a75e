#include "services/discovery/top_keys.h"

#include <catch2/catch.hpp>

#include "common/error/error.h"
#include "common/time/proto_time.h"

namespace keys::discovery {
namespace {

constexpr char kOne[] = "11111111-1111-7111-8111-111111111111";
constexpr char kTwo[] = "22222222-2222-7222-8222-222222222222";

class FixedCatalog final : public catalog::CatalogClient {
 public:
  absl::StatusOr<catalog::v1::BatchGetKeysResponse> BatchGetKeys(
      const catalog::v1::BatchGetKeysRequest& request, const rpc::Outgoing&) override {
    CHECK(request.keys_size() <= 1000);
    ++questions;
    catalog::v1::BatchGetKeysResponse response;
    for (const auto& [id, slug] :
         std::map<std::string, std::string>{{kOne, "one"}, {kTwo, "two"}}) {
      const auto& asked = request.keys();
      if (std::find(asked.begin(), asked.end(), id) == asked.end() &&
          std::find(asked.begin(), asked.end(), slug) == asked.end()) {
        continue;
      }
      auto& key = *response.add_keys();
      key.set_id(id);
      key.set_slug(slug);
      key.set_title("Title of " + slug);
      key.set_status("archived");
    }
    return response;
  }
  absl::StatusOr<catalog::v1::GetBundleForSaleResponse> GetBundleForSale(
      const catalog::v1::GetBundleForSaleRequest&, const rpc::Outgoing&) override {
    return absl::UnimplementedError("");
  }
  absl::StatusOr<catalog::v1::ResolveVersionResponse> ResolveVersion(
      const catalog::v1::ResolveVersionRequest&, const rpc::Outgoing&) override {
    return absl::UnimplementedError("");
  }
  absl::StatusOr<catalog::v1::ListCandidatesResponse> ListCandidates(
      const catalog::v1::ListCandidatesRequest&, const rpc::Outgoing&) override {
    return absl::UnimplementedError("");
  }
  absl::StatusOr<catalog::v1::ListBundlesResponse> ListBundles(
      const catalog::v1::ListBundlesRequest&, const rpc::Outgoing&) override {
    return absl::UnimplementedError("");
  }
  int questions = 0;
};

class FixedCounts final : public analytics::CountsClient {
 public:
  absl::StatusOr<analytics::v1::CountKeysResponse> CountKeys(
      const analytics::v1::CountKeysRequest& request, const rpc::Outgoing&) override {
    asked = request;
    return answer;
  }
  void Add(const std::string& name, int64_t views, int64_t purchases, int64_t buyers) {
    auto& key = *answer.add_keys();
    key.set_name(name);
    key.set_views(views);
    key.set_purchases(purchases);
    key.set_buyers(buyers);
    auto& total = *answer.mutable_total();
    total.set_views(total.views() + views);
    total.set_purchases(total.purchases() + purchases);
  }
  analytics::v1::CountKeysRequest asked;
  analytics::v1::CountKeysResponse answer;
};

struct Fixture {
  FixedCatalog catalog;
  FixedCounts counts;
  FakeClock clock;
  rpc::Call call{rpc::Call::Parts{}};
  TopKeys top_keys{catalog, counts, clock};
};

TEST_CASE("what was named by slug and by id is one KEY, and what is no KEY is counted apart") {
  Fixture f;
  f.counts.Add(kTwo, 5, 3, 2);
  f.counts.Add("two", 4, 0, 0);
  f.counts.Add("one", 90, 0, 0);
  f.counts.Add("no-such-key", 7, 0, 0);
  const auto report = f.top_keys.Get(f.call, {});
  REQUIRE(report.ok());
  REQUIRE(report->rows_size() == 2);
  CHECK(report->rows(0).slug() == "two");
  CHECK(report->rows(0).title() == "Title of two");
  CHECK(report->rows(0).rank() == 1);
  CHECK(report->rows(0).views() == 9);
  CHECK(report->rows(0).purchases() == 3);
  CHECK(report->rows(0).buyers() == 2);
  CHECK(report->rows(1).slug() == "one");
  CHECK(report->unknown().views() == 7);
  CHECK(report->unknown().purchases() == 0);
  v1::GetTopKeysRequest one;
  one.set_limit(1);
  CHECK(f.top_keys.Get(f.call, one)->rows_size() == 1);
}

TEST_CASE("thousands of names are asked about in parts") {
  Fixture f;
  for (int i = 0; i < 2500; ++i) f.counts.Add("invented-" + std::to_string(i), 1, 0, 0);
  f.counts.Add("one", 1, 0, 0);
  const auto report = f.top_keys.Get(f.call, {});
  REQUIRE(report.ok());
  CHECK(f.catalog.questions == 3);
  CHECK(report->rows_size() == 1);
  CHECK(report->unknown().views() == 2500);
}

TEST_CASE("the span is read in the zone and handed on as instants") {
  Fixture f;
  v1::GetTopKeysRequest request;
  request.set_from("2026-11-01");
  request.set_to("2026-11-02");
  request.set_tz("Asia/Kathmandu");
  REQUIRE(f.top_keys.Get(f.call, request).ok());
  CHECK(FromProto(f.counts.asked.from()) == ParseRfc3339("2026-10-31T18:15:00Z").value());
  CHECK(FromProto(f.counts.asked.to()) == ParseRfc3339("2026-11-01T18:15:00Z").value());
  request.set_tz("Mars/Olympus");
  CHECK(error::ReasonOf(f.top_keys.Get(f.call, request).status()) ==
        error::Reason::INVALID_ARGUMENT);
}

}  // namespace
}  // namespace keys::discovery
