// Tests the calls of ingestion over a real database.
#include "common/error/error.h"
#include "services/catalog/testing/catalog_world.h"

namespace keys::catalog {
namespace {

using error::Reason;
using error::ReasonOf;

TEST_CASE_METHOD(World, "publishing twice is publishing once") {
  CHECK(Publish(NodeAsset("x")).outcome() == v1::PUBLISH_OUTCOME_PUBLISHED);
  const int64_t revision = Revision();
  CHECK(Publish(NodeAsset("x")).outcome() == v1::PUBLISH_OUTCOME_UNCHANGED);
  CHECK(Revision() == revision);
  v1::Asset changed = NodeAsset("x");
  changed.set_title("Other");
  changed.set_content_hash("other");
  CHECK(Publish(changed).outcome() == v1::PUBLISH_OUTCOME_UPDATED);
  CHECK(Detail("x").title() == "Other");
  changed.set_sha256(std::string(64, 'b'));
  rpc::Call call = Anyone();
  v1::PublishVersionRequest request;
  *request.mutable_asset() = changed;
  CHECK(ReasonOf(publishing.Publish(call, request).status()) == Reason::VERSION_IMMUTABLE);
}

TEST_CASE_METHOD(World, "an older version is added and does not become the latest") {
  v1::Asset newest = NodeAsset("x", "2.0.0");
  newest.set_title("Two");
  Publish(newest);
  const absl::Time before = clock.Now();
  Publish(NodeAsset("x", "1.0.0"));
  Publish(NodeAsset("x", "3.0.0-rc.1"));
  const v1::KeyDetail detail = Detail("x");
  CHECK(detail.version() == "2.0.0");
  CHECK(detail.title() == "Two");
  CHECK(detail.versions_size() == 3);
  CHECK(detail.updated_at().seconds() <= absl::ToUnixSeconds(before));
}

TEST_CASE_METHOD(World, "first bytes attach to a catalogue entry, and a folder then stands") {
  Publish(ListedAsset("x"));
  CHECK_FALSE(Detail("x").available());
  const std::string id = Detail("x").id();
  rpc::Call call = Anyone();
  v1::ResolveVersionRequest resolve;
  resolve.set_key("x");
  CHECK(ReasonOf(sales.ResolveVersion(call, resolve).status()) == Reason::ASSET_NOT_PUBLISHED);
  CHECK(Publish(NodeAsset("x")).key_id() == id);
  CHECK(Detail("x").available());
  CHECK(Detail("x").versions_size() == 1);
  CHECK(Must(sales.ResolveVersion(call, resolve)).storage_path() == "keys/node/x/1.0.0/key.zip");
  CHECK(Publish(ListedAsset("x", "9.0.0")).outcome() == v1::PUBLISH_OUTCOME_UNCHANGED);
  CHECK(Detail("x").version() == "1.0.0");
}

TEST_CASE_METHOD(World, "a folder with a lower version still beats a catalogue entry") {
  Publish(ListedAsset("x", "5.0.0"));
  Publish(NodeAsset("x", "1.0.0"));
  CHECK(Detail("x").version() == "1.0.0");
  CHECK(Detail("x").versions_size() == 1);
  CHECK(Detail("x").available());
}

TEST_CASE_METHOD(World, "a slug belongs to one family") {
  Publish(NodeAsset("x"));
  v1::Asset other = NodeAsset("x", "1.1.0");
  other.set_family("stripe-keys");
  other.set_tool("stripe");
  rpc::Call call = Anyone();
  v1::PublishVersionRequest request;
  *request.mutable_asset() = other;
  CHECK(ReasonOf(publishing.Publish(call, request).status()) == Reason::CONFLICT);
}

TEST_CASE_METHOD(World, "what is published can be asked for in one question") {
  Publish(NodeAsset("x", "1.0.0"));
  Publish(NodeAsset("x", "1.1.0"));
  Publish(ListedAsset("y"));
  rpc::Call call = Anyone();
  v1::GetPublishedRequest request;
  for (const char* slug : {"x", "y", "z"}) request.add_slugs(slug);
  const auto published = Must(publishing.GetPublished(call, request));
  REQUIRE(published.versions_size() == 3);
  CHECK(published.versions(1).version() == "1.1.0");
  CHECK(published.versions(1).content_hash() == NodeAsset("x", "1.1.0").content_hash());
  CHECK_FALSE(published.versions(2).has_sha256());
}

v1::ApplyPricingRequest File() {
  v1::ApplyPricingRequest request;
  request.set_currency("usd");
  v1::KeyPricing* a = request.add_keys();
  a->set_slug("a");
  a->set_price_cents(500);
  v1::KeyPricing* b = request.add_keys();
  b->set_slug("b");
  b->set_price_cents(700);
  v1::BundlePricing* kit = request.add_bundles();
  kit->set_slug("kit");
  kit->set_title("Kit");
  kit->set_bundle_type("starter");
  kit->set_price_cents(1000);
  kit->add_key_slugs("a");
  kit->add_key_slugs("b");
  return request;
}

TEST_CASE_METHOD(World, "an administrator's price stands until the file's entry changes") {
  Publish(NodeAsset("a"));
  Publish(NodeAsset("b"));
  rpc::Call call = Admin();
  CHECK(Must(pricing_file.Apply(call, File())).changed() == 3);
  CHECK(call.revision() == Revision());
  CHECK(Detail("a").price_cents() == 500);
  v1::UpdateKeyRequest update;
  update.set_slug("a");
  update.set_price_cents(550);
  Must(key_admin.Update(call, update));
  CHECK(Must(pricing_file.Apply(call, File())).changed() == 0);
  CHECK(Detail("a").price_cents() == 550);
  v1::ApplyPricingRequest edited = File();
  edited.mutable_keys(0)->set_price_cents(600);
  CHECK(Must(pricing_file.Apply(call, edited)).changed() == 1);
  CHECK(Detail("a").price_cents() == 600);
}

TEST_CASE_METHOD(World, "bad entries of the file are named and never stop the good ones") {
  Publish(NodeAsset("a"));
  Publish(NodeAsset("b"));
  v1::ApplyPricingRequest file = File();
  file.mutable_keys(1)->set_price_cents(20);
  v1::KeyPricing* nobody = file.add_keys();
  nobody->set_slug("nobody");
  file.mutable_bundles(0)->add_key_slugs("nothing");
  rpc::Call call = Admin();
  const auto response = Must(pricing_file.Apply(call, file));
  CHECK(response.changed() == 1);
  std::vector<std::string> pointers;
  for (const auto& problem : response.problems()) {
    pointers.push_back(problem.pointer() + " " + problem.code());
  }
  CHECK(pointers == std::vector<std::string>{"/keys/b/price_cents PRICE_BELOW_MINIMUM",
                                             "/keys/nobody UNKNOWN_KEY",
                                             "/bundles/0/key_slugs/2 UNKNOWN_KEY"});
  CHECK(Detail("a").price_cents() == 500);
  // An entry that failed is tried again when the file is read the next time.
  Publish(NodeAsset("nobody"));
  Publish(NodeAsset("nothing"));
  file.mutable_keys(1)->set_price_cents(700);
  CHECK(Must(pricing_file.Apply(call, file)).problems_size() == 0);
}

TEST_CASE_METHOD(World, "a dry run says the same and keeps nothing") {
  Publish(NodeAsset("a"));
  Publish(NodeAsset("b"));
  const int64_t revision = Revision();
  v1::ApplyPricingRequest file = File();
  file.set_dry_run(true);
  rpc::Call call = Admin();
  CHECK(Must(pricing_file.Apply(call, file)).changed() == 3);
  CHECK(Revision() == revision);
  CHECK_FALSE(Detail("a").has_price_cents());
  CHECK(Count("catalog_applied_pricing") == 0);
}

TEST_CASE_METHOD(World, "KEYS for other services come by id or slug, unknown ones are left out") {
  const std::string a = Sell("a", 500);
  Sell("b", 700);
  rpc::Call call = Anyone();
  v1::BatchGetKeysRequest request;
  for (const std::string& ref : {a, std::string("b"), std::string("c")}) request.add_keys(ref);
  const auto found = Must(sales.BatchGetKeys(call, request));
  REQUIRE(found.keys_size() == 2);
  CHECK(found.keys(0).price_cents() == 500);
  CHECK(Must(sales.ListCandidates(call, {})).candidates_size() == 2);
}

}  // namespace
}  // namespace keys::catalog
